import { metrics, select } from '#contract';
import type { AlertCase, Span } from '../rule-case.ts';
import { casesOf } from './cases-of.ts';
import { always, answered, critical } from './series.ts';

const prod = [{ labels: { cluster: 'prod' } }];
const identity = (slo: string) => ({ sloth_id: `plumbline-${slo}`, sloth_service: 'plumbline', sloth_slo: slo });
/** Half as often as in production: the least that gives the window of five minutes two samples, and half as dear. */
const rarely = '2m';
const steady = (is: number, duration = '3d'): readonly Span[] => [{ is, for: duration }];

const high = (cluster = 'prod') => select(metrics.findings, { cluster, severity: 'high', state: 'open' });
const breached = (severity: 'critical' | 'high') => select(metrics.findingsSlaBreached, { cluster: 'prod', severity });
const ownerBreached = (owner: string, severity: 'critical' | 'high') =>
  select(metrics.ownerFindingsSlaBreached, { cluster: 'prod', owner, severity });
const mean = select(metrics.findingRemediationMean, { cluster: 'prod', severity: 'critical', window: '30d' });
const median = select(metrics.findingRemediationMedian, { cluster: 'prod', severity: 'critical', window: '30d' });
const oldest = select(metrics.findingOldestOpen, { cluster: 'prod', severity: 'critical' });
const drifted = (actor: 'human' | 'automation') =>
  select(metrics.driftEvents, { cluster: 'prod', actor, scope: 'security' });
const rejects = select(metrics.admissionRejects, { cluster: 'prod', engine: 'kyverno' });
const newCritical = select(metrics.findingTransitions, {
  cluster: 'prod',
  severity: 'critical',
  transition: 'opened',
  reason: 'new',
});
const policies = (mode: 'enforce' | 'audit') =>
  select(metrics.policies, { cluster: 'prod', engine: 'kyverno', mode, ready: 'true' });
const evidence = (state: 'fresh' | 'stale') =>
  select(metrics.evidenceControls, { cluster: 'prod', framework: 'cis', state });
const episodes = (outcome: string) => select(metrics.alertEpisodes, { cluster: 'prod', severity: 'critical', outcome });
const changes = (part: string) => `${metrics.changeToResult.name}_${part}`;
const bucket = (le: string) => `${changes('bucket')}{cluster="prod",path="watch",le="${le}"}`;
const changed = `${changes('count')}{cluster="prod",path="watch"}`;
const unsynced = select(metrics.unsyncedSeconds, { cluster: 'prod' });
const score = select(metrics.postureScore, { cluster: 'prod', framework: 'all' });
const check = (id: string) =>
  select(metrics.checkInfo, { check: id, title: id, category: 'pods', severity: 'critical' });
const pulls = (result: 'pass' | 'fail' | 'error') => select(metrics.iacPullRequests, { source: 'shop', result });

