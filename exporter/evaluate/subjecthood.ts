import type { Inventory } from '../model/inventory.ts';
import { kindNamed, workloadKinds, type KindName } from '../model/kinds.ts';
import { controllerOf, type KubeObject } from '../model/object.ts';

const evaluated: ReadonlySet<KindName> = new Set(workloadKinds);

/**
 * Whether an object is judged itself, or its controller in its place. A controller of an evaluated kind answers for
 * what it owns: while it is known, even if its kind can no longer be seen, and before it is seen, because its watch may
 * lag behind. In a complete world one that is not there never will be, and where its kind could never be seen nobody
 * else would be judged.
 */
export function isJudged(kind: KindName, object: KubeObject, inventory: Inventory): boolean {
  if (!evaluated.has(kind)) return true;
  const controller = controllerOf(object.metadata);
  if (controller === undefined) return true;
  const ownerKind = kindNamed(controller.apiVersion, controller.kind);
  if (ownerKind === undefined || !evaluated.has(ownerKind)) return true;
  if (inventory.find(ownerKind, object.metadata.namespace, controller.name) !== undefined) return false;
  if (inventory.complete) return true;
  const status = inventory.status(ownerKind);
  return status === 'forbidden' || status === 'absent';
}

/** The kinds whose visibility or content decides whether objects of workload kinds are judged themselves. */
export function ownerKindOf(kind: KindName, object: KubeObject): { kind: KindName; name: string } | undefined {
  if (!evaluated.has(kind)) return undefined;
  const controller = controllerOf(object.metadata);
  if (controller === undefined) return undefined;
  const ownerKind = kindNamed(controller.apiVersion, controller.kind);
  return ownerKind === undefined ? undefined : { kind: ownerKind, name: controller.name };
}
