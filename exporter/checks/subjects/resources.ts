import { atLeast } from '../../model/version.ts';
import { isRecord, records } from '../../model/record.ts';
import type { ResourceRequirements } from '../../model/pod.ts';
import type { Derivation, World } from '../../model/world.ts';
import type { ContainerView } from './pod-view.ts';
import { isSet } from './field.ts';

export type Resource = 'cpu' | 'memory' | 'ephemeral-storage';
export type Bound = 'requests' | 'limits';

/** Whether a quantity is more than nothing: a limit of zero is none, and a request of zero reserves nothing. */
export function isPositive(quantity: unknown): boolean {
  if (typeof quantity === 'number') return quantity > 0;
  return typeof quantity === 'string' && /^\+?[0.]*[1-9]/.test(quantity);
}

/**
 * Whether something is requested for a container, as far as its manifest says: a limit stands in for a request that is
 * not named, and what the pod as a whole requests (Kubernetes 1.34) holds for its containers.
 */
export function hasRequest({ container, pod }: ContainerView, resource: Resource, world: World): boolean {
  return requests(container.resources, resource) || (holdsPods(world) && requests(pod.spec.resources, resource));
}

/** Whether a container is limited, by itself or by what limits the pod as a whole (Kubernetes 1.34). */
export function hasLimit({ container, pod }: ContainerView, resource: Resource, world: World): boolean {
  return limits(container.resources, resource) || (holdsPods(world) && limits(pod.spec.resources, resource));
}

function requests(resources: ResourceRequirements | null | undefined, resource: Resource): boolean {
  const requested = resources?.requests?.[resource];
  return isSet(requested) ? isPositive(requested) : limits(resources, resource);
}

function limits(resources: ResourceRequirements | null | undefined, resource: Resource): boolean {
  return isPositive(resources?.limits?.[resource]);
}

/** Resources of pods as a whole are in force from 1.34 on; before, an alpha gate drops them. */
function holdsPods({ version }: World): boolean {
  return atLeast(version, 1, 34);
}

interface Defaults {
  readonly requests: ReadonlySet<string>;
  readonly limits: ReadonlySet<string>;
}

const defaultsOfNamespace: Derivation<Defaults> = {
  name: 'limit-range-defaults',
  from(world, namespace) {
    const requested = new Set<string>();
    const limited = new Set<string>();
    for (const range of world.list('LimitRange', namespace)) {
      for (const item of records(isRecord(range['spec']) ? range['spec']['limits'] : undefined)) {
        if (item['type'] !== 'Container') continue;
        // The API server completes a range: what is at most allowed is the default limit, and that the default request.
        for (const resource of positiveIn(item, 'default', 'max')) limited.add(resource);
        for (const resource of positiveIn(item, 'defaultRequest', 'default', 'max', 'min')) requested.add(resource);
      }
    }
    return { requests: requested, limits: limited };
  },
};

/**
 * Whether a LimitRange of the namespace fills in what a container lacks. Templates of controllers do not show it: only
 * their pods are completed, on admission. A check that asks reads `LimitRange`.
 */
export function isFilledIn(bound: Bound, resource: Resource, namespace: string, world: World): boolean {
  return world.derived(defaultsOfNamespace, namespace)[bound].has(resource);
}

function* positiveIn(item: Record<string, unknown>, ...fields: readonly string[]): Generator<string> {
  for (const field of fields) {
    const quantities = item[field];
    if (!isRecord(quantities)) continue;
    for (const [resource, quantity] of Object.entries(quantities)) if (isPositive(quantity)) yield resource;
  }
}