const remediation: readonly AlertCase[] = [
  ...casesOf('KspmFindingsOverdue', '1m', [
    {
      claim: 'is one ticket for each owner and severity',
      series: {
        [breached('critical')]: steady(3),
        [breached('high')]: steady(1),
        [ownerBreached('a', 'critical')]: steady(2),
        [ownerBreached('b', 'critical')]: steady(1),
        [ownerBreached('a', 'high')]: steady(1),
      },
      at: '15m',
      fires: [
        { labels: { cluster: 'prod', owner: 'a', finding_severity: 'critical' } },
        { labels: { cluster: 'prod', owner: 'b', finding_severity: 'critical' } },
        { labels: { cluster: 'prod', owner: 'a', finding_severity: 'high' } },
      ],
    },
    {
      claim: 'is a ticket without an owner where owners are not told',
      series: { [breached('critical')]: steady(3), [breached('high')]: steady(0) },
      at: '15m',
      fires: [{ labels: { cluster: 'prod', owner: 'unowned', finding_severity: 'critical' } }],
    },
    { claim: 'is silent when nothing is overdue', series: { [breached('critical')]: steady(0) }, at: '1h', fires: [] },
    {
      claim: 'is silent while the store hands over no times',
      series: { [breached('critical')]: [{ is: 3, for: '5m' }, { gone: '2h' }] },
      at: '1h',
      fires: [],
    },
  ]),
  ...casesOf('KspmCriticalFindingDueSoon', '30m', [
    {
      claim: 'is a ticket for an owner between 36 and 48 hours',
      series: { [critical({ name: 'a' })]: steady(0), [critical({ name: 'b' })]: steady(7_200) },
      at: '1d 13h',
      fires: [{ labels: { cluster: 'prod', owner: 'storefront' } }],
    },
    { claim: 'is silent before', series: { [critical({})]: steady(0) }, at: '1d 11h', fires: [] },
    { claim: 'is silent after, when it is overdue', series: { [critical({})]: steady(0) }, at: '2d 1h', fires: [] },
  ]),
  ...casesOf('KspmRemediationSlow', '2m', [
    { claim: 'is a ticket for a mean beyond 48 hours', series: { [mean]: steady(172_801) }, at: '2h', fires: prod },
    { claim: 'is a ticket for a median beyond 48 hours', series: { [median]: steady(200_000) }, at: '2h', fires: prod },
    {
      claim: 'is a ticket for a pile that nobody touches, whose median is infinite',
      series: { [mean]: steady(60), [median]: steady(Infinity), [oldest]: [{ is: -200_000, for: '3d' }] },
      at: '2h',
      fires: prod,
    },
    {
      claim: 'is silent about one finding that has just opened, whose median is infinite as well',
      series: { [median]: steady(Infinity), [oldest]: steady(0) },
      at: '2h',
      fires: [],
    },
    {
      claim: 'is silent at 48 hours',
      series: { [mean]: steady(172_800), [median]: steady(172_800) },
      at: '2h',
      fires: [],
    },
    {
      claim: 'is silent before a window was watched',
      series: { [breached('critical')]: steady(5) },
      at: '3h',
      fires: [],
    },
  ]),
];

const drift = casesOf('KspmDriftAboveBudget', '10m', [
  {
    claim: 'is a ticket for two changes within a week, by whomever',
    series: {
      [drifted('human')]: [
        { is: 0, for: '1d' },
        { is: 1, for: '3d' },
      ],
      [drifted('automation')]: [
        { is: 0, for: '2d' },
        { is: 1, for: '2d' },
      ],
    },
    at: '2d 1h',
    fires: prod,
  },
  {
    claim: 'is silent about one',
    series: {
      [drifted('human')]: [
        { is: 0, for: '1d' },
        { is: 1, for: '3d' },
      ],
    },
    at: '2d',
    fires: [],
  },
  {
    claim: 'is silent when the lead moves to a replica with the same count',
    series: {
      [drifted('human').replace('}', ',instance="a"}')]: [{ is: 40, for: '1d' }, { gone: '2d' }],
      [drifted('human').replace('}', ',instance="b"}')]: [{ gone: '1d' }, { is: 40, for: '2d' }],
    },
    at: '1d 2h',
    fires: [],
  },
  {
    claim: 'is silent about a restart that counts from 0',
    series: { [drifted('human')]: [{ is: 40, for: '1d' }, { gone: '10m' }, { is: 0, for: '1d' }] },
    at: '1d 2h',
    fires: [],
  },
  {
    claim: 'is silent about old changes at a cold start',
    series: { [drifted('human')]: steady(90) },
    at: '2h',
    fires: [],
  },
]);

