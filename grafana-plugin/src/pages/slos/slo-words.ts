import { percentOf } from '../../shown/count.ts';
import type { Point } from '../../panels/series.ts';
import type { SloState } from './slo-state.ts';

/** How an SLO stands, in a word or two. */
export const verdictWords: Readonly<Record<SloState['verdict'], string>> = {
  kept: 'kept',
  'at-risk': 'at risk',
  missed: 'missed',
  unknown: 'not known',
};

/** What is left of a budget: a share of it, or by how much it is overspent. */
export function budgetWords(left: number): string {
  if (left >= 0) return percentOf(left);
  return left <= -9.995 ? `overspent ${times(1 - left)}` : `overspent by ${percentOf(-left)}`;
}

/** How fast a budget is spent, against the pace that makes it last for its period. */
export function burnWords(burn: number): string {
  return burn === 0 ? 'not at all' : times(burn);
}

/** How much of a budget somebody used up. */
export function spentWords(spent: number): string {
  return spent > 10 ? `${times(spent)} the budget` : `${percentOf(spent)} of the budget`;
}

/** How a budget moved over the time shown. */
export function historyWords(history: readonly Point[]): string {
  const [first, last] = [history[0], history.at(-1)];
  if (first === undefined || last === undefined) return '';
  const [before, after] = [budgetWords(first.value), budgetWords(last.value)];
  return before === after ? `at ${after}` : `from ${before} to ${after}`;
}

function times(factor: number): string {
  if (factor < 0.05) return 'under 0.1×';
  return `${factor >= 10 ? Math.round(factor) : Number(factor.toFixed(1))}×`;
}
