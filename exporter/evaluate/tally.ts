import type { Result } from '../contract/vocabulary.ts';
import type { Check } from '../checks/define.ts';
import { codeOf, codes, type Evaluation } from './evaluator.ts';

/** How many objects have each result, per index of a check. */
export interface Counts {
  readonly checks: readonly Check[];
  count(check: number, result: Result): number;
  /** Offences that an exemption accepts. */
  exemptOffences(check: number): number;
  /** Offences that each exemption accepts, by its id. */
  readonly uses: ReadonlyMap<string, number>;
}

/** Counts kept current by differences, so that reading them does not depend on the number of objects. */
export class Tally implements Counts {
  readonly checks: readonly Check[];
  readonly #counts: Int32Array;
  readonly #exempt: Int32Array;
  readonly #uses: Map<string, number>;

  constructor(checks: readonly Check[], from?: Tally) {
    this.checks = checks;
    this.#counts = from ? from.#counts.slice() : new Int32Array(checks.length * codes.length);
    this.#exempt = from ? from.#exempt.slice() : new Int32Array(checks.length);
    this.#uses = new Map(from ? from.#uses : []);
  }

  /** A copy that later changes do not reach. */
  frozen(): Counts {
    return new Tally(this.checks, this);
  }

  count(check: number, result: Result): number {
    return this.#counts[check * codes.length + codeOf[result]] ?? 0;
  }

  exemptOffences(check: number): number {
    return this.#exempt[check] ?? 0;
  }

  get uses(): ReadonlyMap<string, number> {
    return this.#uses;
  }

  replace(before: Evaluation | undefined, after: Evaluation | undefined): void {
    if (before !== undefined) this.#add(before, -1);
    if (after !== undefined) this.#add(after, 1);
  }

  #add({ results, violations }: Evaluation, by: number): void {
    for (let check = 0; check < results.length; check++) {
      const cell = check * codes.length + (results[check] ?? 0);
      this.#counts[cell] = (this.#counts[cell] ?? 0) + by;
    }
    for (const { check, exemption } of violations) {
      if (exemption === undefined) continue;
      this.#exempt[check] = (this.#exempt[check] ?? 0) + by;
      const uses = (this.#uses.get(exemption.id) ?? 0) + by;
      if (uses > 0) this.#uses.set(exemption.id, uses);
      else this.#uses.delete(exemption.id);
    }
  }
}
