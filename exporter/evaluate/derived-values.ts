import type { Change, Inventory, InventoryListener } from '../model/inventory.ts';
import type { KindName } from '../model/kinds.ts';
import { dayDependency, statusDependency, touchedBy, type Dependency } from './dependency.ts';

/** What a derivation made of a key, or what it threw, and what it asked for. */
export interface DerivedValue {
  readonly value?: unknown;
  readonly thrown?: { readonly error: unknown };
  readonly asked: ReadonlySet<Dependency>;
}

const nothing: ReadonlySet<Dependency> = new Set();

/** Keeps derived values until an object or a kind that they were worked out from changes. */
export class DerivedValues implements InventoryListener {
  readonly #held = new Map<Dependency, DerivedValue>();
  readonly #dependents = new Map<Dependency, Set<Dependency>>();
  readonly #listeners: ((stale: Dependency) => void)[] = [];

  constructor(inventory: Inventory) {
    inventory.listen(this);
  }

  /** Tells of each value that is no longer true, as soon as it is not. */
  onStale(listener: (stale: Dependency) => void): void {
    this.#listeners.push(listener);
  }

  find(dependency: Dependency): DerivedValue | undefined {
    return this.#held.get(dependency);
  }

  keep(dependency: Dependency, held: DerivedValue): void {
    this.#held.set(dependency, held);
    for (const asked of held.asked) {
      let dependents = this.#dependents.get(asked);
      if (dependents === undefined) this.#dependents.set(asked, (dependents = new Set()));
      dependents.add(dependency);
    }
  }

  /** Drops every value without telling: for when everything is judged again, and so that nothing is kept for ever. */
  forget(): void {
    this.#held.clear();
    this.#dependents.clear();
  }

  changed(change: Change): void {
    if (this.#held.size === 0) return;
    for (const dependency of touchedBy(change)) this.#outdate(dependency);
  }

  statusChanged(kind: KindName): void {
    this.#outdate(statusDependency(kind));
  }

  dayChanged(): void {
    this.#outdate(dayDependency);
  }

  versionChanged(): void {
    this.forget();
  }

  #outdate(changed: Dependency): void {
    for (const stale of this.#dependents.get(changed) ?? nothing) {
      const held = this.#held.get(stale);
      if (held === undefined) continue;
      this.#held.delete(stale);
      for (const asked of held.asked) {
        const dependents = this.#dependents.get(asked);
        dependents?.delete(stale);
        if (dependents?.size === 0) this.#dependents.delete(asked);
      }
      for (const listener of this.#listeners) listener(stale);
      this.#outdate(stale);
    }
  }
}
