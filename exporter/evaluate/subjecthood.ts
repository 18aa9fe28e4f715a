import type { Inventory } from '../model/inventory.ts';
import type { KindName } from '../model/kinds.ts';
import type { KubeObject } from '../model/object.ts';
import { hasAddedContainers, templateOwnerOf } from '../model/template-owner.ts';
import type { Offence } from '../model/verdict.ts';

/**
 * How an object is judged: as a whole, only for what was added to it while it ran, because its controller's template
 * answers for the rest, or not at all; `unclear` while it cannot be seen whether there is such a controller.
 */
export type Subjecthood = 'whole' | 'additions' | 'none' | 'unclear';

/** How an object is judged itself, beside or instead of its controller. */
export function subjecthoodOf(kind: KindName, object: KubeObject, inventory: Inventory): Subjecthood {
  const answered = isAnsweredFor(kind, object, inventory);
  if (answered === undefined) return 'unclear';
  if (!answered) return 'whole';
  return kind === 'Pod' && hasAddedContainers(object) ? 'additions' : 'none';
}

/** Whether an offence is about something that no template holds: a container for debugging. */
export function isAddition({ path }: Offence): boolean {
  return path.startsWith('spec.ephemeralContainers[');
}

/**
 * Whether a controller is judged in the place of an object. A controller whose template makes such objects answers for
 * what it owns: while it is known, even if its kind can no longer be seen, and before it is seen, because its watch may
 * lag behind. In a complete world one that is not there never will be, and where its kind could never be seen nobody
 * else would be judged. Where its kind cannot be seen for now, or is refused now and it had findings before a restart,
 * nobody can tell (undefined): what was found is not over, and what its objects fail is no news. Any other owner is no
 * more than a claim of the object's author.
 */
function isAnsweredFor(kind: KindName, object: KubeObject, inventory: Inventory): boolean | undefined {
  const owner = templateOwnerOf(kind, object);
  if (owner === undefined) return false;
  const { namespace } = object.metadata;
  const held = inventory.find(owner.kind, namespace, owner.name);
  // Another object of that name is not the controller that made this one.
  if (held !== undefined)
    return owner.uid === undefined || held.metadata.uid === undefined || held.metadata.uid === owner.uid;
  if (inventory.complete) return false;
  const status = inventory.status(owner.kind);
  if (status === 'absent') return false;
  if (status === 'forbidden') return inventory.isRemembered(owner.kind, namespace, owner.name) ? undefined : false;
  return status === 'synced' ? true : undefined;
}
