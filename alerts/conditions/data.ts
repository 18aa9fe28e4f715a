import { metrics, recorded, select } from '#contract';
import { durationOf, secondsOf } from '../duration.ts';
import { once, sumOnce } from '../promql.ts';
import { record } from '../rule.ts';
import { slowly, type Chapter } from '../slo.ts';
import type { Values } from '../values.ts';

/** Whether what we know of a cluster is true, complete and of now (F1, F2, F4, F5, F7). */
export function data({ alerts, owners }: Values): Chapter {
  const { dataAge, dataFresh, expected } = recorded;
  const staleAfter = durationOf(alerts.dataFreshFor);
  const toExporter = {
    owner: owners.exporter,
    dashboard: 'plumbline-exporter',
    severity: 'warning',
    notify: 'ticket',
  } as const;
  const requests = (where: string) => `sum by (cluster) (rate(${metrics.apiRequests.name}${where}[10m]))`;
  const volume = alerts.findingVolume;
  const samplesEvery = secondsOf(slowly) ?? NaN;
  const newFindings = recorded.newFindingsTotal.name;
  const accounts = sumOnce(['provider'], ['state'], metrics.cloudAccounts);
  const unconnected = sumOnce(['provider'], ['state'], metrics.cloudAccounts, { state: { not: 'connected' } });
  return {
    groups: [
      {
        name: 'plumbline-data',
        interval: '1m',
        rules: [
          record(dataAge, `time() - ${once(['cluster'], metrics.clusterLastSuccess)}`),
          record(dataFresh, `${dataAge.name} <= bool ${alerts.dataFreshFor}`),
          {
            ...toExporter,
            alert: 'KspmClusterHeartbeatMissing',
            // Whoever stops reporting, or has not begun, has ten minutes more: what explains it (no exporter, no leader) is told
            // of before. At a cold start there is nothing of ten minutes ago, and so no ticket that sends people to the cluster.
            expr: `${dataAge.name} > ${alerts.dataFreshFor}
or
(
  ${expected.name} and ${expected.name} offset 10m
  unless on (cluster) last_over_time(${dataAge.name}[10m])
)`,
            for: '5m',
            by: ['cluster'],
            summary: 'Nothing is heard from a cluster.',
            description: `The API of cluster {{ $labels.cluster }} has not answered for more than ${staleAfter}, or nobody reports on it at all. What was good there is unknown now; what was bad still counts as bad.`,
          },
          {
            ...toExporter,
            alert: 'KspmApiRateLimited',
            expr: `${requests('{code="429"}')} / ${requests('')} > ${alerts.rateLimited.most}`,
            for: '15m',
            keepFiringFor: '15m',
            by: ['cluster'],
            summary: 'The Kubernetes API turns the exporter away.',
            description:
              'The API of cluster {{ $labels.cluster }} answers {{ $value | humanizePercentage }} of our requests with 429. Results come late or not at all.',
          },
          {
            ...toExporter,
            alert: 'KspmPermissionMissing',
            expr: `count by (cluster) (${once(['cluster', 'resource', 'verb'], metrics.permissionGap)} == 1)`,
            for: '15m',
            by: ['cluster'],
            summary: 'The exporter lacks permissions that checks need.',
            description: `{{ $value }} permissions are missing in cluster {{ $labels.cluster }}:{{ range printf "max by (verb, resource) (${metrics.permissionGap.name}{cluster=%q})" $labels.cluster | query }} {{ .Labels.verb }} {{ .Labels.resource }};{{ end }} what they would show is unknown.`,
          },
          {
            ...toExporter,
            alert: 'KspmScanStale',
            // Kinds that may not be read have an alert of their own, with another remedy.
            expr: `count by (cluster) (
  (${once(['cluster', 'resource'], metrics.resourceSynced)} == 0)
  unless on (cluster, resource) ${select(metrics.permissionGap)}
)
or
${once(['cluster'], metrics.evalQueueOldest)} > ${alerts.dataFreshFor}`,
            for: '15m',
            by: ['cluster'],
            summary: 'Findings of a cluster are out of date.',
            description: `In cluster {{ $labels.cluster }} kinds are out of sync, or changes have waited for evaluation for more than ${staleAfter}:{{ range printf "max by (resource) (${metrics.resourceSynced.name}{cluster=%q}) == 0" $labels.cluster | query }} {{ .Labels.resource }}{{ else }} the queue{{ end }}.`,
          },
          {
            ...toExporter,
            alert: 'KspmCoverageIncomplete',
            expr: `min by (cluster) (${metrics.checkCoverage.name}) < ${alerts.coverage.least}`,
            for: '1h',
            by: ['cluster'],
            summary: 'Too many results of a cluster are unknown.',
            description:
              'Only {{ $value | humanizePercentage }} of the checks and objects of cluster {{ $labels.cluster }} have a verdict. The rest is neither good nor bad, and nobody hears of it.',
          },
          {
            ...toExporter,
            alert: 'KspmClusterNameConflict',
            expr: `${once(['cluster'], metrics.clusterNameConflict)} == 1
or
count by (cluster) (group by (cluster, cluster_uid) (${metrics.clusterInfo.name})) > 1`,
            for: '5m',
            by: ['cluster'],
            summary: 'Two clusters go by one name.',
            description:
              'Two clusters with different ids report as {{ $labels.cluster }}. Their figures overwrite each other, so a page may name the wrong one.',
          },
          {
            ...toExporter,
            alert: 'KspmCloudInventoryIncomplete',
            expr: `1 - ${unconnected}\n/\n${accounts}\n< ${alerts.cloudAccounts.least}`,
            for: '30m',
            by: ['provider'],
            summary: 'Cloud accounts of clusters are not connected.',
            description:
              'Only {{ $value | humanizePercentage }} of the {{ $labels.provider }} accounts that clusters belong to are connected. Risks in the others are not seen.',
          },
        ],
      },
      {
        name: 'plumbline-finding-volume',
        interval: slowly,
        rules: [
          record(
            recorded.newFindingsTotal,
            sumOnce(['cluster'], ['severity', 'transition'], metrics.findingTransitions, {
              transition: ['opened', 'reopened'],
              reason: 'new',
            }),
          ),
          {
            alert: 'KspmFindingVolumeAnomalous',
            // Hours that nobody knows count as quiet ones: where most are unknown, anything would be far more than usual.
            expr: `increase(${newFindings}[1h])
> ${volume.timesUsual} * increase(${newFindings}[7d]) / 168 + ${volume.atLeast}
and count_over_time(${newFindings}[7d]) >= ${Math.ceil(volume.knownFor / samplesEvery)}`,
            for: '10m',
            severity: 'warning',
            notify: 'ticket',
            owner: owners.posture,
            by: ['cluster'],
            dashboard: 'plumbline-changes',
            summary: 'Far more findings begin than usual.',
            description:
              'In cluster {{ $labels.cluster }} {{ printf "%.0f" $value }} findings began within an hour, far more than usual: a large change, a check that is too strict, or an attack.',
          },
        ],
      },
    ],
  };
}
