import type { Result } from '../contract/vocabulary.ts';
import type { Check } from '../checks/define.ts';
import { codes, type Evaluation } from './evaluator.ts';

/** How many objects have each result, per check; kept current by differences so that reading is free. */
export class Tally {
  readonly checks: readonly Check[];
  readonly #counts: Int32Array;

  constructor(checks: readonly Check[]) {
    this.checks = checks;
    this.#counts = new Int32Array(checks.length * codes.length);
  }

  /** Objects for which the check (by index) has this result. */
  count(check: number, result: Result): number {
    return this.#counts[check * codes.length + codes.indexOf(result)] ?? 0;
  }

  replace(before: Evaluation | undefined, after: Evaluation | undefined): void {
    if (before !== undefined) this.#add(before.results, -1);
    if (after !== undefined) this.#add(after.results, 1);
  }

  #add(results: Uint8Array, by: number): void {
    for (let check = 0; check < results.length; check++) {
      const cell = check * codes.length + (results[check] ?? 0);
      this.#counts[cell] = (this.#counts[cell] ?? 0) + by;
    }
  }
}
