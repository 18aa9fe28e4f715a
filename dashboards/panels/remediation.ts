import { recorded } from '#contract';
import { thresholds } from '../../alerts/generated/thresholds.ts';
import { inApp } from '../app-links.ts';
import { noReport, nothing, tooSoon } from './absent.ts';
import { tone } from './colours.ts';
import { aggregated, ofCluster, overTime } from './expressions.ts';
import type { Mapping, StatPanel, TimeSeriesPanel } from './panel.ts';
import { noneWanted, stepsOf } from './steps.ts';

const ofCriticals = { severity: 'critical' } as const;
const critical = { ...ofCluster, ...ofCriticals } as const;
const agreed = thresholds['m3-remediation'].limit;
/** A median of +Inf: fewer than half were fixed. No remediation takes thirty years. */
const beyondMeasure: readonly Mapping[] = [
  { from: 30 * 365 * 86_400, text: 'More than half are still open', colour: tone.bad },
];

/** M3: how long fixing takes. */
export const mttr: StatPanel = {
  kind: 'stat',
  id: 'mttr',
  title: 'Mean time to fix a critical finding',
  description:
    'Over 30 days, as the mean of the clusters that fixed any; what was deleted, waived or there before is left out. ' +
    'It knows nothing of what is still open: read it beside the age of the oldest.',
  queries: [{ expr: aggregated('avg', [], recorded.mttrMean, critical), instant: true }],
  unit: 's',
  decimals: 1,
  steps: stepsOf('m3-remediation'),
  colour: 'value',
  absent: tooSoon('Nothing was fixed in 30 watched days'),
};

/** M3: the same with what is still open. */
export const mttrMedian: StatPanel = {
  kind: 'stat',
  id: 'mttr-median',
  title: 'Median, those still open included',
  description:
    'Kaplan-Meier median of 30 days in the slowest cluster: half of the critical findings were fixed within this time. A pile that nobody touches moves it beyond measure.',
  queries: [{ expr: aggregated('max', [], recorded.mttrMedian, critical), instant: true }],
  unit: 's',
  decimals: 1,
  steps: stepsOf('m3-remediation'),
  mappings: beyondMeasure,
  colour: 'value',
  absent: tooSoon('Known after 30 watched days'),
};

/** M3: how old what is open is. */
export const oldestCritical: StatPanel = {
  kind: 'stat',
  id: 'oldest-critical',
  title: 'Oldest open critical finding',
  description: 'Since it was first seen, or since its object was created where it was there before Plumbline.',
  queries: [{ expr: aggregated('max', [], recorded.oldestOpen, critical), instant: true }],
  unit: 's',
  decimals: 1,
  steps: stepsOf('m3-remediation'),
  colour: 'value',
  absent: nothing('No critical finding is reported open'),
  dataLinks: [inApp('Oldest first', 'findings', { severity: 'critical', sort: 'oldest' })],
};

/** M3: what is open longer than agreed. */
export const overdueCriticals: StatPanel = {
  kind: 'stat',
  id: 'overdue-criticals',
  title: 'Critical findings overdue',
  description: 'Open longer than the remediation time that is agreed for critical findings.',
  queries: [{ expr: aggregated('sum', [], recorded.overdueFindings, critical), instant: true }],
  unit: 'short',
  steps: noneWanted,
  colour: 'background',
  absent: noReport,
  dataLinks: [inApp('Oldest first', 'findings', { severity: 'critical', sort: 'oldest' })],
};

/** M3 over time. */
export const remediationTrend: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'remediation-trend',
  title: 'Time to fix and age of what is open',
  description:
    'Critical findings: the mean time to fix of 30 days, the age of the oldest that is open, and what is agreed. A falling mean with a growing age says that only the easy ones are fixed.',
  queries: [
    {
      expr: overTime('avg', [], { series: recorded.mttrMean, fleet: recorded.fleetMttr }, ofCriticals),
      legend: 'mean time to fix',
    },
    {
      expr: overTime('max', [], { series: recorded.oldestOpen, fleet: recorded.fleetOldestOpen }, ofCriticals),
      legend: 'oldest open',
    },
    { expr: `vector(${agreed})`, legend: 'agreed' },
  ],
  unit: 's',
  min: 0,
  legend: 'list',
  overrides: [
    { name: 'mean time to fix', colour: tone.plain },
    { name: 'oldest open', colour: tone.other },
    { name: 'agreed', colour: tone.neutral, dashed: true },
  ],
  absent: noReport,
};
