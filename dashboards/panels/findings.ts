import { recorded, select, severities } from '#contract';
import { inApp, label, toDashboard } from '../app-links.ts';
import { noReport, nothing } from './absent.ts';
import { severityColour } from './colours.ts';
import { aggregated, largest, ofCluster, ofOwner, overTime } from './expressions.ts';
import type { BarGaugePanel, Override, StatPanel, TablePanel, TimeSeriesPanel } from './panel.ts';
import { noneWanted } from './steps.ts';

const critical = { ...ofCluster, severity: 'critical' } as const;
const open = { series: recorded.openFindings, fleet: recorded.fleetOpenFindings } as const;
const bySeverity: readonly Override[] = severities.map((name) => ({ name, colour: severityColour[name] }));

/** Critical findings that are open. */
export const openCriticals: StatPanel = {
  kind: 'stat',
  id: 'open-criticals',
  title: 'Open critical findings',
  description:
    'Those of before Plumbline included, waived ones not. One finding is one check at one owner of an object.',
  queries: [{ expr: overTime('sum', [], open, { severity: 'critical' }), legend: 'critical' }],
  unit: 'short',
  steps: noneWanted,
  colour: 'background',
  absent: noReport,
  dataLinks: [inApp('Critical findings', 'findings', { severity: 'critical' })],
};

/** Critical findings where they are. */
export const criticalsByCluster: BarGaugePanel = {
  kind: 'bargauge',
  id: 'criticals-by-cluster',
  title: 'Critical findings by cluster',
  description:
    'The 15 clusters with most open critical findings. A cluster without any is not in it, and neither is one that says nothing.',
  queries: [
    { expr: largest(15, `${select(recorded.openFindings, critical)} > 0`), legend: '{{cluster}}', instant: true },
  ],
  unit: 'short',
  min: 0,
  steps: [{ from: 0, colour: severityColour.critical }],
  absent: nothing('No cluster reports an open critical finding'),
  dataLinks: [
    inApp('Its critical findings', 'findings', { severity: 'critical', cluster: label('cluster') }),
    toDashboard('On-call', 'onCall', { cluster: label('cluster') }),
  ],
};

/** Open findings over time. */
export const openOverTime: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'open-over-time',
  title: 'Open findings over time',
  description: 'By severity, waived ones left out. Info findings are outside score and SLOs.',
  queries: [{ expr: overTime('sum', ['severity'], open), legend: '{{severity}}' }],
  unit: 'short',
  min: 0,
  stacked: true,
  legend: 'list',
  overrides: bySeverity,
  absent: noReport,
  dataLinks: [inApp('Findings', 'findings', { severity: label('severity') })],
};

/** Teams over time. */
export const teamsOverTime: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'teams-over-time',
  title: 'Critical and high findings by team',
  description:
    'Open critical and high findings of each team in all clusters; objects without an owner are "unowned", teams beyond the largest of a cluster "_other".',
  queries: [{ expr: aggregated('sum', ['owner'], recorded.ownerOpenFindings, ofOwner), legend: '{{owner}}' }],
  unit: 'short',
  min: 0,
  legend: 'list',
  absent: noReport,
  dataLinks: [inApp('Findings of the team', 'findings', { owner: label('owner') })],
};

/** Teams now. */
export const teamsNow: TablePanel = {
  kind: 'table',
  id: 'teams-now',
  title: 'Teams',
  description:
    'Open critical and high findings of each team in all clusters, now and how many more or fewer than 30 days ago.',
  queries: [
    {
      expr: aggregated('sum', ['owner'], recorded.ownerOpenFindings, { ...ofOwner, severity: 'critical' }),
      instant: true,
    },
    { expr: aggregated('sum', ['owner'], recorded.ownerOpenFindings, { ...ofOwner, severity: 'high' }), instant: true },
    {
      expr: `sum by (owner) (${select(recorded.ownerOpenFindings, ofOwner)} - ${select(recorded.ownerOpenFindings, ofOwner)} offset 30d)`,
      instant: true,
    },
  ],
  unit: 'short',
  absent: noReport,
  columns: [
    {
      from: 'owner',
      title: 'Team',
      links: [inApp('Its findings', 'findings', { owner: '${__data.fields.owner:percentencode}' })],
    },
    { from: 'A', title: 'Critical', unit: 'short', steps: noneWanted, width: 110 },
    { from: 'B', title: 'High', unit: 'short', width: 110 },
    { from: 'C', title: 'In 30 days', unit: 'short', width: 120 },
  ],
  sort: { by: 'Critical', descending: true },
};
