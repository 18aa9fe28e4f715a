import { controlStates, type ApiFramework, type ApiFrameworkSummary, type ControlState } from '../../contract/api.ts';
import type { Check } from '../define.ts';

/** A framework as lists show it: controls by state, and how many checks answer any. */
export function summaryOf({ controls, ...about }: ApiFramework): ApiFrameworkSummary {
  const states = Object.fromEntries(controlStates.map((state) => [state, 0])) as Record<ControlState, number>;
  for (const { state } of controls) states[state] += 1;
  return { ...about, controls: controls.length, states, checks: checksOf({ controls }).size };
}

/** The ids of every check that answers a control of a framework. */
export function checksOf({ controls }: Pick<ApiFramework, 'controls'>): ReadonlySet<string> {
  return new Set(controls.flatMap(({ checks }) => checks));
}

/** Where in a list of checks those stand that answer a control of a framework. */
export function indexesOf(
  framework: Pick<ApiFramework, 'controls'>,
  checks: readonly Pick<Check, 'id'>[],
): readonly number[] {
  const wanted = checksOf(framework);
  return [...checks.keys()].filter((index) => wanted.has(checks[index]?.id ?? ''));
}
