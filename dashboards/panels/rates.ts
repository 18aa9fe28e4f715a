import { recorded, select } from '#contract';
import { thresholds } from '../../alerts/generated/thresholds.ts';
import { inApp, label, toDashboard } from '../app-links.ts';
import { sources, tooSoon } from './absent.ts';
import { tone } from './colours.ts';
import { aggregated, largest, ofCluster, overTime } from './expressions.ts';
import type { BarGaugePanel, StatPanel, TimeSeriesPanel } from './panel.ts';
import { stepsOf } from './steps.ts';

/** M4: changes past GitOps in a week. */
export const driftWeek: BarGaugePanel = {
  kind: 'bargauge',
  id: 'drift-week',
  title: 'Changes past GitOps in seven days',
  description: `The ten clusters with most out-of-band changes, by whomever. Agreed: ${thresholds['m4-drift'].aim}. Only objects that GitOps manages can drift.`,
  queries: [{ expr: largest(10, select(recorded.driftWeek, ofCluster)), legend: '{{cluster}}', instant: true }],
  unit: 'short',
  decimals: 0,
  min: 0,
  steps: stepsOf('m4-drift'),
  absent: tooSoon('Known after a few minutes of data'),
  dataLinks: [toDashboard('Changes', 'changes', { cluster: label('cluster') })],
};

/** M4 over time. */
export const driftTrend: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'drift-trend',
  title: 'Changes past GitOps, by week',
  description:
    'Out-of-band changes of the seven days before each moment, all clusters chosen together and the cluster with most.',
  queries: [
    { expr: overTime('sum', [], { series: recorded.driftWeek, fleet: recorded.fleetDrift }), legend: 'all' },
    {
      expr: overTime('max', [], { series: recorded.driftWeek, fleet: recorded.fleetMostDrift }),
      legend: 'most of one cluster',
    },
  ],
  unit: 'short',
  min: 0,
  legend: 'list',
  overrides: [
    { name: 'all', colour: tone.plain },
    { name: 'most of one cluster', colour: tone.other },
  ],
  absent: tooSoon('Known after a few minutes of data'),
};

/** M5: what policies stop. */
export const enforcement: StatPanel = {
  kind: 'stat',
  id: 'enforcement',
  title: 'Violations stopped by policies',
  description: `${thresholds['m5-enforcement'].question} Mean over the clusters that know. Agreed: ${thresholds['m5-enforcement'].aim}.`,
  queries: [{ expr: aggregated('avg', [], recorded.enforcement, ofCluster), instant: true }],
  unit: 'percentunit',
  decimals: 1,
  steps: stepsOf('m5-enforcement'),
  colour: 'value',
  absent: sources.policies,
};

/** M6: what can be proved. */
export const evidence: BarGaugePanel = {
  kind: 'bargauge',
  id: 'evidence',
  title: 'Controls with fresh evidence',
  description: `${thresholds['m6-evidence'].question} By framework, as the mean over clusters. Agreed: ${thresholds['m6-evidence'].aim}.`,
  queries: [
    {
      expr: `sort(${aggregated('avg', ['framework'], recorded.evidence, ofCluster)})`,
      legend: '{{framework}}',
      instant: true,
    },
  ],
  unit: 'percentunit',
  decimals: 0,
  min: 0,
  max: 1,
  steps: stepsOf('m6-evidence'),
  absent: sources.evidence,
  dataLinks: [inApp('Controls', 'compliance', { framework: label('framework') })],
};

/** M7: whether alerts are worth it. */
export const alertQuality: StatPanel = {
  kind: 'stat',
  id: 'alert-quality',
  title: 'Alerts that were valid',
  description:
    `${thresholds['m7-alert-validity'].question} Over 30 days, as the mean over clusters; an alert that nobody judged within seven days is not valid. ` +
    'It needs a receiver in Alertmanager that posts to the exporter.',
  queries: [{ expr: aggregated('avg', [], recorded.alertValid, ofCluster), instant: true }],
  unit: 'percentunit',
  decimals: 0,
  steps: stepsOf('m7-alert-validity'),
  colour: 'value',
  absent: tooSoon('No alert was closed and counted yet'),
};

/** M7: how many alerts somebody judged. */
export const triage: StatPanel = {
  kind: 'stat',
  id: 'triage',
  title: 'Alerts with a verdict',
  description:
    'Closed alerts of 30 days that somebody judged, as the mean over clusters. The quality beside it means little while this is low.',
  queries: [{ expr: aggregated('avg', [], recorded.triageCoverage, ofCluster), instant: true }],
  unit: 'percentunit',
  decimals: 0,
  colour: 'none',
  absent: tooSoon('No alert was closed yet'),
};

/** M10: what pull requests bring in. */
export const iac: StatPanel = {
  kind: 'stat',
  id: 'iac',
  title: 'Pull requests that fail their first verdict',
  description: `${thresholds['m10-iac'].question} Over 30 days, in the source that fails most. Agreed: ${thresholds['m10-iac'].aim}.`,
  queries: [{ expr: aggregated('max', [], recorded.iacFail), instant: true }],
  unit: 'percentunit',
  decimals: 1,
  steps: stepsOf('m10-iac'),
  colour: 'value',
  absent: sources.pullRequests,
};
