import { metrics, select } from '#contract';
import { foreign } from '../../../alerts/foreign.ts';
import type { AlertCase, Span } from '../rule-case.ts';
import { casesOf } from './cases-of.ts';
import { timed } from './timing.ts';

const prod = [{ labels: { cluster: 'prod' } }];
const webhook = [{ labels: { cluster: 'prod', name: 'policy.example' } }];
const requests = (code: string) =>
  select(metrics.apiRequests, { cluster: 'prod', verb: 'list', resource: 'pods', code });
const bucket = (le: string) => `${foreign.webhookDuration.name}{cluster="prod",name="policy.example",le="${le}"}`;

/** A counter that grows by so much a minute, one pace after the other. */
function paced(...paces: readonly (readonly [aMinute: number, minutes: number])[]): readonly Span[] {
  let is = 0;
  return paces.map(([grows, minutes]) => {
    const span = { is, grows, for: `${minutes}m` };
    is += grows * minutes;
    return span;
  });
}

/** Alerts on rates: what they are of, and how long a window remembers. */
export const rateCases: readonly AlertCase[] = [
  ...casesOf('KspmApiRateLimited', '1m', [
    {
      claim: 'is silent at one request in twenty',
      series: { [requests('429')]: paced([60, 60]), [requests('200')]: paced([1_140, 60]) },
      at: '50m',
      fires: [],
    },
    {
      claim: 'is silent while nothing is asked',
      series: { [requests('429')]: paced([0, 60]), [requests('200')]: paced([0, 60]) },
      at: '50m',
      fires: [],
    },
  ]),
  timed({
    alert: 'KspmApiRateLimited',
    claim: 'begins and ends with one request in twenty over ten minutes, and is held for a quarter of an hour',
    step: '1m',
    // As many are turned away of fewer requests after 20 minutes, most of them after an hour, and none after 80 minutes.
    series: {
      [requests('429')]: paced([4, 60], [90, 20], [0, 60]),
      [requests('200')]: paced([96, 20], [36, 120]),
    },
    moments: ['37m', '40m', '1h 42m', '1h 46m'],
    fires: prod,
  }),
  timed({
    alert: 'KspmAdmissionWebhookSlow',
    step: '1m',
    claim: 'begins and ends with one request in a hundred beyond a second, over ten minutes',
    // 22 of a thousand take up to 2.5 seconds for an hour.
    series: {
      [bucket('1')]: paced([1_000, 30], [978, 60], [1_000, 60]),
      [bucket('2.5')]: paced([1_000, 150]),
      [bucket('+Inf')]: paced([1_000, 150]),
    },
    moments: ['48m', '51m', '1h 33m', '1h 37m'],
    fires: webhook,
  }),
  ...casesOf('KspmAdmissionWebhookSlow', '1m', [
    {
      claim: 'is silent when one in a hundred takes longer than a second, and no more',
      series: {
        [bucket('1')]: paced([5_940, 60]),
        [bucket('2.5')]: paced([6_000, 60]),
        [bucket('+Inf')]: paced([6_000, 60]),
      },
      at: '50m',
      fires: [],
    },
  ]),
];
