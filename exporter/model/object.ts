import { isDeepStrictEqual } from 'node:util';
import type { KindName } from './kinds.ts';

/** What a manager last changed, kept instead of managedFields; hashes cover security-relevant and other paths. */
export interface ManagerDigest {
  readonly manager: string;
  readonly operation: string;
  readonly subresource?: string;
  /** RFC 3339, one-second resolution. */
  readonly time?: string;
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid?: string;
  readonly controller?: boolean;
}

export interface ObjectMeta {
  readonly name: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly managers?: readonly ManagerDigest[];
}

/** A Kubernetes object after normalization: identity is sound, the rest is as untrusted as its author. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** Whether two versions of an object say the same, whatever their resource version and who wrote last. */
export function isSameContent(a: KubeObject, b: KubeObject): boolean {
  const { metadata: metaA, ...restA } = a;
  const { metadata: metaB, ...restB } = b;
  const { resourceVersion: _a, managers: _b, ...fieldsA } = metaA;
  const { resourceVersion: _c, managers: _d, ...fieldsB } = metaB;
  return isDeepStrictEqual(fieldsA, fieldsB) && isDeepStrictEqual(restA, restB);
}

/** Where in a file an object stands; `line` counts from 1. */
export interface Source {
  readonly file: string;
  readonly line: number;
  /** Path of the Helm template that rendered the object, where a `# Source:` comment says so. */
  readonly template?: string;
}

/** An object as a source delivered it. */
export interface Observed {
  readonly kind: KindName;
  readonly object: KubeObject;
  readonly source?: Source;
}

export interface ObjectRef {
  readonly kind: KindName;
  readonly namespace: string;
  readonly name: string;
}

/** Unique within a cluster: the API server lets no name contain a slash, RBAC's liberal names included. */
export type ObjectKey = `${KindName}/${string}/${string}`;

export function objectKey(kind: KindName, namespace: string, name: string): ObjectKey {
  return `${kind}/${namespace}/${name}`;
}

export function keyOf({ kind, namespace, name }: ObjectRef): ObjectKey {
  return objectKey(kind, namespace, name);
}

export function refOf(key: ObjectKey): ObjectRef {
  const [kind, namespace, name] = key.split('/') as [KindName, string, string];
  return { kind, namespace, name };
}

/** Whether an API server made this object what it is; a manifest that was never applied has no uid. */
export function isFromCluster({ metadata }: KubeObject): boolean {
  return metadata.uid !== undefined;
}

/** The owner reference with `controller: true`, if any. */
export function controllerOf(meta: ObjectMeta): OwnerReference | undefined {
  return meta.ownerReferences?.find(({ controller }) => controller === true);
}

/** When an object was created; milliseconds since the epoch. */
export function creationOf({ creationTimestamp }: ObjectMeta): number | undefined {
  const at = creationTimestamp === undefined ? NaN : Date.parse(creationTimestamp);
  return Number.isNaN(at) ? undefined : at;
}

/** When an object last changed by its own account, status aside; milliseconds since the epoch. */
export function lastChangeOf(meta: ObjectMeta): number | undefined {
  let latest = creationOf(meta) ?? NaN;
  for (const { subresource, time } of meta.managers ?? []) {
    if (subresource !== undefined || time === undefined) continue;
    const at = Date.parse(time);
    if (at > latest || (Number.isNaN(latest) && !Number.isNaN(at))) latest = at;
  }
  return Number.isNaN(latest) ? undefined : latest;
}
