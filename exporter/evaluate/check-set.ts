import { createHash } from 'node:crypto';
import type { Check } from '../checks/define.ts';
import { severityWeights } from './score.ts';

/**
 * Names what scores are made of: the checks that weigh, how much, and their parameters, as 12 hexadecimal digits. Two
 * scores compare only where this is the same.
 */
export function checkSetOf(checks: readonly Check[]): string {
  const weighing = checks
    .filter(({ composite, severity }) => composite !== true && severityWeights[severity] > 0)
    .map(({ id, severity, settings }) => JSON.stringify([id, severityWeights[severity], settings]))
    .sort();
  return createHash('sha256').update(weighing.join('\n')).digest('hex').slice(0, 12);
}
