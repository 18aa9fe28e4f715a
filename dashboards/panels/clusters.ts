import { metrics, recorded, select } from '#contract';
import { clusterInApp, column, toDashboard } from '../app-links.ts';
import { noExporter, noReport, nothing } from './absent.ts';
import { tone } from './colours.ts';
import { ofCluster } from './expressions.ts';
import type { Mapping, StateTimelinePanel, Step, TablePanel, TimeSeriesPanel } from './panel.ts';

const yesIsGood: readonly Step[] = [
  { from: 0, colour: tone.bad },
  { from: 1, colour: tone.good },
];

function words(no: string, yes: string): readonly Mapping[] {
  return [
    { value: 0, text: no, colour: tone.bad },
    { value: 1, text: yes, colour: tone.good },
  ];
}

/** M1 of each cluster over time. */
export const cleanTimeline: StateTimelinePanel = {
  kind: 'state-timeline',
  id: 'clean-timeline',
  title: 'Clean, cluster by cluster',
  description:
    'Gaps are times in which it was not known: data was stale, or nobody reported. They count neither as good nor as bad.',
  queries: [{ expr: select(recorded.clusterClean, ofCluster), legend: '{{cluster}}' }],
  unit: 'short',
  mappings: words('not clean', 'clean'),
  steps: yesIsGood,
  absent: noReport,
};

/** Whether API servers answer. */
export const reachable: StateTimelinePanel = {
  kind: 'state-timeline',
  id: 'cluster-reachable',
  title: 'API servers that answer',
  description:
    'Whether the last contact with the API of each cluster succeeded, as the replica that is best off sees it.',
  queries: [{ expr: `max by (cluster) (${select(metrics.clusterUp, ofCluster)})`, legend: '{{cluster}}' }],
  unit: 'short',
  mappings: words('does not answer', 'answers'),
  steps: yesIsGood,
  absent: noExporter,
};

/** How old data is. */
export const dataAge: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'data-age',
  title: 'Age of data',
  description:
    'Time since the API of each cluster last answered: lists, watch events and bookmarks. Beyond the line good figures no longer count.',
  queries: [{ expr: select(recorded.dataAge, ofCluster), legend: '{{cluster}}' }],
  unit: 's',
  min: 0,
  legend: 'list',
  limits: true,
  steps: [{ from: 900, colour: tone.bad }],
  absent: noReport,
};

const count = (expr: string) => `count by (cluster) (${expr})`;

/** Clusters side by side. */
export const clusterHealth: TablePanel = {
  kind: 'table',
  id: 'cluster-health',
  title: 'Clusters',
  description:
    'Who should be there, how old the data is, whether it is clean, how much was looked at, what is out of sync or may not be read, and how many critical findings are open. An empty score or age is not known; without a number of kinds or permissions none is reported.',
  queries: [
    { expr: select(recorded.expected, ofCluster), instant: true },
    { expr: select(recorded.dataAge, ofCluster), instant: true },
    { expr: select(recorded.clusterClean, ofCluster), instant: true },
    { expr: select(recorded.checkCoverage, ofCluster), instant: true },
    { expr: count(`max by (cluster, resource) (${select(metrics.resourceSynced, ofCluster)}) == 0`), instant: true },
    {
      expr: count(`max by (cluster, resource, verb) (${select(metrics.permissionGap, ofCluster)}) == 1`),
      instant: true,
    },
    {
      expr: `sum by (cluster) (${select(recorded.openFindings, { ...ofCluster, severity: 'critical' })})`,
      instant: true,
    },
  ],
  unit: 'short',
  absent: noReport,
  columns: [
    {
      from: 'cluster',
      title: 'Cluster',
      links: [
        clusterInApp('The cluster', column('cluster')),
        toDashboard('Debug', 'debug', { cluster: column('cluster') }),
      ],
    },
    { from: 'A', title: 'Expected', mappings: [{ value: 1, text: 'yes' }], width: 90 },
    {
      from: 'B',
      title: 'Age of data',
      unit: 's',
      steps: [
        { from: 0, colour: tone.good },
        { from: 900, colour: tone.bad },
      ],
    },
    { from: 'C', title: 'Clean', mappings: words('no', 'yes'), width: 80 },
    {
      from: 'D',
      title: 'Looked at',
      unit: 'percentunit',
      decimals: 1,
      steps: [
        { from: 0, colour: tone.bad },
        { from: 0.95, colour: tone.warning },
        { from: 1, colour: tone.good },
      ],
    },
    { from: 'E', title: 'Kinds out of sync', steps: [{ from: 1, colour: tone.bad }] },
    { from: 'F', title: 'Missing permissions', steps: [{ from: 1, colour: tone.warning }] },
    { from: 'G', title: 'Critical', steps: [{ from: 1, colour: tone.bad }] },
  ],
  sort: { by: 'Critical', descending: true },
};

