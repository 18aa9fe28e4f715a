import type { KindName } from '../../model/kinds.ts';
import type { Offence } from '../../model/verdict.ts';
import type { World } from '../../model/world.ts';
import type { Manifest } from '../patch.ts';
import { quoted } from '../text.ts';
import type { ContainerView } from './pod-view.ts';
import { hasLimit, hasRequest, isFilledIn, type Bound, type Resource } from './resources.ts';

/** Kinds that a check of resources asks for. */
export const resourceReads = ['LimitRange'] as const satisfies readonly KindName[];

/** What stands against a container that neither names nor is given a request or limit; false when it has one. */
export function lacksResource(view: ContainerView, bound: Bound, resource: Resource, world: World): Offence | false {
  if (bound === 'limits' ? hasLimit(view, resource, world) : hasRequest(view, resource, world)) return false;
  if (isFilledIn(bound, resource, view.pod.namespace, world)) return false;
  return {
    path: `${view.path}.resources.${bound}.${resource}`,
    container: view.name,
    message: `container ${quoted(view.name)}: resources.${bound}.${resource} is not set, and nothing fills it in`,
  };
}

/** A LimitRange for examples, with one item. */
export function limitRange(item: object, namespace = 'shop'): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'defaults', namespace },
    spec: { limits: [item] },
  };
}
