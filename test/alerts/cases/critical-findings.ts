import { drillCheck, metrics, select } from '#contract';
import type { AlertCase, Span } from '../rule-case.ts';
import { baseline, critical, criticalLabels, execIntoWorkload } from './series.ts';

const step = '30s';
const hour = 3_600;

/** Begins one hour in, and is there to the end. */
const fromOneHour: readonly Span[] = [{ gone: '1h' }, { is: hour, for: '6h' }];
const served: readonly Span[] = [{ is: 0, for: '7h' }];

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

const single: readonly AlertCase[] = (
  [
    {
      claim: 'rings at once for a finding that begins, with its object and owner',
      series: { [critical({})]: fromOneHour, [baseline()]: served },
      at: '1h',
      fires: [{ labels: criticalLabels({}) }],
    },
    {
      claim: 'rings for four hours after it became critical',
      series: { [critical({})]: fromOneHour, [baseline()]: served },
      at: '4h 59m',
      fires: [{ labels: criticalLabels({}) }],
    },
    {
      claim: 'is silent about what is older than four hours',
      series: { [critical({})]: fromOneHour, [baseline()]: served },
      at: '5h 6m',
      fires: [],
    },
    {
      claim: 'is silent about a backlog at a cold start, even if its objects have just changed',
      series: Object.fromEntries([
        ...names('old', 20).map((name) => [critical({ name, reason: 'baseline' }), [{ is: 0, for: '1h' }]]),
        [baseline(), [{ is: 0, for: '1h' }]],
      ]),
      at: '10m',
      fires: [],
    },
    {
      claim: 'is silent about what a permission or a new version brings to light long after the baseline',
      series: {
        [critical({ name: 'a', reason: 'baseline' })]: fromOneHour,
        [critical({ name: 'b', reason: 'check_changed' })]: fromOneHour,
        [baseline()]: served,
      },
      at: '1h 10m',
      fires: [],
    },
    {
      claim: 'rings for a finding of the backlog that rises to critical',
      series: {
        [critical({ name: 'old', reason: 'baseline' })]: served,
        [critical({ name: 'risen' })]: fromOneHour,
        [baseline()]: served,
      },
      at: '1h 1m',
      fires: [{ labels: criticalLabels({ name: 'risen' }) }],
    },
    {
      claim: 'rings without a baseline series, which is no condition',
      series: { [critical({})]: fromOneHour },
      at: '1h 1m',
      fires: [{ labels: criticalLabels({}) }],
    },
    {
      claim: 'is one alert while two replicas serve the finding',
      series: {
        [critical({ instance: 'a' })]: fromOneHour,
        [critical({ instance: 'b' })]: fromOneHour,
        [baseline()]: served,
      },
      at: '1h 1m',
      fires: [{ labels: criticalLabels({}) }],
    },
    {
      claim: 'goes on while the exporter is gone',
      series: {
        [critical({})]: [{ gone: '1h' }, { is: hour, for: '10m' }, { gone: '2h' }],
        [baseline()]: [{ is: 0, for: '70m' }, { gone: '2h' }],
      },
      at: '2h 30m',
      fires: [{ labels: criticalLabels({}) }],
    },
    {
      claim: 'ends with its four hours while the exporter is gone',
      series: {
        [critical({})]: [{ gone: '1h' }, { is: hour, for: '10m' }, { gone: '5h' }],
        [baseline()]: [{ is: 0, for: '70m' }, { gone: '5h' }],
      },
      at: '5h 10m',
      fires: [],
    },
    {
      claim: 'goes on through a restart of the exporter',
      series: {
        [critical({})]: [{ gone: '1h' }, { is: hour, for: '10m' }, { gone: '5m' }, { is: hour, for: '1h' }],
        [baseline()]: [{ is: 0, for: '70m' }, { gone: '5m' }, { is: 0, for: '1h' }],
      },
      at: '1h 30m',
      fires: [{ labels: criticalLabels({}) }],
    },
    {
      claim: 'goes on while the exporter runs without its store, and so without times',
      series: {
        [critical({})]: [{ gone: '1h' }, { is: hour, for: '10m' }, { gone: '2h' }],
        [baseline()]: [{ is: 0, for: '70m' }, { gone: '2h' }],
        [select(metrics.clusterClean, { cluster: 'prod' })]: [{ is: 0, for: '4h' }],
      },
      at: '2h',
      fires: [{ labels: criticalLabels({}) }],
    },
    {
      claim: 'holds on for a moment when the finding is fixed, so that flapping rings once',
      series: { [critical({})]: [{ gone: '1h' }, { is: hour, for: '10m' }, { gone: '1h' }], [baseline()]: served },
      at: '1h 14m',
      fires: [{ labels: criticalLabels({}) }],
    },
    {
      claim: 'resolves when the finding is fixed',
      series: { [critical({})]: [{ gone: '1h' }, { is: hour, for: '10m' }, { gone: '1h' }], [baseline()]: served },
      at: '1h 16m',
      fires: [],
    },
    {
      claim: 'does not come back with what was fixed before the exporter went away',
      series: {
        [critical({})]: [{ gone: '1h' }, { is: hour, for: '10m' }, { gone: '2h' }],
        [baseline()]: [{ is: 0, for: '90m' }, { gone: '2h' }],
      },
      at: '1h 45m',
      fires: [],
    },
    {
      claim: 'names exactly the new ones in a large fleet with a backlog',
      series: Object.fromEntries([
        ...names('cluster', 200).flatMap((cluster) => [
          [critical({ cluster, name: 'old', reason: 'baseline' }), [{ is: 0, for: '2h' }]],
          [baseline(cluster), [{ is: 0, for: '2h' }]],
        ]),
        [critical({ cluster: 'cluster-7', name: 'a' }), fromOneHour],
        [critical({ cluster: 'cluster-7', name: 'b', owner: 'unowned' }), fromOneHour],
        [critical({ cluster: 'cluster-9', name: 'a' }), fromOneHour],
      ]),
      at: '1h 1m',
      fires: [
        { labels: criticalLabels({ cluster: 'cluster-7', name: 'a' }) },
        { labels: criticalLabels({ cluster: 'cluster-7', name: 'b', owner: 'unowned' }) },
        { labels: criticalLabels({ cluster: 'cluster-9', name: 'a' }) },
      ],
    },
    {
      claim: 'names the newest of a hundred shown',
      series: Object.fromEntries([
        ...names('earlier', 99).map((name) => [critical({ name }), [{ is: -20_000, for: '2h' }]]),
        [critical({ name: 'newest' }), fromOneHour],
        [baseline(), served],
      ]),
      at: '1h 1m',
      fires: [{ labels: criticalLabels({ name: 'newest' }) }],
    },
    { claim: 'is silent without any series', series: {}, at: '10m', fires: [] },
  ] as const satisfies readonly Omit<AlertCase, 'alert' | 'step'>[]
).map((test) => ({ ...test, alert: 'KspmCriticalFindingNew', step }));

