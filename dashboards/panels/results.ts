import { ages, metrics, select, severities, type Age } from '#contract';
import { clusterInApp, column, inApp, label } from '../app-links.ts';
import { noReport, nothing } from './absent.ts';
import { severityColour, tone } from './colours.ts';
import { ofCluster } from './expressions.ts';
import type { BarGaugePanel, TablePanel, TimeSeriesPanel } from './panel.ts';

const status = (of: 'fail' | 'unknown' | 'pass') =>
  `sum by (check, severity) (max by (cluster, check, severity) (${select(metrics.checkResources, { ...ofCluster, status: of })}))`;
const ageNames: Readonly<Record<Age, string>> = {
  lt_1d: 'less than a day',
  '1d_7d': '1 to 7 days',
  '7d_30d': '7 to 30 days',
  '30d_90d': '30 to 90 days',
  ge_90d: '90 days or more',
};

/** Checks and what they say. */
export const checkResults: TablePanel = {
  kind: 'table',
  id: 'check-results',
  title: 'What fails',
  description:
    'Objects that fail each check, with those that pass and those that are not known, in the clusters chosen. Names, fields and remedies of findings are known to the API of the exporter alone: follow a check into the app.',
  queries: [
    { expr: `${status('fail')} > 0`, instant: true },
    { expr: `${status('pass')} and on (check) ${status('fail')} > 0`, instant: true },
    { expr: `${status('unknown')} and on (check) ${status('fail')} > 0`, instant: true },
  ],
  unit: 'short',
  absent: nothing('No failing check is reported'),
  columns: [
    { from: 'check', title: 'Check', links: [inApp('Its findings', 'findings', { check: column('check') })] },
    {
      from: 'severity',
      title: 'Severity',
      width: 100,
      mappings: severities.map((name) => ({ value: name, text: name, colour: severityColour[name] })),
    },
    { from: 'A', title: 'Fail', cell: 'gauge', steps: [{ from: 0, colour: tone.warning }] },
    { from: 'B', title: 'Pass', width: 90 },
    { from: 'C', title: 'Unknown', width: 90 },
  ],
  sort: { by: 'Fail', descending: true },
  links: [inApp('All findings', 'findings')],
};

/** How old findings are. */
export const openAges: BarGaugePanel = {
  kind: 'bargauge',
  id: 'open-ages',
  title: 'Age of critical and high findings',
  description: 'Open findings by how long they have been open, in half-open intervals of days.',
  queries: ages.map((age) => ({
    expr: `sum(max by (cluster, severity) (${select(metrics.findingsOpenAge, { ...ofCluster, severity: ['critical', 'high'], age })}))`,
    legend: ageNames[age],
    instant: true,
  })),
  unit: 'short',
  min: 0,
  steps: [{ from: 0, colour: tone.warning }],
  absent: noReport,
  dataLinks: [inApp('Oldest first', 'findings', { sort: 'oldest' })],
};

/** Findings by namespace. */
export const namespaces: TablePanel = {
  kind: 'table',
  id: 'namespaces',
  title: 'Critical findings by namespace',
  description: 'Of the newest 100 critical findings of each cluster; the app groups all findings by namespace.',
  queries: [
    {
      expr: `count by (cluster, resource_namespace) (max by (cluster, check, resource_namespace, resource_kind, resource_name) (${select(metrics.criticalFindingSince, ofCluster)}))`,
      instant: true,
    },
  ],
  unit: 'short',
  absent: nothing('No critical finding is reported open'),
  columns: [
    { from: 'cluster', title: 'Cluster' },
    {
      from: 'resource_namespace',
      title: 'Namespace',
      links: [
        inApp('Its findings', 'findings', { cluster: column('cluster'), namespace: column('resource_namespace') }),
      ],
    },
    { from: 'A', title: 'Critical', cell: 'gauge', steps: [{ from: 0, colour: severityColour.critical }] },
  ],
  sort: { by: 'Critical', descending: true },
};

/** What is not known. */
export const unknownResults: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'unknown-results',
  title: 'Results that are not known',
  description:
    'Results that are unknown or in error, by cluster: kinds that may not be read or are out of sync, files that no API shows, checks that threw.',
  queries: [
    {
      expr: `sum by (cluster) (max by (cluster, severity) (${select(metrics.resources, { ...ofCluster, status: 'unknown' })}))`,
      legend: '{{cluster}}',
    },
  ],
  unit: 'short',
  min: 0,
  legend: 'list',
  absent: noReport,
  dataLinks: [clusterInApp('The cluster', label('cluster'))],
};

/** Clusters as they say they are. */
export const clusterIdentity: TablePanel = {
  kind: 'table',
  id: 'cluster-identity',
  title: 'Clusters and their versions',
  description:
    'Identity, version and provider of each cluster, and since when its baseline was taken: what was there before is backlog.',
  queries: [
    {
      expr: `1000 * max by (cluster) (${select(metrics.clusterBaseline, ofCluster)})`,
      instant: true,
    },
    {
      expr: `group by (cluster, cluster_uid, kubernetes_version, provider) (${select(metrics.clusterInfo, ofCluster)})`,
      instant: true,
    },
  ],
  unit: 'short',
  absent: noReport,
  columns: [
    { from: 'cluster', title: 'Cluster' },
    { from: 'kubernetes_version', title: 'Version' },
    { from: 'provider', title: 'Provider' },
    { from: 'cluster_uid', title: 'Id' },
    { from: 'A', title: 'Baseline', unit: 'dateTimeAsLocal' },
  ],
  sort: { by: 'Cluster' },
};
