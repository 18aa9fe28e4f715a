import { metrics, select } from '#contract';
import type { AlertCase, Span } from '../rule-case.ts';
import { casesOf } from './cases-of.ts';
import { baseline, critical, criticalLabels, execIntoWorkload } from './series.ts';

const fromOneHour: readonly Span[] = [{ gone: '1h' }, { is: 3_600, for: '6h' }];
const beginning = (...findings: readonly Parameters<typeof critical>[0][]) =>
  Object.fromEntries(findings.map((finding) => [critical(finding), fromOneHour]));

/** How many objects and clusters it takes to call a second person, and the minutes at which pages end. */
export const escalationCases: readonly AlertCase[] = [
  ...casesOf('KspmCriticalFindingNew', '1m', [
    {
      claim: 'ends five minutes after its four hours',
      series: { ...beginning({}), [baseline()]: [{ is: 0, for: '7h' }] },
      at: '5h 4m',
      fires: [{ labels: criticalLabels({}) }],
      also: { '5h 5m': [] },
    },
  ]),
  ...casesOf('KspmCriticalFindingsBurst', '30s', [
    {
      claim: 'is silent about one pod that fails three checks, as whoever debugs with it makes one',
      series: beginning(
        { kind: 'Pod', name: 'debug', owner: 'unowned', check: 'pod-privileged' },
        { kind: 'Pod', name: 'debug', owner: 'unowned', check: 'pod-host-namespaces' },
        { kind: 'Pod', name: 'debug', owner: 'unowned', check: 'pod-hostpath-volume' },
      ),
      at: '1h 1m',
      fires: [],
    },
    {
      claim: 'is silent about two objects, however many checks they fail',
      series: beginning(
        ...['web', 'db'].flatMap((name) => [
          { name },
          { name, check: 'pod-host-namespaces' },
          { name, check: 'pod-hostpath-volume' },
        ]),
      ),
      at: '1h 1m',
      fires: [],
    },
    {
      claim: 'tells objects of one name apart by namespace and by kind',
      series: beginning({}, { namespace: 'bank' }, { kind: 'StatefulSet' }),
      at: '1h',
      fires: [{ labels: { cluster: 'prod' } }],
    },
    {
      claim: 'rings for three within half an hour, and no longer',
      series: beginning({ name: 'a' }, { name: 'b' }, { name: 'c' }),
      at: '1h 29m 30s',
      fires: [{ labels: { cluster: 'prod' } }],
      also: { '1h 30m': [] },
    },
    {
      claim: 'rings for a third object while the newest check of the other two is young enough',
      series: {
        [critical({ name: 'a' })]: [{ is: 0, for: '3h' }],
        ...beginning({ name: 'a', check: 'pod-hostpath-volume' }, { name: 'b' }, { name: 'c' }),
      },
      at: '1h 10m',
      fires: [{ labels: { cluster: 'prod' } }],
    },
    {
      claim: 'is silent about what a new version of checks brings to light at many objects',
      series: beginning(...['a', 'b', 'c', 'd'].map((name) => ({ name, reason: 'check_changed' as const }))),
      at: '1h 1m',
      fires: [],
    },
  ]),
  ...casesOf('KspmCriticalFindingsSpread', '30s', [
    {
      claim: 'rings for two clusters within half an hour, and no longer',
      series: beginning({}, { cluster: 'test' }),
      at: '1h 29m 30s',
      fires: [{}],
      also: { '1h 30m': [] },
    },
    {
      claim: 'is silent about many objects and checks of one cluster',
      series: beginning({}, { namespace: 'bank' }, { kind: 'Pod' }, { name: 'b' }, { check: 'pod-hostpath-volume' }),
      at: '1h 1m',
      fires: [],
    },
    {
      claim: 'is silent about what a new version of checks brings to light in a whole fleet',
      series: beginning(...['a', 'b', 'c'].map((cluster) => ({ cluster, reason: 'check_changed' as const }))),
      at: '1h 1m',
      fires: [],
    },
  ]),
  ...casesOf('KspmExploitIndicator', '30s', [
    {
      claim: 'rings for an hour after the last sign',
      series: { [select(metrics.exploitIndicator, execIntoWorkload)]: fromOneHour },
      at: '1h 59m 30s',
      fires: [{ labels: { ...execIntoWorkload, signature: 'exec/shop/Deployment/web' } }],
      also: { '2h': [] },
    },
  ]),
  ...casesOf('KspmCriticalFindingDueSoon', '30m', [
    {
      claim: 'tells an old finding from a young one of another check, namespace or kind',
      series: Object.fromEntries(
        [
          { owner: 'a', check: 'pod-hostpath-volume' },
          { owner: 'b', namespace: 'bank' },
          { owner: 'c', kind: 'StatefulSet' },
        ].flatMap((young): [string, readonly Span[]][] => [
          [critical({ name: young.owner, owner: young.owner }), [{ is: 0, for: '3d' }]],
          [critical({ name: young.owner, ...young }), [{ gone: '1d' }, { is: 86_400, for: '2d' }]],
        ]),
      ),
      at: '1d 13h',
      fires: ['a', 'b', 'c'].map((owner) => ({ labels: { cluster: 'prod', owner } })),
    },
  ]),
];
