import { metrics, recorded, select } from '#contract';
import type { RecordCase, Span } from '../rule-case.ts';
import { changeLatencyCases } from './change-latency.ts';
import { countedOnceCases } from './counted-once.ts';
import { recordedFindingCases } from './recorded-findings.ts';
import { postureRecords } from './posture-records.ts';
import { recordedOverviewCases } from './recorded-overview.ts';
import { recordedShareCases } from './recorded-shares.ts';
import { recordedSliceCases } from './recorded-slices.ts';
import { remediationRecords } from './remediation.ts';
import { sloRecordingCases } from './slo-recordings.ts';
import { always, answered } from './series.ts';
import { weekCases } from './weeks.ts';

const clean = (cluster = 'prod') => select(metrics.clusterClean, { cluster });
const stale: readonly Span[] = [
  { is: 0, grows: 60, for: '1h' },
  { is: 3_540, for: '2h' },
];
const results = (status: 'pass' | 'fail' | 'unknown') =>
  select(metrics.resources, { cluster: 'prod', severity: 'critical', status });
const id = (slo: string) => `sloth_id="plumbline-${slo}",sloth_service="plumbline",sloth_slo="${slo}"`;
const error = (window: string) => `slo:sli_error:ratio_rate${window}{sloth_id="plumbline-m1-critical-posture"}`;
const hourly = `slo:sli_error:ratio_rate1h{cluster="prod",${id('m1-critical-posture')},sloth_window="1h"}`;