const enforcement = casesOf('KspmPolicyEnforcementLow', '10m', [
  {
    claim: 'is a ticket when a fifth comes through',
    series: {
      [rejects]: [
        { is: 0, for: '1d' },
        { is: 8, for: '1d' },
      ],
      [newCritical]: [
        { is: 0, for: '1d' },
        { is: 2, for: '1d' },
      ],
      [policies('enforce')]: steady(3),
      [policies('audit')]: steady(1),
    },
    at: '1d 1h',
    fires: prod,
  },
  {
    claim: 'is silent when everything is stopped',
    series: {
      [rejects]: [
        { is: 0, for: '1d' },
        { is: 80, for: '1d' },
      ],
      [newCritical]: steady(7),
      [policies('enforce')]: steady(3),
    },
    at: '1d 1h',
    fires: [],
  },
  {
    claim: 'is silent about too few objects to tell',
    series: {
      [rejects]: steady(0),
      [newCritical]: [
        { is: 0, for: '1d' },
        { is: 3, for: '1d' },
      ],
      [policies('enforce')]: steady(3),
    },
    at: '1d 1h',
    fires: [],
  },
  {
    claim: 'is silent where no policy enforces',
    series: {
      [rejects]: steady(0),
      [newCritical]: [
        { is: 0, for: '1d' },
        { is: 30, for: '1d' },
      ],
      [policies('enforce')]: steady(0),
      [policies('audit')]: steady(3),
    },
    at: '1d 1h',
    fires: [],
  },
  {
    claim: 'is silent where refusals cannot be read',
    series: {
      [newCritical]: [
        { is: 0, for: '1d' },
        { is: 30, for: '1d' },
      ],
      [policies('enforce')]: steady(3),
    },
    at: '1d 1h',
    fires: [],
  },
]);

const half = [{ labels: { cluster: 'prod', framework: 'cis' } }];
const evidenceCases: readonly AlertCase[] = [
  ...casesOf('KspmEvidenceCoverageIncomplete', '1m', [
    {
      claim: 'is a ticket for each framework after six hours',
      series: { [evidence('fresh')]: steady(9), [evidence('stale')]: steady(1) },
      at: '6h',
      fires: half,
    },
    {
      claim: 'is silent when all is fresh',
      series: { [evidence('fresh')]: steady(9), [evidence('stale')]: steady(0) },
      at: '7h',
      fires: [],
    },
    {
      claim: 'is silent where nothing is in scope or nobody collects',
      series: { [evidence('fresh')]: steady(0) },
      at: '7h',
      fires: [],
    },
  ]),
  ...casesOf('KspmEvidenceBudgetBurn', '1m', [
    {
      claim: 'is a ticket when half a day is known and evidence was missing for much of it',
      series: { [answered()]: always('1d', 60), [evidence('fresh')]: steady(9), [evidence('stale')]: steady(1) },
      evaluated: rarely,
      at: '13h',
      fires: [{ labels: { cluster: 'prod', framework: 'cis', ...identity('m6-evidence') } }],
    },
    {
      claim: 'is silent at a cold start',
      series: { [answered()]: always('1d', 60), [evidence('fresh')]: steady(9), [evidence('stale')]: steady(1) },
      evaluated: rarely,
      at: '2h',
      fires: [],
    },
    {
      claim: 'is silent where nobody collects',
      series: { [answered()]: always('1d', 60) },
      evaluated: rarely,
      at: '13h',
      fires: [],
    },
  ]),
];

