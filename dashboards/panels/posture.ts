import { recorded, select } from '#contract';
import { thresholds } from '../../alerts/generated/thresholds.ts';
import { inApp, label, toDashboard } from '../app-links.ts';
import { noReport, tooSoon } from './absent.ts';
import { tone } from './colours.ts';
import { aggregated, largest, ofCluster, ofClusterOrNone, overTime } from './expressions.ts';
import type { BarGaugePanel, StatPanel, TimeSeriesPanel } from './panel.ts';
import { budgetLeft, burnRate, stepsOf } from './steps.ts';

const slo = { sloth_slo: 'm1-fleet-posture' } as const;
const fleet = { ...ofClusterOrNone, ...slo } as const;

const meanScore = overTime('avg', [], { series: recorded.score, fleet: recorded.fleetScore });
const lowestScore = overTime('min', [], { series: recorded.score, fleet: recorded.fleetLowestScore });

/** M1: clean clusters among expected ones. */
export const cleanClusters: StatPanel = {
  kind: 'stat',
  id: 'clean-clusters',
  title: 'Clean clusters',
  description:
    'Share of all expected clusters, whatever is chosen above, that are clean: no open finding in the critical-posture set, ' +
    `fresh data and complete coverage. Clusters that say nothing are not. Target: ${thresholds['m1-fleet-posture'].aim}.`,
  queries: [{ expr: select(recorded.fleetClean), legend: 'clean' }],
  unit: 'percentunit',
  decimals: 1,
  steps: stepsOf('m1-fleet-posture'),
  colour: 'background',
  absent: noReport,
  links: [inApp('Clusters', 'clusters'), toDashboard('SLOs', 'slo')],
};

/** M1: what is left of the error budget of the fleet. */
export const fleetBudgetLeft: StatPanel = {
  kind: 'stat',
  id: 'fleet-budget-left',
  title: 'Error budget left',
  description:
    'Share of the 30-day error budget of clean clusters that is left; below 0 it is overspent. It is told once a week of data is there.',
  queries: [{ expr: select(recorded.sloBudgetRemaining, fleet), instant: true }],
  unit: 'percentunit',
  decimals: 0,
  steps: budgetLeft,
  colour: 'background',
  absent: tooSoon('Known after a week of data'),
  links: [toDashboard('SLOs', 'slo')],
};

/** M1: how fast the error budget of the fleet burns. */
export const fleetBurn: StatPanel = {
  kind: 'stat',
  id: 'fleet-burn',
  title: 'Burning now',
  description:
    'How many times faster than allowed the error budget of clean clusters is spent in the last minutes; 1 lasts exactly 30 days.',
  queries: [{ expr: select(recorded.sloCurrentBurn, fleet), legend: 'burn' }],
  unit: 'none',
  decimals: 1,
  steps: burnRate,
  colour: 'background',
  absent: tooSoon('Known after a few minutes of data'),
  links: [toDashboard('SLOs', 'slo')],
};

/** M9: the score now. */
export const score: StatPanel = {
  kind: 'stat',
  id: 'score',
  title: 'Posture score',
  description:
    'Mean over clusters of the weighted share of what passes, 0 to 100 %. It orders work and is no measure of risk; what is not known is left out, so read it beside coverage.',
  queries: [{ expr: meanScore, legend: 'score' }],
  unit: 'percentunit',
  decimals: 1,
  colour: 'none',
  absent: noReport,
};

/** M9: the score over time. */
export const scoreTrend: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'score-trend',
  title: 'Posture score over time',
  description:
    'Mean and lowest score of the clusters chosen. Where checks came or went the score moves without anything having changed; ' +
    'the change of seven days that is told above leaves such weeks out.',
  queries: [
    { expr: meanScore, legend: 'mean' },
    { expr: lowestScore, legend: 'lowest' },
  ],
  unit: 'percentunit',
  decimals: 1,
  max: 1,
  legend: 'list',
  overrides: [
    { name: 'mean', colour: tone.plain },
    { name: 'lowest', colour: tone.other },
  ],
  absent: noReport,
};

