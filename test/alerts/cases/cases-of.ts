import type { AlertCase } from '../rule-case.ts';

/** Cases of one alert, sampled and evaluated at one step. */
export function casesOf(
  alert: string,
  step: string,
  cases: readonly Omit<AlertCase, 'alert' | 'step'>[],
): readonly AlertCase[] {
  return cases.map((one) => ({ ...one, alert, step }));
}
