import { metrics, select } from '#contract';
import type { AlertCase, Span } from '../rule-case.ts';
import { always, answered } from './series.ts';

const step = '1m';
/** Half as often as in production: the least that gives the window of five minutes two samples, and half as dear. */
const rarely = '2m';

const clean = (cluster = 'prod') => select(metrics.clusterClean, { cluster });
const failing = (cluster = 'prod', severity: 'critical' | 'high' = 'critical') =>
  select(metrics.resources, { cluster, severity, status: 'fail' });
const expected = (cluster: string) => select(metrics.clusterExpected, { cluster });

/** Fresh all the time; clean until `turn`, then not, for another day. */
function turns(turn: string, then: { readonly failing: number }, cluster = 'prod'): Record<string, readonly Span[]> {
  return {
    [answered(cluster)]: always('3d', 60),
    [clean(cluster)]: [
      { is: 1, for: turn },
      { is: 0, for: '1d' },
    ],
    [failing(cluster)]: [
      { is: 0, for: turn },
      { is: then.failing, for: '1d' },
    ],
  };
}

/** Never clean, with one failing result more after two hours. */
const backlog: Record<string, readonly Span[]> = {
  [answered()]: always('3d', 60),
  [clean()]: [{ is: 0, for: '2d' }],
  [failing()]: [
    { is: 40, for: '2h' },
    { is: 41, for: '2d' },
  ],
};

const regression: readonly AlertCase[] = (
  [
    {
      claim: 'rings when a clean cluster fails',
      series: turns('3h', { failing: 1 }),
      at: '3h 5m',
      fires: [{ labels: { cluster: 'prod' } }],
    },
    { claim: 'waits five minutes', series: turns('3h', { failing: 1 }), at: '3h 4m', fires: [] },
    {
      claim: 'counts high checks too, since the set has some',
      series: {
        ...turns('3h', { failing: 0 }),
        [failing('prod', 'high')]: [
          { is: 3, for: '3h' },
          { is: 4, for: '1d' },
        ],
      },
      at: '3h 10m',
      fires: [{ labels: { cluster: 'prod' } }],
    },
    {
      claim: 'is silent when only sight is lost, which is a ticket',
      series: turns('3h', { failing: 0 }),
      at: '3h 10m',
      fires: [],
    },
    { claim: 'is silent about a cluster that never was clean', series: backlog, at: '2h 10m', fires: [] },
    { claim: 'is silent at a cold start', series: backlog, at: '10m', fires: [] },
    {
      claim: 'goes on while the data is stale: bad is still bad',
      series: {
        ...turns('3h', { failing: 1 }),
        [answered()]: [
          { is: 0, grows: 60, for: '3h 2m' },
          { is: 10_920, for: '3h' },
        ],
      },
      at: '4h',
      fires: [{ labels: { cluster: 'prod' } }],
    },
    {
      claim: 'ends after four hours, when the ticket has taken over',
      series: turns('3h', { failing: 1 }),
      at: '7h 2m',
      fires: [],
    },
    {
      claim: 'names the cluster among healthy ones',
      series: { ...turns('3h', { failing: 2 }), ...turns('20h', { failing: 1 }, 'test') },
      at: '3h 10m',
      fires: [{ labels: { cluster: 'prod' } }],
    },
    { claim: 'is silent without any series', series: {}, at: '1h', fires: [] },
  ] as const satisfies readonly Omit<AlertCase, 'alert' | 'step'>[]
).map((test) => ({ ...test, alert: 'KspmCriticalPostureRegression', step }));

const m1 = {
  cluster: 'prod',
  sloth_id: 'plumbline-m1-critical-posture',
  sloth_service: 'plumbline',
  sloth_slo: 'm1-critical-posture',
};
const fleet = {
  sloth_id: 'plumbline-m1-fleet-posture',
  sloth_service: 'plumbline',
  sloth_slo: 'm1-fleet-posture',
};

const burn: readonly AlertCase[] = (
  [
    {
      claim: 'rings within ten minutes of a clean cluster failing',
      series: turns('3h', { failing: 1 }),
      at: '3h 10m',
      fires: [{ notify: 'page', labels: m1 }],
    },
    { claim: 'is silent in the first minutes', series: turns('3h', { failing: 1 }), at: '3h 6m', fires: [] },
    {
      claim: 'is silent when only sight is lost for a while',
      series: turns('3h', { failing: 0 }),
      at: '3h 40m',
      fires: [],
    },
    { claim: 'is silent at a cold start: ten minutes are no window', series: backlog, at: '20m', fires: [] },
    {
      claim: 'is a ticket and no page for a cluster that never was clean, once half a day is known',
      evaluated: rarely,
      series: backlog,
      at: '13h',
      fires: [{ notify: 'ticket', labels: m1 }],
    },
    {
      claim: 'is a ticket when small breaches add up',
      evaluated: rarely,
      series: {
        [answered()]: always('3d', 60),
        [clean()]: Array.from({ length: 48 }, () => [
          { is: 1, for: '27m' },
          { is: 0, for: '3m' },
        ]).flat(),
        [failing()]: [{ is: 0, for: '1d' }],
      },
      at: '20h',
      fires: [{ notify: 'ticket', labels: m1 }],
    },
    {
      claim: 'ends when the data has been stale for a while: what is not known burns nothing',
      evaluated: rarely,
      series: {
        [answered()]: [
          { is: 0, grows: 60, for: '14h' },
          { is: 50_400, for: '3d' },
        ],
        [clean()]: [{ is: 1, for: '3d' }],
        [failing()]: [{ is: 0, for: '3d' }],
      },
      at: '20h',
      fires: [],
    },
    { claim: 'is silent without any series', series: {}, at: '1h', fires: [] },
  ] as const satisfies readonly Omit<AlertCase, 'alert' | 'step'>[]
).map((test) => ({ ...test, alert: 'KspmCriticalPostureBudgetBurn', step }));

const fourClusters = ['a', 'b', 'c', 'd'];
function fleetOf(dirty: readonly string[], silent: readonly string[] = []): Record<string, readonly Span[]> {
  return Object.fromEntries(
    fourClusters.flatMap((cluster): [string, readonly Span[]][] => [
      [expected(cluster), [{ is: 1, for: '2d' }]],
      ...(silent.includes(cluster)
        ? []
        : ([
            [answered(cluster), always('2d', 60)],
            [clean(cluster), [{ is: dirty.includes(cluster) ? 0 : 1, for: '2d' }]],
          ] as [string, readonly Span[]][])),
    ]),
  );
}

const fleetBurn: readonly AlertCase[] = (
  [
    {
      claim: 'is a ticket when a quarter of the fleet is not clean',
      series: fleetOf(['b']),
      at: '13h',
      fires: [{ labels: fleet }],
    },
    {
      claim: 'counts a cluster that says nothing as not clean',
      series: fleetOf([], ['c']),
      at: '13h',
      fires: [{ labels: fleet }],
    },
    { claim: 'is silent when all are clean', series: fleetOf([]), at: '13h', fires: [] },
    { claim: 'is silent at a cold start', series: fleetOf(fourClusters), at: '1h', fires: [] },
    { claim: 'is silent without any series', series: {}, at: '1h', fires: [] },
  ] as const satisfies readonly Omit<AlertCase, 'alert' | 'step'>[]
).map((test) => ({ ...test, alert: 'KspmFleetPostureBudgetBurn', step, evaluated: rarely }));

/** M1, per cluster and of the fleet. */
export const postureCases: readonly AlertCase[] = [...regression, ...burn, ...fleetBurn];
