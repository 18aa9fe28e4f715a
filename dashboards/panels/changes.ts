import { metrics, recorded, select, severities } from '#contract';
import { clusterInApp, column, inApp, label } from '../app-links.ts';
import { noReport, notConnected, nothing } from './absent.ts';
import { severityColour, tone } from './colours.ts';
import { ofCluster, stepBy } from './expressions.ts';
import type { BarGaugePanel, Override, StateTimelinePanel, TablePanel, TimeSeriesPanel } from './panel.ts';

const bySeverity: readonly Override[] = severities.map((name) => ({ name, colour: severityColour[name] }));
/** Bars of less would fall between two scrapes. */
const minStep = '5m';
const opened = { ...ofCluster, transition: ['opened', 'reopened'], reason: 'new' } as const;

/** What began. */
export const began: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'findings-began',
  title: 'Findings that began',
  description:
    'New ones by severity; backlog and added checks left out. What began at one moment, and who did it, is in the app.',
  queries: [{ expr: stepBy(['severity'], metrics.findingTransitions, opened), legend: '{{severity}}', minStep }],
  unit: 'short',
  decimals: 0,
  min: 0,
  draw: 'bars',
  stacked: true,
  legend: 'list',
  overrides: bySeverity,
  absent: noReport,
  dataLinks: [inApp('Newest first', 'findings', { severity: label('severity'), sort: 'newest' })],
};

/** What ended. */
export const ended: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'findings-ended',
  title: 'Findings that ended',
  description:
    'By why: fixed, the object deleted, waived, or the check changed. Only what was fixed counts for remediation.',
  queries: [
    {
      expr: stepBy(['reason'], metrics.findingTransitions, { ...ofCluster, transition: 'resolved' }),
      legend: '{{reason}}',
      minStep,
    },
  ],
  unit: 'short',
  decimals: 0,
  min: 0,
  draw: 'bars',
  stacked: true,
  legend: 'list',
  overrides: [
    { name: 'fixed', colour: tone.good },
    { name: 'exempted', colour: tone.other },
  ],
  absent: noReport,
};

/** Rejects. */
export const rejects: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'admission-rejects',
  title: 'Objects that admission refused',
  description:
    'Each object once, however often it was retried, by engine. Policies, reasons and owners of each reject are known to the API of the exporter alone; the app lists them.',
  queries: [{ expr: stepBy(['engine'], metrics.admissionRejects, ofCluster), legend: '{{engine}}', minStep }],
  unit: 'short',
  decimals: 0,
  min: 0,
  draw: 'bars',
  stacked: true,
  legend: 'list',
  absent: notConnected(
    'no Events of a cluster can be read; with that permission denials are told (snapshots have none)',
  ),
  links: [inApp('Reasons', 'onCall')],
};

/** Drift as it happened. */
export const driftTimeline: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'drift-timeline',
  title: 'Changes past GitOps',
  description:
    'When objects that GitOps manages were changed by somebody else, by who it seems to have been and whether it matters for security. Objects, fields and names are known to the API of the exporter alone; the app shows them on a timeline.',
  queries: [
    { expr: stepBy(['actor', 'scope'], metrics.driftEvents, ofCluster), legend: '{{actor}}, {{scope}}', minStep },
  ],
  unit: 'short',
  decimals: 0,
  min: 0,
  draw: 'bars',
  stacked: true,
  legend: 'list',
  absent: noReport,
  links: [inApp('Timeline', 'clusters')],
};

/** What deviates now. */
export const driftedNow: BarGaugePanel = {
  kind: 'bargauge',
  id: 'drifted-now',
  title: 'Deviating now',
  description: 'Objects that differ from what GitOps last applied, by cluster and tool.',
  queries: [
    {
      expr: `sort_desc(max by (cluster, tool) (${select(metrics.driftedResources, ofCluster)}) > 0)`,
      legend: '{{cluster}} {{tool}}',
      instant: true,
    },
  ],
  unit: 'short',
  min: 0,
  steps: [{ from: 0, colour: tone.warning }],
  absent: nothing('Nothing is reported to deviate from what GitOps applied'),
  dataLinks: [clusterInApp('The cluster', label('cluster'))],
};

