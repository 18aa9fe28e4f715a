import { workloadKinds, type KindName } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/object.ts';
import { isRecord } from '../../model/record.ts';
import {
  deciding,
  labelIndexValue,
  labelWord,
  podIndexLabel,
  podNameLabel,
  serviceSelector,
  type Labels,
} from '../../model/service-selector.ts';
import { templateOwnerOf } from '../../model/template-owner.ts';
import type { Derivation, World } from '../../model/world.ts';
import { isSet } from './field.ts';
import { podView, type PodView } from './pod-view.ts';

export { serviceSelector, type Labels };

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

/** Whether a Service sends traffic to pods of this workload, or to some of them. */
function servesPod(selector: Labels, { kind, labels, object }: PodView): boolean {
  for (const key in selector) {
    const wanted = selector[key];
    if (Object.hasOwn(labels, key) ? labels[key] === wanted : isOrdinal(kind, object, key, wanted)) continue;
    return false;
  }
  return true;
}

/** Whether a label is one that the controller of StatefulSets gives to single pods of this one. */
function isOrdinal(kind: KindName, { metadata: { name } }: KubeObject, key: string, wanted: unknown): boolean {
  if (kind !== 'StatefulSet' || typeof wanted !== 'string') return false;
  if (key === podIndexLabel) return /^\d{1,10}$/.test(wanted);
  return key === podNameLabel && wanted.startsWith(`${name}-`) && /^\d{1,10}$/.test(wanted.slice(name.length + 1));
}

const none: readonly never[] = [];

/** The Services that send traffic to pods of this workload; a check that asks reads `Service`. */
export function servicesOf(pod: PodView, world: World): readonly KubeObject[] {
  const { namespace, labels } = pod;
  let found: KubeObject[] | undefined;
  // Asked for label by label, so that a Service wakes no workload but those that bear its label.
  const take = (value: string): void => {
    for (const service of world.by('services-by-label', value)) {
      const selector = serviceSelector(service);
      if (selector !== undefined && servesPod(selector, pod)) (found ??= []).push(service);
    }
  };
  for (const key in labels) take(labelIndexValue(namespace, [key, labels[key]]));
  if (pod.kind === 'StatefulSet') take(labelIndexValue(namespace));
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

const podsByLabel: Derivation<ReadonlyMap<string, readonly PodView[]>> = {
  name: 'pods-by-label',
  from(world, namespace) {
    const filed = new Map<string, PodView[]>();
    for (const pod of podsIn(namespace, world)) {
      for (const key in pod.labels) {
        const word = labelWord(key, pod.labels[key]);
        const there = filed.get(word);
        if (there === undefined) filed.set(word, [pod]);
        else there.push(pod);
      }
    }
    return filed;
  },
};

/** The pods that a Service sends traffic to; none when it has no selector. A check that asks reads `podMakers`. */
export function podsServed(service: KubeObject, world: World): readonly PodView[] {
  const { namespace } = service.metadata;
  const selector = serviceSelector(service);
  if (selector === undefined) return none;
  const label = deciding(selector);
  const pods =
    label === undefined
      ? podsIn(namespace, world)
      : (world.derived(podsByLabel, namespace).get(labelWord(...label)) ?? none);
  return pods.filter((pod) => servesPod(selector, pod));
}
