import { kinds, type Kind, type KindName } from '../model/kinds.ts';
import { isRecord } from '../model/record.ts';
import type { KubeObject, ManagerDigest, ObjectMeta, OwnerReference } from '../model/object.ts';
import { configMapFields } from './config-map.ts';
import { redactPod } from './pod-secrets.ts';
import { secretFields } from './secret-object.ts';

/** Why an object cannot be judged, for people: the field at fault is named. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

export interface ProjectOptions {
  /** Namespace of namespaced objects that name none, as kubectl would fill it in. */
  readonly defaultNamespace?: string;
}

type Json = Record<string, unknown>;

/** Copies of a whole object that tools keep in annotations, values of Secrets and all. */
const droppedAnnotations = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'objectset.rio.cattle.io/applied',
  'config.kubernetes.io/origin-object',
]);
const identityFields = new Set(['apiVersion', 'kind', 'metadata', 'status', '__proto__']);

/**
 * Reduces an object of the API to what is kept in memory: a deny-list drops status, managedFields (kept as a digest)
 * and the last applied configuration, and literal secrets become their class; of Secrets and ConfigMaps hardly any value is kept. Throws Malformed without a name.
 */
export function project(kind: KindName, raw: unknown, options: ProjectOptions = {}): KubeObject {
  if (!isRecord(raw)) throw new Malformed(`${kind}: the object is not a mapping`);
  const { kind: apiKind, group, versions, namespaced, status: keptStatus }: Kind = kinds[kind];
  const metadata = projectMeta(kind, raw['metadata'], namespaced, options);
  const object: Json = {
    apiVersion:
      typeof raw['apiVersion'] === 'string' ? raw['apiVersion'] : [group, versions[0]].filter(Boolean).join('/'),
    kind: apiKind,
    metadata,
  };
  // Of these only what is named there survives: a field that nobody thought of could hold a value.
  if (kind === 'Secret') return Object.assign(object, secretFields(raw)) as unknown as KubeObject;
  if (kind === 'ConfigMap') {
    return Object.assign(object, configMapFields(raw, metadata.namespace, metadata.name)) as unknown as KubeObject;
  }
  for (const key of Object.keys(raw)) if (!identityFields.has(key)) object[key] = raw[key];
  if (keptStatus !== undefined && isRecord(raw['status'])) object['status'] = pick(raw['status'], keptStatus);
  redactPod(kind, object);
  return object as unknown as KubeObject;
}

function pick(record: Json, fields: readonly string[]): Json {
  return Object.fromEntries(fields.filter((field) => field in record).map((field) => [field, record[field]]));
}

function projectMeta(kind: KindName, raw: unknown, namespaced: boolean, options: ProjectOptions): ObjectMeta {
  if (!isRecord(raw)) throw new Malformed(`${kind}: metadata is missing`);
  const name =
    raw['name'] ?? (typeof raw['generateName'] === 'string' ? `${raw['generateName']}(generated)` : undefined);
  if (typeof name !== 'string' || name === '') throw new Malformed(`${kind}: metadata.name is missing`);
  if (name.includes('/')) throw new Malformed(`${kind}: metadata.name contains "/"`);
  const namespace = namespaced ? (raw['namespace'] ?? options.defaultNamespace ?? 'default') : '';
  if (typeof namespace !== 'string' || namespace.includes('/')) {
    throw new Malformed(`${kind} ${name}: metadata.namespace is not a name`);
  }
  const meta: { -readonly [K in keyof ObjectMeta]: ObjectMeta[K] } = { name, namespace: namespace };
  for (const field of ['uid', 'resourceVersion', 'creationTimestamp', 'deletionTimestamp'] as const) {
    const value = raw[field];
    if (typeof value === 'string') meta[field] = value;
  }
  for (const field of ['generation', 'deletionGracePeriodSeconds'] as const) {
    const value = raw[field];
    if (typeof value === 'number') meta[field] = value;
  }
  if (isRecord(raw['labels'])) meta.labels = strings(raw['labels']);
  if (isRecord(raw['annotations'])) meta.annotations = strings(raw['annotations'], droppedAnnotations);
  if (Array.isArray(raw['ownerReferences'])) {
    meta.ownerReferences = (raw['ownerReferences'] as unknown[]).flatMap(ownerReference);
  }
  const managers = digest(raw['managedFields']);
  if (managers.length > 0) meta.managers = managers;
  return meta;
}

function digest(managedFields: unknown): ManagerDigest[] {
  if (!Array.isArray(managedFields)) return [];
  return (managedFields as unknown[]).filter(isRecord).map((entry) => {
    const kept: { -readonly [K in keyof ManagerDigest]: ManagerDigest[K] } = {
      manager: text(entry['manager']),
      operation: text(entry['operation']),
    };
    if (typeof entry['subresource'] === 'string' && entry['subresource'] !== '')
      kept.subresource = entry['subresource'];
    if (typeof entry['time'] === 'string') kept.time = entry['time'];
    return kept;
  });
}

function strings(map: Json, dropped?: ReadonlySet<string>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(map)) {
    if (typeof value === 'string' && key !== '__proto__' && !dropped?.has(key)) kept[key] = value;
  }
  return kept;
}

function ownerReference(raw: unknown): OwnerReference[] {
  if (!isRecord(raw)) return [];
  const { apiVersion, kind, name, uid, controller } = raw;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') return [];
  return [
    {
      apiVersion: apiVersion,
      kind: kind,
      name,
      ...(typeof uid === 'string' && { uid }),
      ...(typeof controller === 'boolean' && { controller }),
    },
  ];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