/** How much GitOps looks after. */
export const gitopsShare: TablePanel = {
  kind: 'table',
  id: 'gitops-share',
  title: 'What GitOps looks after',
  description:
    'Objects that GitOps manages, their share of all objects that are watched, and those that deviate. What nothing manages cannot drift, so few changes say little where the share is small.',
  queries: [
    {
      expr: `sum by (cluster) (max by (cluster, tool) (${select(metrics.gitopsManagedResources, ofCluster)}))`,
      instant: true,
    },
    {
      expr: `sum by (cluster) (max by (cluster, tool) (${select(metrics.gitopsManagedResources, ofCluster)}))
/ sum by (cluster) (max by (cluster, resource) (${select(metrics.inventoryObjects, ofCluster)}))`,
      instant: true,
    },
    {
      expr: `sum by (cluster) (max by (cluster, tool) (${select(metrics.driftedResources, ofCluster)}))`,
      instant: true,
    },
  ],
  unit: 'short',
  absent: noReport,
  columns: [
    { from: 'cluster', title: 'Cluster', links: [clusterInApp('The cluster', column('cluster'))] },
    { from: 'A', title: 'Managed', unit: 'short' },
    { from: 'B', title: 'Share', unit: 'percentunit', decimals: 0 },
    { from: 'C', title: 'Deviating', unit: 'short', steps: [{ from: 1, colour: tone.warning }] },
  ],
  sort: { by: 'Deviating', descending: true },
};

/** Deploy windows. */
export const deployWindows: StateTimelinePanel = {
  kind: 'state-timeline',
  id: 'deploy-windows',
  title: 'Deploy windows',
  description:
    'When changes were announced. While a window is open tickets about changes of its cluster wait; pages never do.',
  queries: [
    {
      expr: `max by (cluster, change_id) (${select(metrics.deployWindowActive, ofCluster)})`,
      legend: '{{cluster}} {{change_id}}',
    },
  ],
  unit: 'short',
  mappings: [{ value: 1, text: 'open', colour: tone.plain }],
  steps: [{ from: 1, colour: tone.plain }],
  absent: nothing('No open deploy window is reported'),
};

/** Who changes what fails. */
export const changedBy: TablePanel = {
  kind: 'table',
  id: 'changed-by',
  title: 'Who changed what became critical',
  description:
    'Field managers that wrote last to objects of the newest critical findings of each cluster, as clients call themselves: evidence, not proof.',
  queries: [
    {
      expr: `count by (cluster, manager, actor) (group by (cluster, check, resource_namespace, resource_kind, resource_name, manager, actor) (${select(metrics.criticalFindingChange, ofCluster)}))`,
      instant: true,
    },
  ],
  unit: 'short',
  absent: nothing('No critical finding whose last change is known'),
  columns: [
    { from: 'cluster', title: 'Cluster' },
    { from: 'manager', title: 'Changed by' },
    { from: 'actor', title: 'Who' },
    { from: 'A', title: 'Findings', width: 100 },
  ],
  sort: { by: 'Findings', descending: true },
};

/** Waivers. */
export const exemptions: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'exemptions',
  title: 'Waivers and platform exemptions',
  description: 'By state. One that expires lets its findings come back; one that is unused waives nothing and can go.',
  queries: [
    {
      expr: `sum by (state) (max by (cluster, state) (${select(metrics.exemptions, ofCluster)}))`,
      legend: '{{state}}',
    },
  ],
  unit: 'short',
  min: 0,
  legend: 'list',
  overrides: [
    { name: 'active', colour: tone.plain },
    { name: 'expiring', colour: tone.warning },
    { name: 'expired', colour: tone.bad },
    { name: 'unused', colour: tone.neutral },
  ],
  absent: noReport,
};

/** Scores that moved. */
export const scoreDeltas: BarGaugePanel = {
  kind: 'bargauge',
  id: 'score-deltas',
  title: 'Score against a week ago',
  description:
    'The ten clusters whose score fell most or rose least, over the same checks only; weeks in which checks came or went are left out.',
  queries: [
    { expr: `sort(bottomk(10, ${select(recorded.scoreDelta, ofCluster)}))`, legend: '{{cluster}}', instant: true },
  ],
  unit: 'percentunit',
  decimals: 1,
  steps: [
    { from: -1, colour: tone.bad },
    { from: -0.05, colour: tone.neutral },
    { from: 0.0001, colour: tone.good },
  ],
  absent: { why: 'too-soon', text: 'Known after a week over the same checks' },
  dataLinks: [clusterInApp('The cluster', label('cluster'))],
};
