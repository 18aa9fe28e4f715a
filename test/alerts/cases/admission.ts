import { metrics, select } from '#contract';
import { foreign } from '../../../alerts/foreign.ts';
import type { AlertCase, Span } from '../rule-case.ts';
import { casesOf } from './cases-of.ts';

const conflicts = select(metrics.policyConflicts, { cluster: 'prod', engine: 'kyverno' });
const rejects = (engine: string) => select(metrics.admissionRejects, { cluster: 'prod', engine });
const bucket = (le: string) => `${foreign.webhookDuration.name}{cluster="prod",name="policy.example",le="${le}"}`;
const failedOpen = `${foreign.webhookFailedOpen.name}{cluster="prod",name="policy.example",type="validating"}`;
const kyverno = [{ labels: { cluster: 'prod', engine: 'kyverno' } }];
const bucketOf = (cluster: string, instance: string) =>
  `${foreign.webhookDuration.name}{cluster="${cluster}",instance="${instance}",name="other.example",le="+Inf"}`;
const failedOpenOf = (cluster: string, instance: string) =>
  `${foreign.webhookFailedOpen.name}{cluster="${cluster}",instance="${instance}",name="policy.example",type="validating"}`;
const webhook = [{ labels: { cluster: 'prod', name: 'policy.example' } }];
const requests = (grows: number): readonly Span[] => [{ is: 0, grows, for: '2h' }];

/** Policies and webhooks. */
export const admissionCases: readonly AlertCase[] = [
  ...casesOf('KspmPolicyConflict', '1m', [
    {
      claim: 'is a ticket for each engine',
      series: { [conflicts]: [{ is: 2, for: '1h' }] },
      at: '15m',
      fires: kyverno,
    },
    { claim: 'is silent at 0', series: { [conflicts]: [{ is: 0, for: '1h' }] }, at: '30m', fires: [] },
    { claim: 'is silent where nobody looks for conflicts', series: {}, at: '30m', fires: [] },
  ]),
  ...casesOf('KspmPolicyRejectingDeploys', '1m', [
    {
      claim: 'is a ticket for three objects within 15 minutes',
      series: {
        [rejects('kyverno')]: [
          { is: 0, for: '10m' },
          { is: 3, for: '1h' },
        ],
      },
      at: '17m',
      fires: kyverno,
    },
    {
      claim: 'is silent about two',
      series: {
        [rejects('kyverno')]: [
          { is: 0, for: '10m' },
          { is: 2, for: '1h' },
        ],
      },
      at: '17m',
      fires: [],
    },
    {
      claim: 'is silent about quotas, which are no policies',
      series: {
        [rejects('quota')]: [
          { is: 0, for: '10m' },
          { is: 30, for: '1h' },
        ],
      },
      at: '17m',
      fires: [],
    },
    {
      claim: 'is silent about a counter that starts again',
      series: {
        [rejects('kyverno')]: [
          { is: 500, for: '10m' },
          { is: 0, for: '1h' },
        ],
      },
      at: '17m',
      fires: [],
    },
  ]),
  ...casesOf('KspmAdmissionWebhookSlow', '1m', [
    {
      claim: 'is a ticket when one request in ten takes seconds',
      series: { [bucket('0.5')]: requests(90), [bucket('2.5')]: requests(100), [bucket('+Inf')]: requests(100) },
      at: '30m',
      fires: webhook,
    },
    {
      claim: 'is silent when all are quick',
      series: { [bucket('0.5')]: requests(100), [bucket('2.5')]: requests(100), [bucket('+Inf')]: requests(100) },
      at: '30m',
      fires: [],
    },
    {
      claim: 'is silent about a webhook that nobody calls',
      series: { [bucket('0.5')]: requests(0), [bucket('2.5')]: requests(0), [bucket('+Inf')]: requests(0) },
      at: '30m',
      fires: [],
    },
  ]),
  ...casesOf('KspmAdmissionWebhookFailingOpen', '1m', [
    {
      claim: 'is a ticket when objects come in unchecked',
      series: {
        [failedOpen]: [
          { is: 0, for: '10m' },
          { is: 4, for: '1h' },
        ],
      },
      at: '17m',
      fires: webhook,
    },
    {
      claim: 'is a ticket when it happens for the first time, and not for longer than that is news',
      series: {
        [bucketOf('prod', 'a')]: requests(100),
        [failedOpenOf('prod', 'a')]: [{ gone: '20m' }, { is: 30, for: '2h' }],
      },
      at: '30m',
      fires: [{ labels: { cluster: 'prod', name: 'policy.example' }, value: 30 }],
      also: { '46m': [{ labels: { cluster: 'prod', name: 'policy.example' }, value: 30 }] },
    },
    {
      claim: 'is silent when the first time is long ago',
      series: {
        [bucketOf('prod', 'a')]: requests(100),
        [failedOpenOf('prod', 'a')]: [{ gone: '20m' }, { is: 30, for: '2h' }],
      },
      at: '55m',
      fires: [],
    },
    {
      claim:
        'is silent about what an API server tells that is seen for the first time, whatever others have told before',
      series: {
        [bucketOf('prod', 'a')]: requests(100),
        [bucketOf('other', 'b')]: requests(100),
        [bucketOf('prod', 'b')]: [{ gone: '20m' }, { is: 100, for: '2h' }],
        [failedOpenOf('prod', 'b')]: [{ gone: '20m' }, { is: 30, for: '2h' }],
      },
      at: '30m',
      also: { '34m': [] },
      fires: [],
    },
    { claim: 'is silent when none did lately', series: { [failedOpen]: [{ is: 4, for: '2h' }] }, at: '1h', fires: [] },
    { claim: 'is silent where API servers are not scraped', series: {}, at: '30m', fires: [] },
  ]),
];