/** What may not be read. */
export const permissionGaps: TablePanel = {
  kind: 'table',
  id: 'permission-gaps',
  title: 'Missing permissions',
  description:
    'What checks need and the exporter may not read. Its results are unknown, never good; the runbook of KspmPermissionMissing has the rule to add.',
  queries: [{ expr: `max by (cluster, resource, verb) (${select(metrics.permissionGap, ofCluster)})`, instant: true }],
  unit: 'short',
  absent: nothing('No missing permission is reported'),
  columns: [
    { from: 'cluster', title: 'Cluster' },
    { from: 'resource', title: 'Kind' },
    { from: 'verb', title: 'Verb' },
  ],
  sort: { by: 'Cluster' },
};

/** Kinds that are not in sync. */
export const outOfSync: TablePanel = {
  kind: 'table',
  id: 'out-of-sync',
  title: 'Kinds that are out of sync',
  description:
    'Kinds that are pending, stale or forbidden now, with how long their watch has said nothing. Findings of theirs stay as they were.',
  queries: [
    {
      expr: `max by (cluster, resource) (${select(metrics.resourceSynced, ofCluster)}) == 0`,
      instant: true,
    },
    {
      expr: `time() - max by (cluster, resource) (${select(metrics.resourceLastEvent, ofCluster)})
and on (cluster, resource) (max by (cluster, resource) (${select(metrics.resourceSynced, ofCluster)}) == 0)`,
      instant: true,
    },
  ],
  unit: 'short',
  absent: nothing('No kind is reported out of sync'),
  columns: [
    { from: 'cluster', title: 'Cluster' },
    { from: 'resource', title: 'Kind' },
    { from: 'A', title: 'In sync', mappings: [{ value: 0, text: 'no', colour: tone.bad }] },
    { from: 'B', title: 'Silent for', unit: 's' },
  ],
  sort: { by: 'Cluster' },
};

/** Freshness per kind. */
export const kindAge: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'kind-age',
  title: 'How long watches have been silent',
  description:
    'Time since the watch of a kind last said anything, bookmarks included, in the cluster where it is longest. Servers send bookmarks every minute or so; a watch that is silent for longer is stuck.',
  queries: [
    {
      expr: `max by (resource) (time() - max by (cluster, resource) (${select(metrics.resourceLastEvent, ofCluster)}))`,
      legend: '{{resource}}',
    },
  ],
  unit: 's',
  min: 0,
  legend: 'none',
  absent: noExporter,
};

/** What is held. */
export const inventory: TablePanel = {
  kind: 'table',
  id: 'inventory',
  title: 'Objects held',
  description: 'How many objects of each kind the exporter holds, and when the watch of the kind last said anything.',
  queries: [
    { expr: `max by (cluster, resource) (${select(metrics.inventoryObjects, ofCluster)})`, instant: true },
    { expr: `1000 * max by (cluster, resource) (${select(metrics.resourceLastEvent, ofCluster)})`, instant: true },
    { expr: `max by (cluster, resource) (${select(metrics.resourceSynced, ofCluster)})`, instant: true },
  ],
  unit: 'short',
  absent: noExporter,
  columns: [
    { from: 'cluster', title: 'Cluster' },
    { from: 'resource', title: 'Kind' },
    { from: 'A', title: 'Objects', cell: 'gauge', steps: [{ from: 0, colour: tone.plain }] },
    { from: 'B', title: 'Last heard', unit: 'dateTimeFromNow' },
    { from: 'C', title: 'In sync', mappings: words('no', 'yes'), width: 90 },
  ],
  sort: { by: 'Objects', descending: true },
};
