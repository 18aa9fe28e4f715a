import { recorded, select, type RecordedSpec } from '#contract';
import { thresholds, type SloId } from '../../alerts/generated/thresholds.ts';
import { inApp, label } from '../app-links.ts';
import { noReport, sources, tooSoon, type Absent } from './absent.ts';
import { aggregated, ofCluster, ofClusterOrNone } from './expressions.ts';
import type { Mapping, TablePanel, TimeSeriesPanel } from './panel.ts';
import { budgetLeft, burnRate, stepsOf } from './steps.ts';

const chosen = { ...ofClusterOrNone, sloth_slo: { matching: '$slo' } } as const;
const bySlo = ['sloth_slo'] as const;
const ids = Object.keys(thresholds) as SloId[];
/** Questions in place of ids. */
const questions: readonly Mapping[] = ids.map((id) => ({
  value: id,
  text: `${thresholds[id].measure}: ${thresholds[id].question}`,
}));
const monthly = tooSoon('Known after a week of data');

/** All SLOs. */
export const sloTable: TablePanel = {
  kind: 'table',
  id: 'slo-table',
  title: 'SLOs',
  description:
    'Each over 30 days: the share of known minutes that were good, in the cluster (or framework, or source) that is worst. What is left of the error budget is 100 % at first and below 0 once it is overspent. Cells stay empty while a figure is not known, and where its data is not connected.',
  queries: [
    { expr: aggregated('max', bySlo, recorded.sloObjective, { sloth_slo: { matching: '$slo' } }), instant: true },
    { expr: `1 - ${aggregated('max', bySlo, recorded.sliError30d, chosen)}`, instant: true },
    { expr: aggregated('min', bySlo, recorded.sloBudgetRemaining, chosen), instant: true },
    { expr: aggregated('max', bySlo, recorded.sloCurrentBurn, chosen), instant: true },
    { expr: aggregated('max', bySlo, recorded.sliError1d, chosen), instant: true },
  ],
  unit: 'short',
  absent: noReport,
  columns: [
    {
      from: 'sloth_slo',
      title: 'Question',
      mappings: questions,
      // The text of a field is the question; its id is the value itself.
      links: [inApp('Budget and history', 'slos', { slo: '${__value.raw:percentencode}' })],
    },
    { from: 'A', title: 'Target', unit: 'percentunit', decimals: 1, width: 90 },
    { from: 'B', title: 'Good in 30 days', unit: 'percentunit', decimals: 2, width: 140 },
    { from: 'C', title: 'Budget left', unit: 'percentunit', decimals: 0, width: 120, steps: budgetLeft },
    { from: 'D', title: 'Burning now', unit: 'none', decimals: 1, width: 120, steps: burnRate },
    { from: 'E', title: 'Bad in a day', unit: 'percentunit', decimals: 1, width: 120 },
  ],
  sort: { by: 'Budget left' },
};

/** Budgets over time. */
export const budgetOverTime: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'budget-over-time',
  title: 'Error budget left',
  description:
    'Of the SLOs chosen, in the cluster (or framework, or source) that has least. Below the line it is overspent.',
  queries: [{ expr: aggregated('min', bySlo, recorded.sloBudgetRemaining, chosen), legend: '{{sloth_slo}}' }],
  unit: 'percentunit',
  max: 1,
  legend: 'table',
  limits: true,
  steps: budgetLeft,
  absent: monthly,
};

/** Burn rates. */
export const burnOverTime: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'burn-over-time',
  title: 'How fast budgets burn',
  description:
    'Worst burn rate of the SLOs chosen over an hour: 1 lasts exactly as long as the period. Alerts ring from 14.4 over an hour, and open tickets from 1 over three days.',
  queries: [
    {
      expr: `max by (sloth_slo) (max without (sloth_window) (${select(recorded.sliError1h, chosen)})
/ on (sloth_id, sloth_slo, sloth_service) group_left () ${select(recorded.sloBudget)})`,
      legend: '{{sloth_slo}}',
    },
  ],
  unit: 'none',
  decimals: 1,
  min: 0,
  legend: 'table',
  limits: true,
  steps: burnRate,
  absent: tooSoon('Known after half an hour of data'),
};