/** What is recorded, and what is not while it is not known. */
export const recordCases: readonly RecordCase[] = [
  {
    claim: 'a clean cluster whose data is stale is unknown, and an unclean one is still unclean',
    step: '1m',
    series: {
      [answered('a')]: stale,
      [answered('b')]: stale,
      [clean('a')]: [{ is: 1, for: '3h' }],
      [clean('b')]: [{ is: 0, for: '3h' }],
    },
    at: '2h',
    asks: recorded.clusterClean.name,
    gives: [{ labels: `${recorded.clusterClean.name}{cluster="b"}`, value: 0 }],
  },
  {
    claim: 'a clean cluster is not clean while one of two replicas says otherwise',
    step: '1m',
    series: {
      [answered()]: always('1h', 60),
      [clean().replace('}', ',instance="a"}')]: [{ is: 1, for: '1h' }],
      [clean().replace('}', ',instance="b"}')]: [{ is: 0, for: '1h' }],
    },
    at: '30m',
    asks: recorded.clusterClean.name,
    gives: [{ labels: `${recorded.clusterClean.name}{cluster="prod"}`, value: 0 }],
  },
  {
    claim: 'the fleet counts expected clusters, silent ones as not clean and unexpected ones not at all',
    step: '1m',
    series: {
      ...Object.fromEntries(
        ['a', 'b', 'c', 'd'].map((cluster): [string, readonly Span[]] => [
          select(metrics.clusterExpected, { cluster }),
          [{ is: 1, for: '1h' }],
        ]),
      ),
      ...Object.fromEntries(
        ['a', 'b', 'c', 'x'].flatMap((cluster): [string, readonly Span[]][] => [
          [answered(cluster), always('1h', 60)],
          [clean(cluster), [{ is: cluster === 'c' ? 0 : 1, for: '1h' }]],
        ]),
      ),
    },
    at: '30m',
    asks: recorded.fleetClean.name,
    gives: [{ labels: recorded.fleetClean.name, value: 0.5 }],
  },
  {
    claim: 'a fleet of which nobody says what it is has no figure',
    step: '1m',
    series: { [answered()]: always('1h', 60), [clean()]: [{ is: 1, for: '1h' }] },
    at: '30m',
    asks: recorded.fleetClean.name,
    gives: [],
  },
  {
    claim: 'the pass ratio leaves out what is unknown',
    step: '1m',
    series: {
      [answered()]: always('1h', 60),
      [results('pass')]: [{ is: 9, for: '1h' }],
      [results('fail')]: [{ is: 1, for: '1h' }],
      [results('unknown')]: [{ is: 90, for: '1h' }],
    },
    at: '30m',
    asks: recorded.criticalPass.name,
    gives: [{ labels: `${recorded.criticalPass.name}{cluster="prod"}`, value: 0.9 }],
  },
  {
    claim: 'a cluster without critical results has no pass ratio, and not a perfect one',
    step: '1m',
    series: {
      [answered()]: always('1h', 60),
      [results('pass')]: [{ is: 0, for: '1h' }],
      [results('fail')]: [{ is: 0, for: '1h' }],
    },
    at: '30m',
    asks: recorded.criticalPass.name,
    gives: [],
  },
  {
    claim: 'the error of a window is told once half of it is known',
    step: '1m',
    series: {
      [answered()]: always('3h', 60),
      [clean()]: [{ is: 0, for: '2h' }],
    },
    at: '29m',
    asks: error('1h'),
    gives: [
      {
        labels: `slo:sli_error:ratio_rate1h{cluster="prod",${id('m1-critical-posture')},sloth_window="1h"}`,
        value: 1,
      },
    ],
  },
  {
    claim: 'and not a minute earlier',
    step: '1m',
    series: {
      [answered()]: always('3h', 60),
      [clean()]: [{ is: 0, for: '2h' }],
    },
    at: '28m',
    asks: error('1h'),
    gives: [],
  },
  {
    claim: 'figures of 30 days are told after a week',
    step: '1h',
    series: { [hourly]: [{ is: 0.5, for: '9d' }] },
    at: '7d',
    asks: error('30d'),
    gives: [
      {
        labels: `slo:sli_error:ratio_rate30d{cluster="prod",${id('m1-critical-posture')},sloth_window="30d"}`,
        value: 0.5,
      },
    ],
  },
  {
    claim: 'and not a day earlier',
    step: '1h',
    series: { [hourly]: [{ is: 0.5, for: '9d' }] },
    at: '6d',
    asks: error('30d'),
    gives: [],
  },
  {
    claim: 'the ratchet of high findings follows the count down, never up, and not below the target',
    step: '2m',
    series: {
      [select(metrics.findings, { cluster: 'prod', severity: 'high', state: 'open' })]: [
        { is: 40, for: '1h' },
        { is: 30, for: '1h' },
        { is: 35, for: '1h' },
      ],
      [select(metrics.findings, { cluster: 'test', severity: 'high', state: 'open' })]: [{ is: 0, for: '3h' }],
    },
    at: '2h 30m',
    asks: recorded.highFindingsLimit.name,
    gives: [
      { labels: `${recorded.highFindingsLimit.name}{cluster="prod"}`, value: 30 },
      { labels: `${recorded.highFindingsLimit.name}{cluster="test"}`, value: 2 },
    ],
  },
  {
    claim: 'few changes in two days do not prove a good week',
    step: '2m',
    series: {
      [answered()]: always('2d', 120),
      [select(metrics.driftEvents, { cluster: 'prod', actor: 'human', scope: 'other' })]: [{ is: 0, for: '2d' }],
    },
    at: '1d 12h',
    asks: recorded.driftWithinLimit.name,
    gives: [],
  },
  {
    claim: 'a figure whose source is not connected is absent, neither good nor bad',
    step: '1m',
    series: { [answered()]: always('2h', 60), [clean()]: [{ is: 1, for: '2h' }] },
    at: '1h',
    asks: [
      recorded.enforcementEnough,
      recorded.evidenceComplete,
      recorded.alertsValidEnough,
      recorded.scoreHeld,
      recorded.iacWithinLimit,
      recorded.highWithinLimit,
    ]
      .map(({ name }) => name)
      .join(' or '),
    gives: [],
  },
  {
    claim: 'the burn rate is the error in budgets',
    step: '1m',
    series: { [answered()]: always('1h', 60), [clean()]: [{ is: 0, for: '1h' }] },
    at: '30m',
    asks: `${recorded.sloCurrentBurn.name}{sloth_id="plumbline-m1-critical-posture"}`,
    gives: [
      {
        labels: `${recorded.sloCurrentBurn.name}{cluster="prod",${id('m1-critical-posture')}}`,
        value: 100,
      },
    ],
  },
  ...recordedFindingCases,
  ...recordedOverviewCases,
  ...remediationRecords,
  ...recordedShareCases,
  ...countedOnceCases,
  ...changeLatencyCases,
  ...weekCases,
  ...postureRecords,
  ...recordedSliceCases,
  ...sloRecordingCases,
];
