import type { Check } from '../checks/define.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Counts } from './tally.ts';

/** How much of what should be judged has a verdict. */
export interface Coverage {
  /** Verdicts among check and object pairs, 0 to 1; a kind that was never seen counts as one undecided pair per check. */
  readonly ratio: number;
  /** Whether every pair of the checks asked about has a verdict. */
  readonly complete: boolean;
}

/** Coverage of the checks that `includes` accepts, by index. Exempt and not applicable are verdicts too. */
export function coverageOf(
  tally: Counts,
  inventory: Inventory,
  includes: (check: Check) => boolean = () => true,
): Coverage {
  let decided = 0;
  let undecided = 0;
  tally.checks.forEach((check, index) => {
    if (!includes(check)) return;
    decided += tally.count(index, 'pass') + tally.count(index, 'fail');
    decided += tally.count(index, 'exempt') + tally.count(index, 'not_applicable');
    undecided += tally.count(index, 'unknown') + tally.count(index, 'error');
    for (const kind of check.kinds) if (!inventory.isVisible(kind) && inventory.count(kind) === 0) undecided += 1;
  });
  const pairs = decided + undecided;
  return { ratio: pairs === 0 ? 1 : decided / pairs, complete: undecided === 0 };
}
