import { isMadeFromTemplate, kindNamed, type KindName } from './kinds.ts';
import { controllerOf, type KubeObject } from './object.ts';
import { at } from './record.ts';

/** The controller whose template stands for this object, by its reference. */
export function templateOwnerOf(
  kind: KindName,
  object: KubeObject,
): { readonly kind: KindName; readonly name: string; readonly uid: string | undefined } | undefined {
  const controller = controllerOf(object.metadata);
  if (controller === undefined) return undefined;
  const owner = kindNamed(controller.apiVersion, controller.kind);
  if (owner === undefined || !isMadeFromTemplate(kind, owner)) return undefined;
  return { kind: owner, name: controller.name, uid: controller.uid };
}

/** Whether containers for debugging were added to a running pod, which stand in no template. */
export function hasAddedContainers(pod: object): boolean {
  const added = at(pod, 'spec', 'ephemeralContainers');
  return Array.isArray(added) && added.length > 0;
}
