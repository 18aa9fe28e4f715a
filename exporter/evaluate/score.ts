import type { Severity } from '../contract/vocabulary.ts';
import type { Counts } from './tally.ts';

/** What one check costs the score. */
export interface Driver {
  /** Index of the check. */
  readonly check: number;
  /** Part of the score lost to it; the losses of all checks and the score add up to 1. */
  readonly pointsLost: number;
  readonly failing: number;
  /** Objects with a verdict: failing and passing. */
  readonly total: number;
}

export interface Score {
  /** 0 (everything fails) to 1 (nothing does). */
  readonly ratio: number;
  /** Checks that cost something, dearest first. */
  readonly drivers: readonly Driver[];
}

/** How much a severity weighs; info is outside the score. */
export const severityWeights: Readonly<Record<Severity, number>> = {
  critical: 40,
  high: 15,
  medium: 5,
  low: 1,
  info: 0,
};

/**
 * Posture score. Each check that gave a verdict weighs by its severity, and loses √(failing / verdicts) of its weight:
 * the first failures cost most, so one bad object is visible in a large cluster, and fixing the last ones pays.
 * Depending on proportions only, the score does not change when everything is duplicated; every fix raises it.
 * Composite checks are left out, since their parts already count. Undefined while nothing has a verdict. `among` are the
 * indexes of the checks that count, for the score of a framework.
 */
export function scoreOf(tally: Counts, among: Iterable<number> = tally.checks.keys()): Score | undefined {
  const lost: { check: number; weighed: number; failing: number; total: number }[] = [];
  let weights = 0;
  for (const index of among) {
    const check = tally.checks[index];
    const weight = check === undefined || check.composite ? 0 : severityWeights[check.severity];
    if (weight === 0) continue;
    const failing = tally.count(index, 'fail');
    const total = failing + tally.count(index, 'pass');
    if (total === 0) continue;
    weights += weight;
    if (failing > 0) lost.push({ check: index, weighed: weight * Math.sqrt(failing / total), failing, total });
  }
  if (weights === 0) return undefined;
  const drivers = lost
    .map(({ check, weighed, failing, total }) => ({ check, pointsLost: weighed / weights, failing, total }))
    .sort((a, b) => b.pointsLost - a.pointsLost || a.check - b.check);
  const ratio = Math.max(0, 1 - drivers.reduce((sum, { pointsLost }) => sum + pointsLost, 0));
  return { ratio, drivers };
}
