import { metrics, select } from '#contract';
import type { AlertCase } from '../rule-case.ts';
import { casesOf } from './cases-of.ts';
import { always, answered } from './series.ts';

const prod = [{ labels: { cluster: 'prod' } }];
const expected = select(metrics.clusterExpected, { cluster: 'prod' });
const requests = (code: string) =>
  select(metrics.apiRequests, { cluster: 'prod', verb: 'list', resource: 'pods', code });
const gap = select(metrics.permissionGap, { cluster: 'prod', resource: 'secrets', verb: 'list' });
const synced = (resource: string, cluster = 'prod') => select(metrics.resourceSynced, { cluster, resource });
const uid = (cluster_uid: string, version = 'v1.36.0') =>
  select(metrics.clusterInfo, { cluster: 'prod', cluster_uid, kubernetes_version: version, provider: 'none' });
const accounts = (state: string, provider = 'aws') => select(metrics.cloudAccounts, { provider, state });

/** Whether what we know of clusters is of now, complete and theirs. */
export const dataCases: readonly AlertCase[] = [
  ...casesOf('KspmClusterHeartbeatMissing', '1m', [
    {
      claim: 'is a ticket when the API has not answered for 15 minutes and 5 more',
      series: {
        [answered()]: [
          { is: 0, grows: 60, for: '1h' },
          { is: 3_540, for: '1h' },
        ],
      },
      at: '1h 20m',
      fires: prod,
    },
    {
      claim: 'waits until then',
      series: {
        [answered()]: [
          { is: 0, grows: 60, for: '1h' },
          { is: 3_540, for: '1h' },
        ],
      },
      at: '1h 18m',
      fires: [],
    },
    { claim: 'is silent while it answers', series: { [answered()]: always('2h', 60) }, at: '2h', fires: [] },
    {
      claim: 'is a ticket for a cluster that never answered',
      series: { [expected]: [{ is: 1, for: '1h' }], [answered('test')]: always('1h', 60) },
      at: '15m',
      fires: prod,
    },
    {
      claim: 'is a ticket for an agent that vanished with its own expectation',
      series: {
        [expected]: [{ is: 1, for: '1h' }, { gone: '2h' }],
        [answered()]: [{ is: 0, grows: 60, for: '1h' }, { gone: '2h' }],
      },
      at: '2h',
      fires: prod,
    },
    {
      // A minute of room: the first moment of a window belongs to it in Prometheus 2 alone.
      claim: 'lets the exporter that is down be told of first',
      series: {
        [expected]: [{ is: 1, for: '1h' }, { gone: '2h' }],
        [answered()]: [{ is: 0, grows: 60, for: '1h' }, { gone: '2h' }],
      },
      at: '1h 13m',
      fires: [],
    },
    {
      claim: 'forgets a cluster a day after it was taken out of the fleet',
      evaluated: '5m',
      series: {
        [expected]: [{ is: 1, for: '1h' }, { gone: '30h' }],
        [answered()]: [{ is: 0, grows: 60, for: '1h' }, { gone: '30h' }],
      },
      at: '1d 2h',
      fires: [],
    },
    {
      claim: 'takes the word of the replica that hears something',
      series: {
        [answered().replace('}', ',instance="a"}')]: always('2h', 60),
        [answered().replace('}', ',instance="b"}')]: [{ is: 0, for: '2h' }],
      },
      at: '2h',
      fires: [],
    },
    {
      claim: 'is silent through a restart',
      series: { [answered()]: [{ is: 0, grows: 60, for: '1h' }, { gone: '4m' }, { is: 3_840, grows: 60, for: '1h' }] },
      at: '1h 10m',
      fires: [],
    },
  ]),
  ...casesOf('KspmApiRateLimited', '1m', [
    {
      claim: 'is a ticket when a tenth of the requests is turned away',
      series: {
        [requests('429')]: [{ is: 0, grows: 10, for: '1h' }],
        [requests('200')]: [{ is: 0, grows: 90, for: '1h' }],
      },
      at: '30m',
      fires: prod,
    },
    {
      claim: 'is silent about a few',
      series: {
        [requests('429')]: [{ is: 0, grows: 4, for: '1h' }],
        [requests('200')]: [{ is: 0, grows: 96, for: '1h' }],
      },
      at: '30m',
      fires: [],
    },
    {
      claim: 'is silent where none ever was',
      series: { [requests('200')]: [{ is: 0, grows: 90, for: '1h' }] },
      at: '30m',
      fires: [],
    },
    {
      claim: 'is silent about an idle exporter and at a restart',
      series: {
        [requests('429')]: [
          { is: 7, for: '20m' },
          { is: 0, for: '40m' },
        ],
        [requests('200')]: [{ is: 0, for: '1h' }],
      },
      at: '40m',
      fires: [],
    },
  ]),
  ...casesOf('KspmPermissionMissing', '1m', [
    {
      claim: 'is one ticket for all that is missing in a cluster',
      series: {
        [gap]: [{ is: 1, for: '1h' }],
        [select(metrics.permissionGap, { cluster: 'prod', resource: 'nodes', verb: 'watch' })]: [{ is: 1, for: '1h' }],
      },
      at: '15m',
      fires: prod,
    },
    {
      claim: 'is silent when it is granted',
      series: { [gap]: [{ is: 1, for: '10m' }, { gone: '1h' }] },
      at: '20m',
      fires: [],
    },
  ]),
  ...casesOf('KspmScanStale', '1m', [
    {
      claim: 'is a ticket for kinds out of sync',
      series: { [synced('pods')]: [{ is: 0, for: '1h' }], [synced('nodes')]: [{ is: 1, for: '1h' }] },
      at: '15m',
      fires: prod,
    },
    {
      claim: 'is a ticket when changes wait for evaluation',
      series: { [select(metrics.evalQueueOldest, { cluster: 'prod' })]: [{ is: 901, for: '1h' }] },
      at: '15m',
      fires: prod,
    },
    {
      claim: 'leaves kinds that may not be read to the alert on permissions',
      series: { [synced('secrets')]: [{ is: 0, for: '1h' }], [gap]: [{ is: 1, for: '1h' }] },
      at: '30m',
      fires: [],
    },
    {
      claim: 'is silent about the first sync of a cold start',
      series: {
        [synced('pods')]: [
          { is: 0, for: '10m' },
          { is: 1, for: '1h' },
        ],
      },
      at: '20m',
      fires: [],
    },
    {
      claim: 'names one cluster of several',
      series: { [synced('pods')]: [{ is: 0, for: '1h' }], [synced('pods', 'test')]: [{ is: 1, for: '1h' }] },
      at: '20m',
      fires: prod,
    },
  ]),
  ...casesOf('KspmCoverageIncomplete', '1m', [
    {
      claim: 'is a ticket for a cluster of which much is unknown for an hour',
      series: {
        [select(metrics.checkCoverage, { cluster: 'prod' })]: [{ is: 0.9, for: '2h' }],
        [select(metrics.checkCoverage, { cluster: 'test' })]: [{ is: 0.99, for: '2h' }],
      },
      at: '1h',
      fires: prod,
    },
    {
      claim: 'is silent while a cold start looks around',
      series: {
        [select(metrics.checkCoverage, { cluster: 'prod' })]: [
          { is: 0.1, for: '20m' },
          { is: 0.99, for: '2h' },
        ],
      },
      at: '1h 10m',
      fires: [],
    },
    { claim: 'is silent without any series', series: {}, at: '2h', fires: [] },
  ]),
  ...casesOf('KspmClusterNameConflict', '1m', [
    {
      claim: 'is a ticket when an exporter sees two ids under one name',
      series: { [select(metrics.clusterNameConflict, { cluster: 'prod' })]: [{ is: 1, for: '1h' }] },
      at: '5m',
      fires: prod,
    },
    {
      claim: 'is a ticket when two exporters use one name',
      series: { [uid('a')]: [{ is: 1, for: '1h' }], [uid('b')]: [{ is: 1, for: '1h' }] },
      at: '5m',
      fires: prod,
    },
    {
      claim: 'is silent about two replicas during an upgrade of the cluster',
      series: { [uid('a')]: [{ is: 1, for: '1h' }], [uid('a', 'v1.37.0')]: [{ is: 1, for: '1h' }] },
      at: '30m',
      fires: [],
    },
  ]),
  ...casesOf('KspmCloudInventoryIncomplete', '1m', [
    {
      claim: 'is a ticket when an account is not connected',
      series: { [accounts('connected')]: [{ is: 9, for: '2h' }], [accounts('missing')]: [{ is: 1, for: '2h' }] },
      at: '30m',
      fires: [{ labels: { provider: 'aws' } }],
    },
    {
      claim: 'is a ticket when none is',
      series: { [accounts('missing')]: [{ is: 1, for: '2h' }] },
      at: '30m',
      fires: [{ labels: { provider: 'aws' } }],
    },
    {
      claim: 'is silent when all are, and for providers without any',
      series: {
        [accounts('connected')]: [{ is: 9, for: '2h' }],
        [accounts('connected', 'gcp')]: [{ is: 0, for: '2h' }],
      },
      at: '1h',
      fires: [],
    },
  ]),
];
