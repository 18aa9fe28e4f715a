import { ages, metrics, overflow, severities, windows, type Severity, type Window } from '../../../contract/index.ts';
import { transitionPairs } from '../../../findings/ledger.ts';
import { windowMs, type WindowFigures } from '../../../findings/remediations.ts';
import type { Posture } from '../../posture.ts';
import { postureFamily, type Family, type Sla } from '../family.ts';
import { labelSet } from '../label-set.ts';

const mostOverdueOwners = 8;

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
    postureFamily(metrics.ownerFindingsSlaBreached, function* ({ findings: { summary }, memory }, { now }) {
      if (memory === 'none') return;
      const bySeverity = budgeted.map(
        (severity) => [severity, summary.teamsOlderThan(severity, sla[severity], now)] as const,
      );
      for (const [owner, severity, older] of largestOverdue(bySeverity)) {
        yield [labelSet(metrics.ownerFindingsSlaBreached, { owner, severity }), older];
      }
    }),
  ];
}

/** Overdue findings of the owners that have most of them; those of all others together, a team named like them included. */
function largestOverdue(
  bySeverity: readonly (readonly [Severity, ReadonlyMap<string, number>])[],
): readonly (readonly [owner: string, Severity, number])[] {
  const totals = new Map<string, number>();
  for (const [, teams] of bySeverity)
    for (const [team, older] of teams) totals.set(team, (totals.get(team) ?? 0) + older);
  totals.delete(overflow);
  const largest = [...totals].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, mostOverdueOwners);
  const shown = new Set(largest.map(([team]) => team));
  return bySeverity.flatMap(([severity, teams]) => {
    const rest = [...teams].filter(([team]) => !shown.has(team)).reduce((sum, [, older]) => sum + older, 0);
    const own = [...shown].flatMap((team) =>
      teams.has(team) ? [[team, severity, teams.get(team) ?? 0] as const] : [],
    );
    return rest > 0 ? [...own, [overflow, severity, rest] as const] : own;
  });
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