function begun(count: number, of: { readonly cluster?: string; readonly reason?: 'new' | 'baseline' }) {
  return Object.fromEntries(names('web', count).map((name) => [critical({ name, ...of }), fromOneHour]));
}

const exec = select(metrics.exploitIndicator, execIntoWorkload);

/** New critical findings, alone and many at once, signs of their use, and what stays open. */
export const criticalFindingCases: readonly AlertCase[] = [
  ...single,
  {
    alert: 'KspmCriticalFindingsBurst',
    claim: 'rings for three that begin in one cluster',
    step,
    series: begun(3, {}),
    at: '1h',
    fires: [{ labels: { cluster: 'prod' } }],
  },
  {
    alert: 'KspmCriticalFindingsBurst',
    claim: 'is silent about two, and about three in two clusters',
    step,
    series: { ...begun(2, {}), ...begun(1, { cluster: 'test' }) },
    at: '1h',
    fires: [],
  },
  {
    alert: 'KspmCriticalFindingsBurst',
    claim: 'counts an object once that two replicas serve',
    step,
    series: {
      [critical({ name: 'a', instance: 'x' })]: fromOneHour,
      [critical({ name: 'a', instance: 'y' })]: fromOneHour,
      [critical({ name: 'b' })]: fromOneHour,
    },
    at: '1h 1m',
    fires: [],
  },
  {
    alert: 'KspmCriticalFindingsBurst',
    claim: 'is silent after half an hour',
    step,
    series: begun(3, {}),
    at: '1h 30m',
    fires: [],
  },
  {
    alert: 'KspmCriticalFindingsBurst',
    claim: 'is silent about a backlog of many',
    step,
    series: begun(50, { reason: 'baseline' }),
    at: '1h 1m',
    fires: [],
  },
  {
    alert: 'KspmCriticalFindingsBurst',
    claim: 'does not count a drill',
    step,
    series: { ...begun(2, {}), [critical({ name: 'drill-1', check: drillCheck })]: fromOneHour },
    at: '1h 1m',
    fires: [],
  },
  {
    alert: 'KspmCriticalFindingsSpread',
    claim: 'is silent about drills in two clusters',
    step,
    series: {
      [critical({ check: drillCheck })]: fromOneHour,
      [critical({ check: drillCheck, cluster: 'test' })]: fromOneHour,
    },
    at: '1h 1m',
    fires: [],
  },
  {
    alert: 'KspmCriticalFindingsSpread',
    claim: 'rings for one in each of two clusters',
    step,
    series: { ...begun(1, {}), ...begun(1, { cluster: 'test' }) },
    at: '1h',
    fires: [{}],
  },
  {
    alert: 'KspmCriticalFindingsSpread',
    claim: 'is silent about many in one cluster, beside the backlog of another',
    step,
    series: { ...begun(9, {}), ...begun(9, { cluster: 'test', reason: 'baseline' }) },
    at: '1h 1m',
    fires: [],
  },
  {
    alert: 'KspmCriticalFindingsSpread',
    claim: 'is silent after half an hour',
    step,
    series: { ...begun(1, {}), ...begun(1, { cluster: 'test' }) },
    at: '1h 30m',
    fires: [],
  },
  {
    alert: 'KspmExploitIndicator',
    claim: 'rings at once, with the object and its owner',
    step,
    series: { [exec]: fromOneHour },
    at: '1h',
    fires: [{ labels: { ...execIntoWorkload, signature: 'exec/shop/Deployment/web' } }],
  },
  {
    alert: 'KspmExploitIndicator',
    claim: 'is silent an hour after the last sign',
    step,
    series: { [exec]: fromOneHour },
    at: '2h',
    fires: [],
  },
  {
    alert: 'KspmExploitIndicator',
    claim: 'is silent where nobody watches for signs',
    step,
    series: { [critical({})]: fromOneHour },
    at: '1h 1m',
    fires: [],
  },
  {
    alert: 'KspmCriticalFindingsOpen',
    claim: 'is a ticket for each owner that has any, in each cluster',
    step: '1m',
    series: {
      [select(metrics.ownerFindings, { cluster: 'prod', owner: 'a', severity: 'critical' })]: [{ is: 7, for: '3h' }],
      [select(metrics.ownerFindings, { cluster: 'prod', owner: 'b', severity: 'critical' })]: [{ is: 0, for: '3h' }],
      [select(metrics.ownerFindings, { cluster: 'prod', owner: 'b', severity: 'high' })]: [{ is: 9, for: '3h' }],
      [select(metrics.ownerFindings, { cluster: 'test', owner: 'a', severity: 'critical' })]: [{ is: 1, for: '3h' }],
    },
    at: '1h',
    fires: [{ labels: { cluster: 'prod', owner: 'a' } }, { labels: { cluster: 'test', owner: 'a' } }],
  },
  {
    alert: 'KspmCriticalFindingsOpen',
    claim: 'is silent about what is fixed within the hour',
    step: '1m',
    series: {
      [select(metrics.ownerFindings, { cluster: 'prod', owner: 'a', severity: 'critical' })]: [
        { is: 1, for: '59m' },
        { is: 0, for: '2h' },
      ],
    },
    at: '1h 10m',
    fires: [],
  },
];
