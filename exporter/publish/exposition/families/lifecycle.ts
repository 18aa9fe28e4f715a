import { ages, metrics, severities, windows, type Severity, type Window } from '../../../contract/index.ts';
import { transitionPairs } from '../../../findings/ledger.ts';
import { windowMs, type WindowFigures } from '../../../findings/remediations.ts';
import type { Posture } from '../../posture.ts';
import { postureFamily, type Family, type Sla } from '../family.ts';
import { labelSet } from '../label-set.ts';

export interface LifecycleOptions {
  readonly sla: Sla;
  /** How long what has ended is remembered, in milliseconds; a window that is longer has no figures. */
  readonly retentionMs: number;
}

/**
 * M3: what became of findings and how old the open ones are. Closed label sets start at 0, or `increase()` misses their
 * birth. What the store has not confirmed is left out: a counter that later starts lower reads as a reset.
 */
export function lifecycleFamilies({ sla, retentionMs }: LifecycleOptions): readonly Family[] {
  const transitionCells = severities.flatMap((severity) =>
    transitionPairs.map(({ transition, reason }) => {
      const labels = labelSet(metrics.findingTransitions, { severity, transition, reason });
      return { severity, transition, reason, labels };
    }),
  );
  const budgeted = severities.filter((severity) => severity !== 'info');
  const bySeverity = new Map(
    severities.map((severity) => [severity, labelSet(metrics.findingOldestOpen, { severity })]),
  );
  const windowCells = budgeted.flatMap((severity) =>
    windows
      .filter((window) => windowMs[window] <= retentionMs)
      .map((window) => ({
        severity,
        window,
        mean: labelSet(metrics.findingRemediationMean, { severity, window }),
        median: labelSet(metrics.findingRemediationMedian, { severity, window }),
      })),
  );
  const ageCells = severities.map((severity) => ({
    severity,
    cells: ages.map((age) => ({ age, labels: labelSet(metrics.findingsOpenAge, { severity, age }) })),
  }));

  return [
    postureFamily(metrics.findingTransitions, function* ({ findings: { ledger }, memory }) {
      if (memory !== 'whole') return;
      for (const { severity, transition, reason, labels } of transitionCells) {
        yield [labels, ledger.transitions(severity, transition, reason)];
      }
    }),
    postureFamily(metrics.findingRemediation, function* ({ findings: { ledger }, memory }) {
      if (memory !== 'whole') return;
      for (const [severity, labels] of bySeverity) {
        if (severity !== 'info') yield [labels, ledger.remediation(severity)];
      }
    }),
    postureFamily(metrics.findingRemediationMean, function* (posture, { now }) {
      for (const { severity, window, mean: labels } of windowCells) {
        const mean = figuresOf(posture, severity, window, now)?.mean;
        if (mean !== undefined) yield [labels, mean];
      }
    }),
    postureFamily(metrics.findingRemediationMedian, function* (posture, { now }) {
      for (const { severity, window, median: labels } of windowCells) {
        const median = figuresOf(posture, severity, window, now)?.median;
        if (median !== undefined) yield [labels, median];
      }
    }),
    postureFamily(metrics.findingsOpenAge, function* ({ findings: { summary }, memory }, { now }) {
      if (memory === 'none') return;
      for (const { severity, cells } of ageCells) {
        const byAge = summary.ages(severity, now);
        for (const { age, labels } of cells) yield [labels, byAge[age]];
      }
    }),
    postureFamily(metrics.findingOldestOpen, function* ({ findings: { summary }, memory }) {
      if (memory === 'none') return;
      for (const [severity, labels] of bySeverity) {
        const oldest = summary.oldest(severity);
        if (oldest !== undefined) yield [labels, oldest / 1000];
      }
    }),
    postureFamily(metrics.findingsSlaBreached, function* ({ findings: { summary }, memory }, { now }) {
      if (memory === 'none') return;
      for (const severity of budgeted) {
        const labels = bySeverity.get(severity);
        if (labels !== undefined) yield [labels, summary.olderThan(severity, sla[severity], now)];
      }
    }),
  ];
}

/** Figures of a window throughout which the cluster was remembered; those with unconfirmed transitions in them wait. */
function figuresOf(
  { findings, memory, rememberedSince }: Posture,
  severity: Severity,
  window: Window,
  now: number,
): WindowFigures | undefined {
  const isObserved = memory === 'whole' && rememberedSince !== undefined && now - windowMs[window] >= rememberedSince;
  return isObserved ? findings.remediations.figures(severity, window, now) : undefined;
}
