import { metrics, recorded, select } from '#contract';
import type { AlertCase, RecordCase, Span } from '../rule-case.ts';
import { casesOf } from './cases-of.ts';
import { inTurn } from './series.ts';

type Severity = 'critical' | 'high';

const agreed = 172_800;
const held = (is: number): readonly Span[] => [{ is, for: '3h' }];
const breached = (cluster: string, severity: Severity = 'critical') =>
  select(metrics.findingsSlaBreached, { cluster, severity });
const ownerBreached = (cluster: string, severity: Severity) =>
  select(metrics.ownerFindingsSlaBreached, { cluster, owner: 'a', severity });
const mean = (cluster: string, window: '7d' | '30d', severity: Severity = 'critical') =>
  select(metrics.findingRemediationMean, { cluster, severity, window });
const median = (cluster: string, window: '7d' | '30d', severity: Severity = 'critical') =>
  select(metrics.findingRemediationMedian, { cluster, severity, window });
const oldest = (cluster: string, severity: Severity = 'critical') =>
  select(metrics.findingOldestOpen, { cluster, severity });
const bucket = (le: string) =>
  `${metrics.findingRemediation.name}_bucket{cluster="prod",severity="critical",le="${le}"}`;
const p90 = `${recorded.mttrP90.name}{cluster="prod",severity="critical"}`;

/** Who is told of findings that take too long, and of which. */
export const remediationCases: readonly AlertCase[] = [
  ...casesOf('KspmFindingsOverdue', '5m', [
    {
      claim: 'is a ticket without an owner for what owners are told neither in that cluster nor for that severity',
      series: {
        [ownerBreached('prod', 'critical')]: held(2),
        [breached('prod')]: held(2),
        [breached('prod', 'high')]: held(1),
        [breached('test')]: held(1),
      },
      at: '15m',
      fires: [
        { labels: { cluster: 'prod', owner: 'a', finding_severity: 'critical' } },
        { labels: { cluster: 'prod', owner: 'unowned', finding_severity: 'high' } },
        { labels: { cluster: 'test', owner: 'unowned', finding_severity: 'critical' } },
      ],
    },
  ]),
  ...casesOf('KspmRemediationSlow', '10m', [
    {
      claim: 'is silent about high findings, and about other windows than 30 days',
      series: {
        [mean('prod', '30d', 'high')]: held(agreed + 1),
        [median('prod', '30d', 'high')]: held(agreed + 1),
        [median('prod', '7d')]: held(agreed + 1),
      },
      at: '2h',
      fires: [],
    },
    {
      claim: 'is silent about one finding of long ago among many that were fixed in time',
      series: {
        [mean('prod', '30d')]: held(3_600),
        [median('prod', '30d')]: held(3_600),
        [oldest('prod')]: held(-agreed),
      },
      at: '2h',
      fires: [],
    },
    {
      claim: 'takes the age of the pile from the same cluster and from critical findings',
      series: {
        [median('prod', '30d')]: held(Infinity),
        [oldest('prod')]: held(0),
        [oldest('prod', 'high')]: held(-agreed),
        [median('test', '30d')]: held(3_600),
        [oldest('test')]: held(-agreed),
      },
      at: '2h',
      fires: [],
    },
    {
      claim: 'begins when the oldest of a pile that nobody touches is older than agreed',
      series: { [median('prod', '30d')]: held(Infinity), [oldest('prod')]: held(1_800 - agreed) },
      at: '1h 40m',
      fires: [{ labels: { cluster: 'prod' } }],
      also: { '1h 30m': [] },
    },
  ]),
];

