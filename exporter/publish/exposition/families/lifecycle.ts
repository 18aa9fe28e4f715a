import { ages, metrics, severities } from '../../../contract/index.ts';
import { transitionPairs } from '../../../findings/ledger.ts';
import { postureFamily, type Family, type Sla } from '../family.ts';
import { labelSet } from '../label-set.ts';

/**
 * M3: what became of findings and how old the open ones are. Closed label sets start at 0, or `increase()` misses their
 * birth. What the store has not confirmed is left out: a counter that later starts lower reads as a reset.
 */
export function lifecycleFamilies(sla: Sla): readonly Family[] {
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
