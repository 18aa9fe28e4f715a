import type { Inventory } from '../model/inventory.ts';
import type { KindName } from '../model/kinds.ts';
import type { KubeObject } from '../model/object.ts';
import type { KubernetesVersion } from '../model/version.ts';
import { Unseen, type IndexName, type World } from '../model/world.ts';

/** Something a result depends on, in the terms of `dependenciesOf` below. */
export type Dependency = string;

export const objectDependency = (kind: KindName, namespace: string, name: string): Dependency =>
  `o|${kind}|${namespace}|${name}`;
export const listDependency = (kind: KindName, namespace = '*'): Dependency => `l|${kind}|${namespace}`;
export const presenceDependency = (kind: KindName, namespace = '*'): Dependency => `p|${kind}|${namespace}`;
export const indexDependency = (index: IndexName, value: string): Dependency => `i|${index}|${value}`;
export const statusDependency = (kind: KindName): Dependency => `s|${kind}`;

/** An inventory as checks see it: every question becomes a dependency of the object under judgement. */
export class TrackedWorld implements World {
  readonly #inventory: Inventory;
  #asked: Set<Dependency> | undefined;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
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

  #require(kind: KindName): void {
    this.#ask(statusDependency(kind));
    if (!this.#inventory.isVisible(kind)) throw new Unseen(`${kind} objects cannot be seen`);
  }

  #ask(dependency: Dependency): void {
    (this.#asked ??= new Set()).add(dependency);
  }
}
