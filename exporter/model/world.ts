import type { KindName } from './kinds.ts';
import type { KubeObject } from './object.ts';
import type { KubernetesVersion } from './version.ts';

/** Thrown by a World when a check asks for a kind that cannot be seen: the result is then `unknown`, never `pass`. */
export class Unseen extends Error {
  override readonly name = 'Unseen';
  readonly kind: KindName;
  constructor(kind: KindName) {
    super(`${kind} objects cannot be seen`);
    this.kind = kind;
  }
}

/** Secondary indexes of an inventory, by which checks find related objects without reading whole kinds. */
export type IndexName = 'bindings-of-role';

/**
 * The other objects of a cluster, as a check may ask for them. What was asked is remembered: when an answer
 * changes, the check is evaluated again. Every method throws Unseen for a kind that cannot be seen.
 */
export interface World {
  readonly version: KubernetesVersion;
  find(kind: KindName, namespace: string, name: string): KubeObject | undefined;
  /** Objects of a kind, in one namespace or in all. Prefer `find`, `any` or `by`: they are cheaper to keep current. */
  list(kind: KindName, namespace?: string): readonly KubeObject[];
  any(kind: KindName, namespace?: string): boolean;
  /** Objects that an index files under `value`. */
  by(index: IndexName, value: string): readonly KubeObject[];
}
