import type { Inventory } from '../model/inventory.ts';
import type { KindName } from '../model/kinds.ts';
import type { KubeObject } from '../model/object.ts';
import { templateOwnerOf } from '../model/template-owner.ts';

/**
 * Whether an object is judged itself, or its controller in its place. A controller whose template makes such objects
 * answers for what it owns: while it is known, even if its kind can no longer be seen, and before it is seen, because
 * its watch may lag behind. In a complete world one that is not there never will be, and where its kind could never be
 * seen nobody else would be judged. Any other owner is no more than a claim of the object's author.
 */
export function isJudged(kind: KindName, object: KubeObject, inventory: Inventory): boolean {
  const owner = templateOwnerOf(kind, object);
  if (owner === undefined) return true;
  const { namespace } = object.metadata;
  const held = inventory.find(owner.kind, namespace, owner.name);
  // Another object of that name is not the controller that made this one.
  if (held !== undefined)
    return owner.uid !== undefined && held.metadata.uid !== undefined && held.metadata.uid !== owner.uid;
  if (inventory.complete) return true;
  const status = inventory.status(owner.kind);
  return status === 'forbidden' || status === 'absent';
}
