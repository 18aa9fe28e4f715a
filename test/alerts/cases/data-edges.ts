import { metrics, recorded, select } from '#contract';
import type { AlertCase, Span } from '../rule-case.ts';
import { casesOf } from './cases-of.ts';
import { answered } from './series.ts';

const prod = [{ labels: { cluster: 'prod' } }];
const held = (is: number): readonly Span[] => [{ is, for: '1h' }];
const synced = (resource: string) => select(metrics.resourceSynced, { cluster: 'prod', resource });
const gap = (resource: string, verb: string, cluster = 'prod') =>
  select(metrics.permissionGap, { cluster, resource, verb });
const waiting = (cluster: string) => select(metrics.evalQueueOldest, { cluster });

/** Replicas are there from the first moment on, and none of them leads. */
const leaderless: AlertCase['series'] = {
  [select(metrics.clusterExpected, { cluster: 'prod' })]: held(1),
  [select(metrics.leader, { cluster: 'prod' })]: held(0),
};

/** Alerts about data at their limits, and what they must not mix up. */
export const dataEdgeCases: readonly AlertCase[] = [
  ...casesOf('KspmClusterHeartbeatMissing', '1m', [
    {
      claim: 'is silent at an age of fifteen minutes',
      series: { [select(recorded.dataAge, { cluster: 'prod' })]: held(900) },
      at: '30m',
      fires: [],
    },
    {
      // Minutes of room: the first moment of a window belongs to it in Prometheus 2 alone.
      claim: 'is a ticket ten minutes and five after nobody reports any more, and ends when somebody does',
      series: {
        [select(metrics.clusterExpected, { cluster: 'prod' })]: held(1),
        [answered()]: [{ is: 0, grows: 60, for: '10m' }, { gone: '20m' }, { is: 1_800, grows: 60, for: '30m' }],
      },
      at: '26m',
      fires: prod,
      also: { '22m': [], '29m': prod, '31m': [] },
    },
  ]),
  ...casesOf('KspmLeaderMissing', '1m', [
    { claim: 'comes first at a cold start where nobody leads', series: leaderless, at: '10m', fires: prod },
  ]),
  ...casesOf('KspmClusterHeartbeatMissing', '1m', [
    {
      claim: 'comes five minutes after that of the leader at a cold start where nobody leads',
      series: leaderless,
      at: '15m',
      fires: prod,
      also: { '14m': [] },
    },
    {
      claim: 'ends at once for a cluster that is no longer expected',
      series: {
        [select(metrics.clusterExpected, { cluster: 'prod' })]: [
          { is: 1, for: '30m' },
          { is: 0, for: '30m' },
        ],
      },
      at: '29m',
      fires: prod,
      also: { '30m': [] },
    },
  ]),
  ...casesOf('KspmScanStale', '1m', [
    {
      claim: 'is silent while changes wait for up to fifteen minutes',
      series: { [waiting('prod')]: held(900), [waiting('test')]: held(3) },
      at: '30m',
      fires: [],
    },
    {
      claim: 'is a ticket for kinds that may be read there, whatever may not be read beside them or elsewhere',
      series: {
        [synced('pods')]: held(0),
        [gap('secrets', 'list')]: held(1),
        [gap('pods', 'list', 'test')]: held(1),
      },
      at: '15m',
      fires: prod,
    },
  ]),
  ...casesOf('KspmPermissionMissing', '1m', [
    {
      claim: 'says how many permissions are missing: every verb of every kind, once',
      series: {
        [gap('secrets', 'list')]: held(1),
        [gap('secrets', 'watch')]: held(1),
        [gap('nodes', 'list')]: held(1),
        [gap('nodes', 'list').replace('}', ',instance="b"}')]: held(1),
      },
      at: '15m',
      fires: [{ labels: { cluster: 'prod' }, value: 3 }],
    },
  ]),
];
