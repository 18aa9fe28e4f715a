import { metrics, recorded, select } from '#contract';
import type { AlertCase, Span } from '../rule-case.ts';
import { casesOf } from './cases-of.ts';

const alert = 'KspmFindingVolumeAnomalous';
const prod = [{ labels: { cluster: 'prod' } }];
const total = (cluster = 'prod') => select(recorded.newFindingsTotal, { cluster });
const opened = (instance: string) =>
  select(metrics.findingTransitions, {
    cluster: 'prod',
    severity: 'high',
    transition: 'opened',
    reason: 'new',
  }).replace('}', `,instance="${instance}"}`);

/** As many samples as half a week has, in seven hours: what is asked for is a number of them. */
const quick = { alert, step: '10s', evaluated: '5m' } as const;
/** Nothing for seven hours, then so many at once. */
const atOnce = (is: number): readonly Span[] => [
  { is: 0, for: '7h' },
  { is, for: '5h' },
];
/** Twenty in the mean hour of the week, all of them in the first of seven hours; then so many at once. */
const beyondUsual = (more: number): readonly Span[] => [
  { is: 0, for: '1h' },
  { is: 3_360, for: '6h' },
  { is: 3_360 + more, for: '5h' },
];
/** The same on the first of many days, and so many at once on a later one. */
const daysAfter = (days: string, more: number): readonly Span[] => [
  { is: 0, for: '1d' },
  { is: 3_360, for: days },
  { is: 3_360 + more, for: '5h' },
];

/** Far more findings than usual: how many that is, and how much has to be known of what is usual. */
export const findingVolumeCases: readonly AlertCase[] = [
  {
    ...quick,
    claim: 'begins ten minutes after the wave, and ends an hour after it',
    series: { [total()]: atOnce(150) },
    at: '7h 10m',
    fires: prod,
    also: { '7h 5m': [], '7h 55m': prod, '8h': [] },
  },
  {
    ...quick,
    claim: 'is silent about one bad Deployment in a quiet cluster, and rings for a little more than that',
    series: { [total('one')]: atOnce(75), [total('most')]: atOnce(100), [total()]: atOnce(110) },
    at: '7h 30m',
    fires: prod,
  },
  {
    ...quick,
    claim: 'rings for five times the usual and a hundred more, and not for less',
    series: { [total('less')]: beyondUsual(190), [total()]: beyondUsual(220) },
    at: '7h 30m',
    fires: prod,
  },
  {
    ...quick,
    claim: 'is silent while two replicas serve the same counters, and when one of them is left',
    series: {
      [total()]: [{ is: 5_000, for: '7h' }],
      [opened('a')]: [{ gone: '7h' }, { is: 5_000, for: '1h' }, { gone: '3h' }],
      [opened('b')]: [{ gone: '7h 30m' }, { is: 5_000, for: '4h' }],
    },
    at: '7h 45m',
    fires: [],
    also: { '8h 30m': [] },
  },
  {
    ...quick,
    claim: 'is silent while counters are absent because the store fails, and when they are back',
    series: {
      [total()]: [{ is: 900, for: '7h' }],
      [opened('a')]: [{ gone: '7h' }, { is: 900, for: '1h' }, { gone: '30m' }, { is: 903, for: '2h' }],
    },
    at: '8h 15m',
    fires: [],
    also: { '8h 45m': [] },
  },
  ...casesOf(alert, '5m', [
    {
      claim: 'is silent on the first day of an exporter, whatever begins',
      series: {
        [opened('a')]: [
          { is: 0, for: '2h' },
          { is: 75, for: '1h' },
          { is: 900, for: '3h' },
        ],
      },
      at: '2h 30m',
      fires: [],
      also: { '3h 30m': [] },
    },
  ]),
  {
    alert,
    step: '2m',
    evaluated: '30m',
    claim: 'knows what is usual with half a week of samples, and not with one less',
    series: {
      [total('less')]: [{ gone: '4m' }, { is: 0, for: '83h 56m' }, { is: 150, for: '5h' }],
      [total()]: [{ gone: '2m' }, { is: 0, for: '83h 58m' }, { is: 150, for: '5h' }],
    },
    at: '84h 30m',
    fires: prod,
  },
  {
    alert,
    step: '2m',
    evaluated: '30m',
    claim: 'remembers what was usual six days ago, and not what was usual nine days ago',
    series: { [total('six')]: daysAfter('5d', 190), [total('nine')]: daysAfter('8d', 190) },
    at: '9d 30m',
    fires: [{ labels: { cluster: 'nine' } }],
    also: { '6d 30m': [] },
  },
  {
    alert,
    step: '2m',
    evaluated: '1h',
    claim: 'is silent about a rate that is usual',
    series: { [total()]: [{ is: 0, grows: 5, for: '8d' }] },
    at: '7d 12h',
    fires: [],
  },
];
