import type { Inventory } from '../model/inventory.ts';
import type { KindName } from '../model/kinds.ts';
import type { KubeObject } from '../model/object.ts';
import type { KubernetesVersion } from '../model/version.ts';
import { Unseen, type Derivation, type IndexName, type World } from '../model/world.ts';
import {
  dayDependency,
  derivedDependency,
  filedDependency,
  indexDependency,
  listDependency,
  objectDependency,
  presenceDependency,
  statusDependency,
  type Dependency,
} from './dependency.ts';
import { DerivedValues, type DerivedValue } from './derived-values.ts';

/** An inventory as checks see it: every question becomes a dependency of the object under judgement. */
export class TrackedWorld implements World {
  readonly #inventory: Inventory;
  readonly derivedValues: DerivedValues;
  #asked: Set<Dependency> | undefined;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.derivedValues = new DerivedValues(inventory);
  }

  /** Starts recording what the judgement of one object asks. */
  begin(): void {
    this.#asked = undefined;
  }

  /** What was asked since `begin`; undefined when nothing was. */
  asked(): ReadonlySet<Dependency> | undefined {
    return this.#asked;
  }

  get version(): KubernetesVersion {
    return this.#inventory.version;
  }

  find(kind: KindName, namespace: string, name: string): KubeObject | undefined {
    this.#require(kind);
    this.#ask(objectDependency(kind, namespace, name));
    return this.#inventory.find(kind, namespace, name);
  }

  list(kind: KindName, namespace?: string): readonly KubeObject[] {
    this.#require(kind);
    this.#ask(listDependency(kind, namespace));
    return [...this.#inventory.list(kind, namespace)];
  }

  any(kind: KindName, namespace?: string): boolean {
    this.#require(kind);
    this.#ask(presenceDependency(kind, namespace));
    return this.#inventory.any(kind, namespace);
  }

  by(index: IndexName, value: string): readonly KubeObject[] {
    for (const kind of this.#inventory.kindsOf(index)) this.#require(kind);
    this.#ask(indexDependency(index, value));
    return [...this.#inventory.by(index, value)];
  }

  has(index: IndexName, value: string): boolean {
    for (const kind of this.#inventory.kindsOf(index)) this.#require(kind);
    this.#ask(filedDependency(index, value));
    for (const _ of this.#inventory.by(index, value)) return true;
    return false;
  }

  get today(): number {
    this.#ask(dayDependency);
    if (this.#inventory.today === undefined) throw new Unseen('the time is not known');
    return this.#inventory.today;
  }

  derived<T>(derivation: Derivation<T>, key: string): T {
    const dependency = derivedDependency(derivation.name, key);
    let held = this.derivedValues.find(dependency);
    if (held === undefined) {
      held = this.#derive(derivation, key);
      this.derivedValues.keep(dependency, held);
    }
    this.#ask(dependency);
    if (held.thrown !== undefined) throw held.thrown.error;
    // Names of derivations are unique, so that what is kept under one is what it made.
    return held.value as T;
  }

  /** What a derivation asks is a dependency of its value, and only the value one of the object under judgement. */
  #derive<T>(derivation: Derivation<T>, key: string): DerivedValue {
    const outer = this.#asked;
    const asked = (this.#asked = new Set<Dependency>());
    try {
      return { value: derivation.from(this, key), asked };
    } catch (error) {
      return { thrown: { error }, asked };
    } finally {
      this.#asked = outer;
    }
  }

  #require(kind: KindName): void {
    this.#ask(statusDependency(kind));
    if (!this.#inventory.isVisible(kind)) throw new Unseen(`${kind} objects cannot be seen`);
  }

  #ask(dependency: Dependency): void {
    (this.#asked ??= new Set()).add(dependency);
  }
}
