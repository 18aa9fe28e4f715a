import { checkStatuses, metrics, results, severities, type CheckStatus } from '../../../contract/index.ts';
import type { Check } from '../../../checks/define.ts';
import type { Counts } from '../../../evaluate/tally.ts';
import { postureFamily, rendered, type Family } from '../family.ts';
import { labelSet } from '../label-set.ts';

const statusCount: Readonly<Record<CheckStatus, (counts: Counts, check: number) => number>> = {
  fail: (counts, check) => counts.count(check, 'fail'),
  pass: (counts, check) => counts.count(check, 'pass'),
  unknown: (counts, check) => counts.count(check, 'unknown') + counts.count(check, 'error'),
};

/** M1: verdicts of checks on objects, and how many of them there are. */
export function resultFamilies(): readonly Family[] {
  const statusesOf = rendered((check: Check) =>
    checkStatuses.map((status) => {
      const labels = labelSet(metrics.checkResources, { check: check.id, severity: check.severity, status });
      return { status, labels };
    }),
  );
  const resultCells = severities.flatMap((severity) =>
    results.map((status) => ({ severity, status, labels: labelSet(metrics.resources, { severity, status }) })),
  );
  const cluster = labelSet(metrics.clusterClean, {});

  return [
    postureFamily(metrics.clusterClean, ({ clean }) => [[cluster, clean ? 1 : 0]]),
    postureFamily(metrics.checkResources, function* ({ counts }) {
      for (const [index, check] of counts.checks.entries()) {
        for (const { status, labels } of statusesOf(check)) yield [labels, statusCount[status](counts, index)];
      }
    }),
    postureFamily(metrics.resources, function* ({ counts }) {
      const sums = new Map<string, number>();
      for (const [index, { severity }] of counts.checks.entries()) {
        for (const result of results) {
          const key = `${severity}|${result}`;
          sums.set(key, (sums.get(key) ?? 0) + counts.count(index, result));
        }
      }
      for (const { severity, status, labels } of resultCells) yield [labels, sums.get(`${severity}|${status}`) ?? 0];
    }),
    postureFamily(metrics.checkCoverage, ({ coverage }) => [[cluster, coverage]]),
  ];
}