/** Means, percentiles and slices of remediation. */
export const remediationRecords: readonly RecordCase[] = [
  {
    claim: 'the mean of remediation is that of 30 days',
    step: '10m',
    series: { [mean('prod', '30d')]: held(3_600), [mean('prod', '7d')]: held(90_000) },
    at: '1h',
    asks: recorded.mttrMean.name,
    gives: [{ labels: `${recorded.mttrMean.name}{cluster="prod",severity="critical"}`, value: 3_600 }],
  },
  {
    claim: 'the 90th percentile of remediation is told before 30 days are known',
    step: '6h',
    series: { [bucket('3600')]: [{ is: 10, for: '2d' }], [bucket('+Inf')]: [{ is: 10, for: '2d' }] },
    at: '1d',
    asks: recorded.mttrP90.name,
    gives: [{ labels: p90, value: 0.9 * 3_600 }],
  },
  {
    claim: 'the 90th percentile of remediation is of the last 30 days, not of all that ever was fixed',
    step: '1d',
    // At the end many quick ones are 38 days old, and few slow ones 20.
    series: {
      [bucket('3600')]: inTurn([0, '2d'], [100, '39d']),
      [bucket('172800')]: inTurn([0, '2d'], [100, '18d'], [110, '21d']),
      [bucket('+Inf')]: inTurn([0, '2d'], [100, '18d'], [110, '21d']),
    },
    at: '40d',
    asks: recorded.mttrP90.name,
    gives: [{ labels: p90, value: 3_600 + 0.9 * (agreed - 3_600) }],
  },
  {
    claim: 'the 90th percentile of remediation counts from 0 what was lost and began again',
    step: '1d',
    series: {
      [bucket('3600')]: inTurn([1, '5d'], [0, '30d']),
      [bucket('172800')]: inTurn([30, '5d'], [20, '30d']),
      [bucket('+Inf')]: inTurn([30, '5d'], [20, '30d']),
    },
    at: '32d',
    asks: recorded.mttrP90.name,
    gives: [{ labels: p90, value: 3_600 + 0.9 * (agreed - 3_600) }],
  },
  {
    claim: 'where nothing was fixed there is no percentile',
    step: '6h',
    series: { [bucket('3600')]: [{ is: 0, for: '2d' }], [bucket('+Inf')]: [{ is: 0, for: '2d' }] },
    at: '1d',
    asks: recorded.mttrP90.name,
    gives: [],
  },
  {
    claim: 'remediation is in time up to what is agreed, for critical findings, and says so of fresh data only',
    step: '10m',
    series: {
      ...sliced('good', { mean: agreed, fresh: 1 }),
      ...sliced('never-fixed', { fresh: 1 }),
      ...sliced('slow', { mean: agreed + 1, fresh: 1 }),
      ...sliced('overdue', { overdue: 1, fresh: 1 }),
      ...sliced('stale-good', { mean: agreed, fresh: 0 }),
      ...sliced('stale-slow', { mean: agreed + 1, fresh: 0 }),
      ...sliced('stale-overdue', { overdue: 1, fresh: 0 }),
      ...sliced('lost-good', { mean: agreed }),
      ...sliced('lost-overdue', { overdue: 1 }),
      // Of high findings more is overdue and slower; that is another matter.
      ...sliced('high', { mean: agreed, fresh: 1 }),
      [breached('high', 'high')]: held(5),
      [breached('never-fixed', 'high')]: held(5),
      [mean('high', '30d', 'high')]: held(agreed * 2),
      [select(recorded.dataFresh, { cluster: 'silent' })]: held(1),
    },
    at: '1h',
    asks: recorded.remediationInTime.name,
    gives: [
      ...['good', 'never-fixed', 'high'].map((name) => [name, 1] as const),
      ...['slow', 'overdue', 'stale-slow', 'stale-overdue', 'lost-overdue'].map((name) => [name, 0] as const),
    ].map(([cluster, value]) => ({ labels: select(recorded.remediationInTime, { cluster }), value })),
  },
];

function sliced(
  cluster: string,
  of: { readonly mean?: number; readonly overdue?: number; readonly fresh?: 0 | 1 },
): Readonly<Record<string, readonly Span[]>> {
  return {
    [breached(cluster)]: held(of.overdue ?? 0),
    ...(of.mean !== undefined && { [mean(cluster, '30d')]: held(of.mean) }),
    ...(of.fresh !== undefined && { [select(recorded.dataFresh, { cluster })]: held(of.fresh) }),
  };
}
