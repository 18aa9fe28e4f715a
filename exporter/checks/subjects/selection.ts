import { workloadKinds, type KindName } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/object.ts';
import { at, isRecord } from '../../model/record.ts';
import { templateOwnerOf } from '../../model/template-owner.ts';
import type { Derivation, World } from '../../model/world.ts';
import { isSet } from './field.ts';
import { podView, type PodView } from './pod-view.ts';

/** The labels of a pod or of any other object. */
export type Labels = Readonly<Record<string, string>>;

/** A LabelSelector of apimachinery. */
export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key?: string;
    readonly operator?: string;
    readonly values?: readonly string[];
  }[];
}

/** Kinds that make pods of themselves; a PodTemplate waits for something else to use it. */
export const podMakers = workloadKinds.filter((kind) => kind !== 'PodTemplate');

/**
 * Whether a LabelSelector selects an object with these labels, as apimachinery decides it: absent selects nothing,
 * empty selects everything. One that the API server would refuse selects nothing.
 */
export function selects(selector: LabelSelector | null | undefined, labels: Labels): boolean {
  if (!isRecord(selector)) return false;
  const { matchLabels, matchExpressions } = selector;
  if (isSet(matchLabels) && !(isRecord(matchLabels) && hasAll(labels, matchLabels))) return false;
  if (!isSet(matchExpressions)) return true;
  if (!Array.isArray(matchExpressions)) return false;
  for (const expression of matchExpressions as readonly unknown[]) if (!satisfies(labels, expression)) return false;
  return true;
}

/** Whether a LabelSelector is there and selects every object whatever its labels. */
export function selectsEverything(selector: LabelSelector | null | undefined): boolean {
  return isRecord(selector) && isEmpty(selector['matchLabels']) && isEmpty(selector['matchExpressions']);
}

function isEmpty(part: unknown): boolean {
  if (!isSet(part)) return true;
  return Array.isArray(part) ? part.length === 0 : isRecord(part) && Object.keys(part).length === 0;
}

function hasAll(labels: Labels, wanted: Readonly<Record<string, unknown>>): boolean {
  for (const key in wanted) if (!Object.hasOwn(labels, key) || labels[key] !== wanted[key]) return false;
  return true;
}

function satisfies(labels: Labels, expression: unknown): boolean {
  if (!isRecord(expression)) return false;
  const { key, operator, values } = expression;
  if (typeof key !== 'string') return false;
  const has = Object.hasOwn(labels, key);
  const named = Array.isArray(values) ? (values as readonly unknown[]) : undefined;
  switch (operator) {
    case 'In':
      return has && named?.includes(labels[key]) === true;
    case 'NotIn':
      return named !== undefined && named.length > 0 && !(has && named.includes(labels[key]));
    case 'Exists':
      return has;
    case 'DoesNotExist':
      return !has;
    default:
      return false;
  }
}

/** What a Service selects by; undefined where it has no selector, so that somebody else says where it leads. */
export function serviceSelector(service: KubeObject): Labels | undefined {
  const selector = at(service, 'spec', 'selector');
  // An ExternalName leads to a name, and its selector is ignored.
  if (!isRecord(selector) || at(service, 'spec', 'type') === 'ExternalName') return undefined;
  return Object.keys(selector).length === 0 ? undefined : (selector as Labels);
}

/** Whether a Service sends traffic to pods of this workload, or to some of them. */
function servesPod(selector: Labels, { kind, labels, object }: PodView): boolean {
  for (const key in selector) {
    const wanted = selector[key];
    if (Object.hasOwn(labels, key) ? labels[key] === wanted : isOrdinal(kind, object, key, wanted)) continue;
    return false;
  }
  return true;
}

const podNameLabel = 'statefulset.kubernetes.io/pod-name';
const podIndexLabel = 'apps.kubernetes.io/pod-index';