/** M9: where the score goes. */
export const scoreDrivers: BarGaugePanel = {
  kind: 'bargauge',
  id: 'score-drivers',
  title: 'What costs the fleet most',
  description:
    'The ten checks whose failures cost the mean score of the whole fleet most, whatever is chosen above. Each cluster names ' +
    'its 15 dearest checks, so a check that is cheap everywhere may be missing; the rest is counted and not named.',
  queries: [
    {
      expr: largest(10, select(recorded.pointsLost, { check: { not: '_other' } })),
      legend: '{{check}}',
      instant: true,
    },
  ],
  unit: 'percentunit',
  decimals: 2,
  min: 0,
  steps: [{ from: 0, colour: tone.warning }],
  absent: noReport,
  dataLinks: [inApp('Findings of this check', 'findings', { check: label('check') })],
};

/** M1 over time, beside its target. */
export const cleanOverTime: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'clean-over-time',
  title: 'Clean clusters against target',
  description: 'Share of all expected clusters that are clean, and the share that is agreed.',
  queries: [
    { expr: select(recorded.fleetClean), legend: 'clean' },
    { expr: select(recorded.sloObjective, slo), legend: 'target' },
  ],
  unit: 'percentunit',
  decimals: 1,
  min: 0,
  max: 1,
  legend: 'list',
  overrides: [
    { name: 'clean', colour: tone.plain },
    { name: 'target', colour: tone.neutral, dashed: true },
  ],
  absent: noReport,
};

/** How much of what checks ask for is known. */
export const coverage: StatPanel = {
  kind: 'stat',
  id: 'coverage',
  title: 'Looked at',
  description:
    'Results that are known among all that checks ask for, in the cluster where it is least. What the exporter may not read lowers it; it is never taken for good.',
  queries: [{ expr: aggregated('min', [], recorded.checkCoverage, ofCluster), instant: true }],
  unit: 'percentunit',
  decimals: 1,
  steps: [
    { from: 0, colour: tone.bad },
    { from: 0.95, colour: tone.warning },
    { from: 1, colour: tone.good },
  ],
  colour: 'value',
  absent: noReport,
  links: [toDashboard('Exporter', 'exporter')],
};

/** Scores of frameworks. */
export const frameworkScores: BarGaugePanel = {
  kind: 'bargauge',
  id: 'framework-scores',
  title: 'Score by framework',
  description:
    'Weighted share of what passes among the checks that answer controls of a framework, as the mean over the whole fleet. ' +
    'It is no certificate: controls without a check are not in it, and the app lists them.',
  queries: [{ expr: `sort(${select(recorded.frameworkScore)})`, legend: '{{framework}}', instant: true }],
  unit: 'percentunit',
  decimals: 1,
  min: 0,
  max: 1,
  steps: [{ from: 0, colour: tone.plain }],
  absent: noReport,
  dataLinks: [inApp('Controls', 'compliance', { framework: label('framework') })],
};

/** Budgets of all SLOs, the worst of each. */
export const budgets: BarGaugePanel = {
  kind: 'bargauge',
  id: 'budgets',
  title: 'Error budget left by SLO',
  description:
    'What is left of the 30-day error budget of each SLO in the cluster (or framework, or source) that has least; below 0 it is overspent. SLOs whose data is not connected are not in it.',
  queries: [
    {
      expr: `sort(${aggregated('min', ['sloth_slo'], recorded.sloBudgetRemaining, ofClusterOrNone)})`,
      legend: '{{sloth_slo}}',
      instant: true,
    },
  ],
  unit: 'percentunit',
  decimals: 0,
  max: 1,
  steps: budgetLeft,
  absent: tooSoon('Known after a week of data'),
  dataLinks: [toDashboard('SLOs', 'slo')],
};