const highFindings: readonly AlertCase[] = [
  ...casesOf('KspmHighFindingsOverLimit', '2m', [
    {
      claim: 'is a ticket for three',
      series: {
        [high()]: [
          { is: 0, for: '1h' },
          { is: 3, for: '2d' },
        ],
      },
      at: '2h',
      fires: prod,
    },
    {
      claim: 'is silent about two',
      series: {
        [high()]: [
          { is: 0, for: '1h' },
          { is: 2, for: '2d' },
        ],
      },
      at: '3h',
      fires: [],
    },
    { claim: 'is silent about a cluster that came with forty', series: { [high()]: steady(40) }, at: '2d', fires: [] },
    {
      claim: 'is a ticket when that one gets worse than it was at its best',
      series: {
        [high()]: [
          { is: 40, for: '2h' },
          { is: 30, for: '2h' },
          { is: 31, for: '2d' },
        ],
      },
      at: '6h',
      fires: prod,
    },
    {
      claim: 'remembers the best through a restart of a day',
      series: { [high()]: [{ is: 30, for: '2h' }, { gone: '1d' }, { is: 31, for: '1d' }] },
      at: '1d 4h',
      fires: prod,
    },
    {
      claim: 'names one cluster of several',
      series: {
        [high()]: [
          { is: 0, for: '1h' },
          { is: 9, for: '2d' },
        ],
        [high('test')]: steady(9),
      },
      at: '3h',
      fires: prod,
    },
  ]),
  ...casesOf('KspmHighFindingsBudgetBurn', '1m', [
    {
      claim: 'is a ticket when half a day is known and the limit was broken for most of it',
      series: {
        [answered()]: always('1d', 60),
        [high()]: [
          { is: 0, for: '1h' },
          { is: 3, for: '1d' },
        ],
      },
      evaluated: rarely,
      at: '14h',
      fires: [{ labels: { cluster: 'prod', ...identity('m2-high-findings') } }],
    },
    {
      claim: 'is silent about the errors of another SLO',
      series: Object.fromEntries(
        ['2h', '1d', '6h', '3d'].map((window) => [
          `slo:sli_error:ratio_rate${window}{cluster="prod",sloth_id="plumbline-m8-latency",sloth_window="${window}"}`,
          steady(0.9),
        ]),
      ),
      evaluated: rarely,
      at: '1m',
      fires: [],
    },
    {
      claim: 'is silent about a breach of an hour',
      series: {
        [answered()]: always('1d', 60),
        [high()]: [
          { is: 0, for: '13h' },
          { is: 3, for: '1h' },
          { is: 0, for: '9h' },
        ],
      },
      evaluated: rarely,
      at: '15h',
      fires: [],
    },
    {
      claim: 'is silent at a cold start',
      series: {
        [answered()]: always('1d', 60),
        [high()]: [
          { is: 0, for: '10m' },
          { is: 3, for: '1d' },
        ],
      },
      evaluated: rarely,
      at: '1h',
      fires: [],
    },
  ]),
];

const quick = (grows: number): readonly Span[] => [{ is: 0, grows, for: '1d' }];
const latency: readonly AlertCase[] = [
  ...casesOf('KspmChangeLatencyHigh', '1m', [
    {
      claim: 'is a ticket when a tenth is late',
      series: { [bucket('900')]: quick(9), [changed]: quick(10) },
      at: '1h 20m',
      fires: prod,
    },
    {
      claim: 'reads the bucket as Prometheus 3 names it',
      series: { [bucket('900.0')]: quick(9), [changed]: quick(10) },
      at: '1h 20m',
      fires: prod,
    },
    {
      claim: 'is silent when nearly all are in time',
      series: { [bucket('900')]: quick(97), [changed]: quick(100) },
      at: '1h 20m',
      fires: [],
    },
    {
      claim: 'is silent when nothing changes',
      series: { [bucket('900')]: quick(0), [changed]: quick(0) },
      at: '1h 20m',
      fires: [],
    },
  ]),
  ...casesOf('KspmChangeLatencyBudgetBurn', '1m', [
    {
      claim: 'is a ticket when kinds were out of sync for hours',
      series: {
        [answered()]: always('1d', 60),
        [bucket('900')]: quick(1),
        [changed]: quick(1),
        [unsynced]: [
          { is: 0, for: '10h' },
          { is: 60, grows: 60, for: '13h' },
        ],
      },
      evaluated: rarely,
      at: '15h',
      fires: [{ labels: { cluster: 'prod', ...identity('m8-latency') } }],
    },
    {
      claim: 'is silent when all is in sync and nothing changes',
      series: { [answered()]: always('1d', 60), [bucket('900')]: quick(0), [changed]: quick(0), [unsynced]: quick(0) },
      evaluated: rarely,
      at: '15h',
      fires: [],
    },
    {
      claim: 'is silent about the first sync of a cold start',
      series: {
        [answered()]: always('1d', 60),
        [bucket('900')]: quick(1),
        [changed]: quick(1),
        [unsynced]: [
          { is: 0, grows: 60, for: '5m' },
          { is: 300, for: '20h' },
        ],
      },
      evaluated: rarely,
      at: '2h',
      fires: [],
    },
  ]),
];