/** Labels that the controller of StatefulSets gives to single pods, by which Services publish one replica each. */
function isOrdinal(kind: KindName, { metadata: { name } }: KubeObject, key: string, wanted: unknown): boolean {
  if (kind !== 'StatefulSet' || typeof wanted !== 'string') return false;
  if (key === podIndexLabel) return /^\d{1,10}$/.test(wanted);
  return key === podNameLabel && wanted.startsWith(`${name}-`) && /^\d{1,10}$/.test(wanted.slice(name.length + 1));
}

/** The Services of one namespace, by one label that each of them asks for. */
type FiledServices = ReadonlyMap<string, readonly KubeObject[]>;

const anyLabel = '';

function labelKey(key: string, value: unknown): string {
  return typeof value === 'string' ? `${key}=${value}` : key;
}

const servicesByLabel: Derivation<FiledServices> = {
  name: 'services-by-label',
  from(world, namespace) {
    const filed = new Map<string, KubeObject[]>();
    for (const service of world.list('Service', namespace)) {
      const selector = serviceSelector(service);
      if (selector === undefined) continue;
      const entry = Object.entries(selector).find(([key]) => key !== podNameLabel && key !== podIndexLabel);
      const place = entry === undefined ? anyLabel : labelKey(...entry);
      const there = filed.get(place);
      if (there === undefined) filed.set(place, [service]);
      else there.push(service);
    }
    return filed;
  },
};

const none: readonly never[] = [];

/** The Services that send traffic to pods of this workload; a check that asks reads `Service`. */
export function servicesOf(pod: PodView, world: World): readonly KubeObject[] {
  const filed = world.derived(servicesByLabel, pod.namespace);
  if (filed.size === 0) return none;
  let found: KubeObject[] | undefined;
  const take = (services: readonly KubeObject[] | undefined): void => {
    for (const service of services ?? none) {
      const selector = serviceSelector(service);
      if (selector !== undefined && servesPod(selector, pod)) (found ??= []).push(service);
    }
  };
  for (const key in pod.labels) take(filed.get(labelKey(key, pod.labels[key])));
  if (pod.kind === 'StatefulSet') take(filed.get(anyLabel));
  return found ?? none;
}

/** The pods of the workloads of one namespace: of each top controller its template, in its place. */
const podsByNamespace: Derivation<readonly PodView[]> = {
  name: 'pods-by-namespace',
  from(world, namespace) {
    const owners = new Map<KindName, ReadonlyMap<string, KubeObject>>();
    for (const kind of podMakers) {
      owners.set(kind, new Map(world.list(kind, namespace).map((object) => [object.metadata.name, object])));
    }
    const isAnsweredFor = (kind: KindName, object: KubeObject): boolean => {
      const owner = templateOwnerOf(kind, object);
      const held = owner && owners.get(owner.kind)?.get(owner.name);
      return held !== undefined && (owner?.uid === undefined || owner.uid === (held.metadata.uid ?? owner.uid));
    };
    const pods: PodView[] = [];
    for (const [kind, objects] of owners) {
      for (const object of objects.values()) if (!isAnsweredFor(kind, object)) pods.push(podView(kind, object));
    }
    return pods;
  },
};

/** The pods of every workload of a namespace, controllers for what they own; a check that asks reads `podMakers`. */
export function podsIn(namespace: string, world: World): readonly PodView[] {
  return world.derived(podsByNamespace, namespace);
}

/** The pods of a namespace that a LabelSelector selects; a check that asks reads `podMakers`. */
export function podsSelected(
  selector: LabelSelector | null | undefined,
  namespace: string,
  world: World,
): readonly PodView[] {
  return podsIn(namespace, world).filter(({ labels }) => selects(selector, labels));
}

/** The pods that a Service sends traffic to; none when it has no selector. A check that asks reads `podMakers`. */
export function podsServed(service: KubeObject, world: World): readonly PodView[] {
  const selector = serviceSelector(service);
  if (selector === undefined) return none;
  return podsIn(service.metadata.namespace, world).filter((pod) => servesPod(selector, pod));
}
