import type { Change } from '../model/inventory.ts';
import type { KindName } from '../model/kinds.ts';
import { refOf } from '../model/object.ts';
import type { IndexName } from '../model/world.ts';

/** Something that a result depends on: one object, a list, whether there is any, an index, a kind or a derived value. */
export type Dependency = string;

export const objectDependency = (kind: KindName, namespace: string, name: string): Dependency =>
  `o|${kind}|${namespace}|${name}`;
export const listDependency = (kind: KindName, namespace = '*'): Dependency => `l|${kind}|${namespace}`;
export const presenceDependency = (kind: KindName, namespace = '*'): Dependency => `p|${kind}|${namespace}`;
export const indexDependency = (index: IndexName, value: string): Dependency => `i|${index}|${value}`;
export const filedDependency = (index: IndexName, value: string): Dependency => `f|${index}|${value}`;
export const dayDependency: Dependency = 't|day';
export const statusDependency = (kind: KindName): Dependency => `s|${kind}`;
export const derivedDependency = (derivation: string, key: string): Dependency => `d|${derivation}|${key}`;

/** Everything that may have another answer after a change of one object. */
export function touchedBy({ kind, key, what, indexed }: Change): readonly Dependency[] {
  const { namespace, name } = refOf(key);
  const touched = [objectDependency(kind, namespace, name), listDependency(kind), listDependency(kind, namespace)];
  if (what !== 'updated') touched.push(presenceDependency(kind), presenceDependency(kind, namespace));
  for (const { index, value, moved } of indexed) {
    touched.push(indexDependency(index, value));
    if (moved) touched.push(filedDependency(index, value));
  }
  return touched;
}