/** Who spent the budget. */
export const spentBy: TablePanel = {
  kind: 'table',
  id: 'budget-spent-by',
  title: 'What used the budget up',
  description:
    'The 100 clusters, frameworks and sources with least of a budget left, for the SLOs chosen. The state of each over time is below; the app tells which findings it was.',
  queries: [
    {
      expr: `sort(bottomk(100, min by (sloth_slo, cluster, framework, source) (${select(recorded.sloBudgetRemaining, chosen)})))`,
      instant: true,
    },
    {
      expr: `max by (sloth_slo, cluster, framework, source) (${select(recorded.sloCurrentBurn, chosen)})`,
      instant: true,
    },
  ],
  unit: 'short',
  absent: monthly,
  columns: [
    { from: 'sloth_slo', title: 'SLO' },
    { from: 'cluster', title: 'Cluster' },
    { from: 'framework', title: 'Framework' },
    { from: 'source', title: 'Source' },
    { from: 'A', title: 'Budget left', unit: 'percentunit', decimals: 0, steps: budgetLeft },
    { from: 'B', title: 'Burning now', unit: 'none', decimals: 1, steps: burnRate },
  ],
  sort: { by: 'Budget left' },
};

/** The figure beside an SLO, cluster by cluster, with where it turns bad. */
function figure(
  id: SloId,
  series: RecordedSpec,
  where: string,
  absent: Absent,
  legend = '{{cluster}}',
): TimeSeriesPanel {
  const { measure, question, aim, unit } = thresholds[id];
  return {
    kind: 'timeseries',
    id: `figure-${id}`,
    title: `${measure}: ${question}`,
    description: `Good is ${aim}. The line is where it turns bad.`,
    queries: [{ expr: `${series.name}${where}`, legend }],
    unit: unit === 'bool' ? 'bool_yes_no' : unit,
    legend: 'list',
    limits: true,
    steps: stepsOf(id),
    absent,
    dataLinks: legend === '{{cluster}}' ? [inApp('Its findings', 'findings', { cluster: label('cluster') })] : [],
  };
}

const inClusters = '{cluster=~"$cluster"}';

/** The figures beside the SLOs, M2 to M10; M1 is shown as bands. */
export const figures: readonly TimeSeriesPanel[] = [
  figure('m2-high-findings', recorded.highFindings, inClusters, noReport),
  figure(
    'm3-remediation',
    recorded.mttrMean,
    '{cluster=~"$cluster",severity="critical"}',
    tooSoon('Nothing was fixed in 30 watched days'),
  ),
  figure('m4-drift', recorded.driftWeek, inClusters, tooSoon('Known after a few minutes of data')),
  figure('m5-enforcement', recorded.enforcement, inClusters, sources.policies),
  figure('m6-evidence', recorded.evidence, inClusters, sources.evidence, '{{cluster}} {{framework}}'),
  figure('m7-alert-validity', recorded.alertValid, inClusters, tooSoon('No alert was closed and counted yet')),
  figure('m8-latency', recorded.changeLate, inClusters, tooSoon('Nothing changed within an hour')),
  figure('m9-score', recorded.scoreDelta, inClusters, tooSoon('Known after a week over the same checks')),
  figure('m10-iac', recorded.iacFail, '', sources.pullRequests, '{{source}}'),
];

/** What high findings may be. */
export const highLimits: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'high-limits',
  title: 'M2: what is allowed',
  description:
    'High findings that each cluster may have: the target, or for one that came with more the fewest since. It never rises again.',
  queries: [{ expr: select(recorded.highFindingsLimit, ofCluster), legend: '{{cluster}}' }],
  unit: 'short',
  min: 0,
  legend: 'list',
  absent: noReport,
};
