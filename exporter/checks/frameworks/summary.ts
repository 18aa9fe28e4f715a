import { controlStates, type ApiFramework, type ApiFrameworkSummary, type ControlState } from '../../contract/api.ts';

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
