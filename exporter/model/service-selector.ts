import type { KubeObject } from './object.ts';
import { at, isRecord } from './record.ts';

/** The labels of a pod or of any other object. */
export type Labels = Readonly<Record<string, string>>;

/** Labels that the controller of StatefulSets gives to single pods, by which Services publish one replica each. */
export const podNameLabel = 'statefulset.kubernetes.io/pod-name';
export const podIndexLabel = 'apps.kubernetes.io/pod-index';

/** What a Service selects by; undefined where it has no selector, so that somebody else says where it leads. */
export function serviceSelector(service: KubeObject): Labels | undefined {
  const selector = at(service, 'spec', 'selector');
  // An ExternalName leads to a name, and its selector is ignored.
  if (!isRecord(selector) || at(service, 'spec', 'type') === 'ExternalName') return undefined;
  return Object.keys(selector).length === 0 ? undefined : (selector as Labels);
}

/**
 * One label that pods of templates need for a Service to select them, the same for equal selectors; undefined where it
 * goes by single replicas alone.
 */
export function deciding(selector: Labels): readonly [key: string, value: unknown] | undefined {
  let first: string | undefined;
  for (const key in selector) {
    if (key !== podNameLabel && key !== podIndexLabel && (first === undefined || key < first)) first = key;
  }
  return first === undefined ? undefined : [first, selector[first]];
}

/** Under which value of `services-by-label` a Service is filed that asks for this label; without one, for single replicas. */
export function labelIndexValue(namespace: string, label?: readonly [key: string, value: unknown]): string {
  return label === undefined ? `${namespace}/` : `${namespace}/${labelWord(...label)}`;
}

/** A label as one word. */
export function labelWord(key: string, value: unknown): string {
  return typeof value === 'string' ? `${key}=${value}` : key;
}
