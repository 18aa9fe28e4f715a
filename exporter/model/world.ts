import type { KindName } from './kinds.ts';
import type { KubeObject } from './object.ts';
import type { KubernetesVersion } from './version.ts';

/**
 * Thrown where what decides cannot be seen: the result is then `unknown`, never `pass`. A World throws it for kinds; a
 * check throws it itself for a file or a setting that is out of sight, with a sentence that says which.
 */
export class Unseen extends Error {
  override readonly name = 'Unseen';
}

/** Secondary indexes of an inventory, by which checks find related objects without reading whole kinds. */
export type IndexName =
  'bindings-of-role' | 'bindings-of-subject' | 'routes-to-service' | 'services-by-label' | 'nodes-with';

/**
 * Something worked out from several objects that many judgements need, such as what a service account may do. It is
 * worked out once for each key and kept until an object that it asked for changes.
 */
export interface Derivation<T> {
  /** Unique among derivations. */
  readonly name: string;
  /** Depends on nothing but the key and what it asks the world. */
  readonly from: (world: World, key: string) => T;
}

/**
 * The other objects of a cluster, as a check may ask for them. What was asked is remembered: when an answer
 * changes, the check is evaluated again. Every method throws Unseen for a kind that cannot be seen.
 */
export interface World {
  readonly version: KubernetesVersion;
  /** When the current day began (UTC), in milliseconds since the epoch; throws Unseen where the time is not known. */
  readonly today: number;
  find(kind: KindName, namespace: string, name: string): KubeObject | undefined;
  /** Objects of a kind, in one namespace or in all. Prefer `find`, `any` or `by`: they are cheaper to keep current. */
  list(kind: KindName, namespace?: string): readonly KubeObject[];
  any(kind: KindName, namespace?: string): boolean;
  /** Objects that an index files under `value`. */
  by(index: IndexName, value: string): readonly KubeObject[];
  /** Whether an index files anything under `value`: cheap to keep current where the objects themselves change often. */
  has(index: IndexName, value: string): boolean;
  /** What a derivation makes of a key; throws what it throws. */
  derived<T>(derivation: Derivation<T>, key: string): T;
}
