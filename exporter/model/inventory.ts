import type { KindStatus } from '../contract/vocabulary.ts';
import { backendsOf, routeKinds, serviceIndexValue } from './backends.ts';
import { isInFilesOnly, kinds, type KindName } from './kinds.ts';
import { nodeTraits } from './node-traits.ts';
import { isSameContent, objectKey, type KubeObject, type ObjectKey, type Observed, type Source } from './object.ts';
import { records } from './record.ts';
import { deciding, labelIndexValue, serviceSelector } from './service-selector.ts';
import { newestKubernetes, type KubernetesVersion } from './version.ts';
import type { IndexName } from './world.ts';

interface Index {
  readonly kinds: readonly KindName[];
  readonly valuesOf: (object: KubeObject) => readonly string[];
}

/** Under which value of `bindings-of-role` a binding to this role is filed. */
export function roleIndexValue(kind: 'Role' | 'ClusterRole', namespace: string, name: string): string {
  return kind === 'ClusterRole' ? `ClusterRole//${name}` : `Role/${namespace}/${name}`;
}

/** The user name under which a service account calls the API. */
export function serviceAccountUser(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

/** Under which value of `bindings-of-subject` a binding to this user or group is filed; a service account is a user. */
export function subjectIndexValue(kind: 'User' | 'Group', name: string): string {
  return `${kind}/${name}`;
}

/** How each index files objects; a new cross-object question adds a row here. */
const indexes: Readonly<Record<IndexName, Index>> = {
  'bindings-of-role': {
    kinds: ['RoleBinding', 'ClusterRoleBinding'],
    valuesOf(object) {
      const reference = object['roleRef'] as { kind?: unknown; name?: unknown } | null | undefined;
      if (typeof reference?.name !== 'string') return [];
      const kind = reference.kind === 'Role' ? 'Role' : 'ClusterRole';
      return [roleIndexValue(kind, object.metadata.namespace, reference.name)];
    },
  },
  'bindings-of-subject': {
    kinds: ['RoleBinding', 'ClusterRoleBinding'],
    valuesOf(object) {
      const values = new Set<string>();
      for (const { kind, name, namespace } of records(object['subjects'])) {
        if (typeof name !== 'string') continue;
        if (kind === 'User' || kind === 'Group') values.add(subjectIndexValue(kind, name));
        if (kind !== 'ServiceAccount') continue;
        const home = typeof namespace === 'string' && namespace !== '' ? namespace : object.metadata.namespace;
        if (home !== '') values.add(subjectIndexValue('User', serviceAccountUser(home, name)));
      }
      return [...values];
    },
  },
  'routes-to-service': {
    kinds: routeKinds,
    valuesOf: (route) => [
      ...new Set(backendsOf(route).map(({ namespace, service }) => serviceIndexValue(namespace, service))),
    ],
  },
  'services-by-label': {
    kinds: ['Service'],
    valuesOf(service) {
      const selector = serviceSelector(service);
      return selector === undefined ? [] : [labelIndexValue(service.metadata.namespace, deciding(selector))];
    },
  },
  'nodes-with': { kinds: ['Node'], valuesOf: nodeTraits },
};

/** What changed in an inventory, in the terms in which results depend on it. */
export interface Change {
  readonly kind: KindName;
  readonly key: ObjectKey;
  /** Whether the object came, went, or stayed with another content. */
  readonly what: 'added' | 'updated' | 'removed';
  readonly indexed: readonly {
    readonly index: IndexName;
    readonly value: string;
    /** Whether the object came to or left this value, rather than stayed there. */
    readonly moved: boolean;
  }[];
}

export interface InventoryListener {
  /** One object changed; a replaced kind reports each difference. */
  changed(change: Change): void;
  /** A kind can be seen now, or no longer. */
  statusChanged(kind: KindName, status: KindStatus): void;
  /** The Kubernetes version changed: everything may. */
  versionChanged(version: KubernetesVersion): void;
  /** Another day began. */
  dayChanged?(): void;
}

const dayMs = 24 * 60 * 60 * 1000;

interface Held {
  readonly object: KubeObject;
  readonly source: Source | undefined;
}

/** The objects of one cluster and what is known of each kind. Writers are sources; readers are checks and the API. */
export class Inventory {
  #remembered: ReadonlySet<ObjectKey> = new Set();
  readonly #objects = new Map<KindName, Map<string, Map<string, Held>>>();
  readonly #counts = new Map<KindName, number>();
  readonly #statuses = new Map<KindName, KindStatus>();
  readonly #reasons = new Map<KindName, string>();
  readonly #indexed = new Map<IndexName, Map<string, Map<ObjectKey, KubeObject>>>();
  readonly #listeners: InventoryListener[] = [];
  #version: KubernetesVersion = newestKubernetes;
  #today: number | undefined;

  /** `complete` worlds (files) know every kind from the start: what is not there does not exist. */
  readonly complete: boolean;

  constructor(options: { readonly complete?: boolean; readonly version?: KubernetesVersion } = {}) {
    this.complete = options.complete ?? false;
    this.#version = options.version ?? newestKubernetes;
  }

  listen(listener: InventoryListener): void {
    this.#listeners.push(listener);
  }

  get version(): KubernetesVersion {
    return this.#version;
  }

  setVersion(version: KubernetesVersion): void {
    if (version.major === this.#version.major && version.minor === this.#version.minor) return;
    this.#version = version;
    for (const listener of this.#listeners) listener.versionChanged(version);
  }

  /** When the current day began (UTC), in milliseconds since the epoch; undefined while nobody has said. */
  get today(): number | undefined {
    return this.#today;
  }

  /** Says what time it is, in milliseconds since the epoch; only the day is kept, so that results stay the same within one. */
  setNow(now: number): void {
    const today = now - (now % dayMs);
    if (today === this.#today) return;
    this.#today = today;
    for (const listener of this.#listeners) listener.dayChanged?.();
  }

  status(kind: KindName): KindStatus {
    return this.#statuses.get(kind) ?? (this.complete ? 'synced' : isInFilesOnly(kind) ? 'absent' : 'pending');
  }

  reason(kind: KindName): string | undefined {
    return this.#reasons.get(kind);
  }

  setStatus(kind: KindName, status: KindStatus, reason?: string): void {
    if (reason === undefined) this.#reasons.delete(kind);
    else this.#reasons.set(kind, reason);
    if (this.#statuses.get(kind) === status) return;
    this.#statuses.set(kind, status);
    for (const listener of this.#listeners) listener.statusChanged(kind, status);
  }

  /** Takes note of objects that an earlier process saw; it matters while their kind cannot be seen. */
  remember(keys: ReadonlySet<ObjectKey>): void {
    this.#remembered = keys;
  }

  /** Whether an earlier process saw an object of which nothing is known now. */
  isRemembered(kind: KindName, namespace: string, name: string): boolean {
    return this.#remembered.has(objectKey(kind, namespace, name));
  }

  /** Whether absence of an object of this kind is knowledge. */
  isVisible(kind: KindName): boolean {
    const status = this.status(kind);
    return status === 'synced' || status === 'absent';
  }

  /** Whether a source has said anything of a kind. */
  isKnown(kind: KindName): boolean {
    return this.#statuses.has(kind) || this.#objects.has(kind);
  }

  /** Kinds that hold objects or have a status of their own. */
  knownKinds(): readonly KindName[] {
    return [...new Set([...this.#statuses.keys(), ...this.#objects.keys()])];
  }

  count(kind: KindName): number {
    return this.#counts.get(kind) ?? 0;
  }

  find(kind: KindName, namespace: string, name: string): KubeObject | undefined {
    return this.#objects.get(kind)?.get(namespace)?.get(name)?.object;
  }

  source(kind: KindName, namespace: string, name: string): Source | undefined {
    return this.#objects.get(kind)?.get(namespace)?.get(name)?.source;
  }

  *list(kind: KindName, namespace?: string): Generator<KubeObject, void> {
    const byNamespace = this.#objects.get(kind);
    if (byNamespace === undefined) return;
    if (namespace === undefined) {
      for (const held of byNamespace.values()) for (const { object } of held.values()) yield object;
    } else {
      for (const { object } of byNamespace.get(namespace)?.values() ?? []) yield object;
    }
  }

  any(kind: KindName, namespace?: string): boolean {
    return namespace === undefined ? this.count(kind) > 0 : (this.#objects.get(kind)?.get(namespace)?.size ?? 0) > 0;
  }

  by(index: IndexName, value: string): Iterable<KubeObject> {
    return this.#indexed.get(index)?.get(value)?.values() ?? [];
  }

  /** Kinds whose status decides whether an index can be asked. */
  kindsOf(index: IndexName): readonly KindName[] {
    return indexes[index].kinds;
  }

  /** Takes an object over; gives whether it says anything new, which a change of its status alone does not. */
  put({ kind, object, source }: Observed): boolean {
    const { namespace, name } = object.metadata;
    let byNamespace = this.#objects.get(kind);
    if (byNamespace === undefined) this.#objects.set(kind, (byNamespace = new Map()));
    let byName = byNamespace.get(namespace);
    if (byName === undefined) byNamespace.set(namespace, (byName = new Map()));
    const before = byName.get(name)?.object;
    byName.set(name, { object, source });
    if (before === undefined) this.#counts.set(kind, this.count(kind) + 1);
    const key = objectKey(kind, namespace, name);
    if (before !== undefined && isSameContent(before, object)) {
      this.#refile(kind, key, object);
      return false;
    }
    this.#report(kind, key, before, object);
    return true;
  }

  remove(kind: KindName, namespace: string, name: string): void {
    const byNamespace = this.#objects.get(kind);
    const byName = byNamespace?.get(namespace);
    const before = byName?.get(name)?.object;
    if (before === undefined) return;
    byName?.delete(name);
    if (byName?.size === 0) byNamespace?.delete(namespace);
    this.#counts.set(kind, this.count(kind) - 1);
    this.#report(kind, objectKey(kind, namespace, name), before, undefined);
  }

  /**
   * Makes `observed` the whole content of a kind in one step: no reader ever sees half of a relist.
   * Objects whose uid and resourceVersion are unchanged count as unchanged. Returns those that are new or different.
   */
  replace(kind: KindName, observed: Iterable<Observed>): readonly KubeObject[] {
    const changed: KubeObject[] = [];
    const kept = new Set<ObjectKey>();
    for (const item of observed) {
      const { namespace, name, uid, resourceVersion } = item.object.metadata;
      kept.add(objectKey(kind, namespace, name));
      const held = this.find(kind, namespace, name)?.metadata;
      const same = resourceVersion !== undefined && held?.resourceVersion === resourceVersion && held.uid === uid;
      if (same) continue;
      if (this.put(item)) changed.push(item.object);
    }
    const gone: KubeObject[] = [];
    for (const object of this.list(kind)) {
      if (!kept.has(objectKey(kind, object.metadata.namespace, object.metadata.name))) gone.push(object);
    }
    for (const { metadata } of gone) this.remove(kind, metadata.namespace, metadata.name);
    return changed;
  }

  #report(kind: KindName, key: ObjectKey, before: KubeObject | undefined, after: KubeObject | undefined): void {
    const indexed: { index: IndexName; value: string; moved: boolean }[] = [];
    for (const [index, { kinds: filed, valuesOf }] of Object.entries(indexes) as [IndexName, Index][]) {
      if (!filed.includes(kind)) continue;
      const old = before === undefined ? [] : valuesOf(before);
      const fresh = after === undefined ? [] : valuesOf(after);
      for (const value of old) if (!fresh.includes(value)) this.#unfile(index, value, key);
      for (const value of fresh) if (after !== undefined) this.#file(index, value, key, after);
      for (const value of new Set([...old, ...fresh])) {
        indexed.push({ index, value, moved: !(old.includes(value) && fresh.includes(value)) });
      }
    }
    const what = before === undefined ? 'added' : after === undefined ? 'removed' : 'updated';
    for (const listener of this.#listeners) listener.changed({ kind, key, what, indexed });
  }

  /** Puts a version that says the same in the place of the one that indexes hold. */
  #refile(kind: KindName, key: ObjectKey, object: KubeObject): void {
    for (const [index, { kinds: filed, valuesOf }] of Object.entries(indexes) as [IndexName, Index][]) {
      if (filed.includes(kind)) for (const value of valuesOf(object)) this.#file(index, value, key, object);
    }
  }

  #file(index: IndexName, value: string, key: ObjectKey, object: KubeObject): void {
    let byValue = this.#indexed.get(index);
    if (byValue === undefined) this.#indexed.set(index, (byValue = new Map()));
    let filed = byValue.get(value);
    if (filed === undefined) byValue.set(value, (filed = new Map()));
    filed.set(key, object);
  }

  #unfile(index: IndexName, value: string, key: ObjectKey): void {
    const filed = this.#indexed.get(index)?.get(value);
    filed?.delete(key);
    if (filed?.size === 0) this.#indexed.get(index)?.delete(value);
  }
}

/** Every catalogued kind, in catalogue order. */
export const allKinds = Object.keys(kinds) as readonly KindName[];