const month: readonly Span[] = [{ is: 0, for: '40d' }];
const months = (first: number, later: number): readonly Span[] => [
  { is: first, for: '20d' },
  { is: later, for: '20d' },
];
const trends: readonly AlertCase[] = [
  ...casesOf('KspmAlertValidityLow', '6h', [
    {
      claim: 'is a ticket when most of 30 days were not valid, old ones apart',
      series: { [episodes('actioned')]: months(100, 104), [episodes('false_positive')]: months(0, 6) },
      at: '35d',
      fires: prod,
    },
    {
      claim: 'counts what nobody judged as not valid, and not what never reached people',
      series: {
        [episodes('actioned')]: months(0, 6),
        [episodes('unclassified')]: months(0, 5),
        [episodes('suppressed')]: months(0, 90),
      },
      at: '35d',
      fires: [],
    },
    {
      claim: 'is silent about too few to tell',
      series: { [episodes('actioned')]: month, [episodes('flapping')]: months(0, 9) },
      at: '35d',
      fires: [],
    },
    {
      claim: 'is a ticket when none was valid',
      series: { [episodes('flapping')]: months(0, 10) },
      at: '35d',
      fires: prod,
    },
    { claim: 'is silent without a ledger', series: {}, at: '1d', fires: [] },
  ]),
  ...casesOf('KspmPostureScoreDeclining', '1h', [
    {
      claim: 'is a ticket when the score is lower than a week ago',
      series: {
        [score]: [
          { is: 0.9, for: '8d' },
          { is: 0.8, for: '4d' },
        ],
        [check('a')]: steady(1, '12d'),
      },
      at: '9d 12h',
      fires: prod,
    },
    {
      claim: 'is silent when it goes up',
      series: {
        [score]: [
          { is: 0.8, for: '8d' },
          { is: 0.9, for: '4d' },
        ],
        [check('a')]: steady(1, '12d'),
      },
      at: '9d 12h',
      fires: [],
    },
    {
      claim: 'is silent for a week after a check came',
      series: {
        [score]: [
          { is: 0.9, for: '8d' },
          { is: 0.8, for: '4d' },
        ],
        [check('a')]: steady(1, '12d'),
        [check('b')]: [{ gone: '8d' }, { is: 1, for: '4d' }],
      },
      at: '9d 12h',
      fires: [],
    },
    {
      claim: 'is silent for a week after a check went',
      series: {
        [score]: [
          { is: 0.9, for: '8d' },
          { is: 0.8, for: '4d' },
        ],
        [check('a')]: steady(1, '12d'),
        [check('b')]: [{ is: 1, for: '8d' }, { gone: '4d' }],
      },
      at: '9d 12h',
      fires: [],
    },
    {
      claim: 'is silent in its first week',
      series: {
        [score]: [
          { is: 0.9, for: '2d' },
          { is: 0.5, for: '3d' },
        ],
        [check('a')]: steady(1, '5d'),
      },
      at: '4d',
      fires: [],
    },
  ]),
  ...casesOf('KspmIacFailureRateHigh', '6h', [
    {
      claim: 'is a ticket for a repository with a fifth of failures in 30 days',
      series: { [pulls('pass')]: months(900, 940), [pulls('fail')]: months(0, 10) },
      at: '35d',
      fires: [{ labels: { source: 'shop' } }],
    },
    {
      claim: 'is silent about failures of long ago',
      series: { [pulls('pass')]: months(0, 40), [pulls('fail')]: steady(900, '40d') },
      at: '35d',
      fires: [],
    },
    {
      claim: 'is silent about a tenth',
      series: { [pulls('pass')]: months(0, 90), [pulls('fail')]: months(0, 10) },
      at: '35d',
      fires: [],
    },
    {
      claim: 'is silent about too few to tell',
      series: { [pulls('pass')]: month, [pulls('fail')]: months(0, 19) },
      at: '35d',
      fires: [],
    },
    { claim: 'is silent where CI pushes nothing', series: {}, at: '1d', fires: [] },
  ]),
];

/** M2 to M10. */
export const sloCases: readonly AlertCase[] = [
  ...highFindings,
  ...remediation,
  ...drift,
  ...enforcement,
  ...evidenceCases,
  ...latency,
  ...trends,
];
