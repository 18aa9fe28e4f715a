import { thresholds, type SloId } from '../../alerts/generated/thresholds.ts';
import { tone } from './colours.ts';
import type { Step } from './panel.ts';

/** Below anything that is ever measured. */
const lowest = -1_000_000;

/** Bad above a limit, which itself is still good. `grain` is the smallest difference that counts. */
export function badAbove(limit: number, grain = 1): readonly Step[] {
  return [
    { from: lowest, colour: tone.good },
    { from: limit + grain, colour: tone.bad },
  ];
}

/** Bad below a limit. */
export function badBelow(limit: number): readonly Step[] {
  return [
    { from: lowest, colour: tone.bad },
    { from: limit, colour: tone.good },
  ];
}

/** Red from the first one on. */
export const noneWanted: readonly Step[] = badAbove(0);

/** Where the figure beside an SLO turns bad, as values.yaml has it. */
export function stepsOf(id: SloId): readonly Step[] {
  const { bad, limit, unit } = thresholds[id];
  return bad === 'below' ? badBelow(limit) : badAbove(limit, unit === 'percentunit' ? 0.0001 : 1);
}

/** What is left of an error budget: overspent, nearly spent, or enough. */
export const budgetLeft: readonly Step[] = [
  { from: lowest, colour: tone.bad },
  { from: 0, colour: tone.warning },
  { from: 0.25, colour: tone.good },
];

/** How fast a budget burns: 1 lasts exactly as long as the period. */
export const burnRate: readonly Step[] = [
  { from: 0, colour: tone.good },
  { from: 1.0001, colour: tone.warning },
  { from: 6, colour: tone.bad },
];
