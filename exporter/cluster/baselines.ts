import type { Check } from '../checks/define.ts';
import type { Inventory } from '../model/inventory.ts';
import type { KindName } from '../model/kinds.ts';

/**
 * Which check and kind pairs have been looked at completely once. What opens at such a pair is new; what opens at
 * any other is a backlog seen for the first time, and must not page.
 */
export class Baselines {
  readonly #pairs: Set<string>;
  #fresh: string[] = [];
  #gone: string[] = [];

  constructor(remembered: readonly string[]) {
    this.#pairs = new Set(remembered);
  }

  has(check: string, kind: KindName): boolean {
    return this.hasPair(`${check}|${kind}`);
  }

  hasPair(pair: string): boolean {
    return this.#pairs.has(pair);
  }

  /** After a complete evaluation: every pair whose kinds could all be seen has its baseline now. */
  complete(checks: readonly Check[], inventory: Inventory): void {
    this.#forgetUnused(new Set(checks.map(({ id }) => id)));
    for (const check of checks) {
      const reads = check.needs.filter((kind) => !check.kinds.includes(kind));
      if (!reads.every((kind) => inventory.isVisible(kind))) continue;
      for (const kind of check.kinds) {
        const pair = `${check.id}|${kind}`;
        if (this.#pairs.has(pair) || !inventory.isVisible(kind)) continue;
        this.#pairs.add(pair);
        this.#fresh.push(pair);
      }
    }
  }

  /** Nobody looks where a check is off: what it finds once it is on again is a backlog. */
  #forgetUnused(used: ReadonlySet<string>): void {
    for (const pair of this.#pairs) {
      if (used.has(pair.slice(0, pair.lastIndexOf('|')))) continue;
      this.#pairs.delete(pair);
      this.#gone.push(pair);
    }
  }

  /** Pairs that ceased since the last call, to be forgotten. */
  takeGone(): readonly string[] {
    const gone = this.#gone;
    this.#gone = [];
    return gone;
  }

  /** Pairs added since the last call, to be remembered. */
  takeFresh(): readonly string[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }
}
