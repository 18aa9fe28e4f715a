import { randomUUID } from 'node:crypto';

/** What a client sends. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** An object as etcd would hold it. */
export interface Stored {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; uid: string; resourceVersion: string; [field: string]: unknown };
  [field: string]: unknown;
}

export interface StoredEvent {
  readonly revision: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly collection: string;
  readonly object: Stored;
}

/** One revision counter over all collections, a history that can be compacted, and consistent reads of the past. */
export interface FakeStorage {
  readonly revision: number;
  /** The oldest revision that can still be resumed from. */
  readonly compacted: number;
  put(collection: string, manifest: Manifest, subresource?: string): Stored;
  remove(collection: string, namespace: string, name: string): Stored | undefined;
  find(collection: string, namespace: string, name: string): Stored | undefined;
  /** Content at a revision, in key order; undefined once that is compacted. */
  read(collection: string, revision?: number): Stored[] | undefined;
  since(collection: string, revision: number): StoredEvent[];
  /** Forgets all history. */
  compact(): void;
  subscribe(listener: (event: StoredEvent) => void): () => void;
}

/** Keeps at most `longest` events of history; `clock` stamps what the server would stamp. */
export function createFakeStorage(longest: number, clock: () => number): FakeStorage {
  const collections = new Map<string, Map<string, Stored>>();
  const listeners = new Set<(event: StoredEvent) => void>();
  let history: StoredEvent[] = [];
  let revision = 100;
  let compacted = 100;

  const collectionOf = (name: string) => {
    const known = collections.get(name) ?? new Map<string, Stored>();
    collections.set(name, known);
    return known;
  };

  function record(type: StoredEvent['type'], collection: string, object: Stored): void {
    const event = { revision, type, collection, object };
    history.push(event);
    if (history.length > longest) compacted = Math.max(compacted, history.shift()?.revision ?? 0);
    for (const listener of listeners) listener(event);
  }

  return {
    get revision() {
      return revision;
    },
    get compacted() {
      return compacted;
    },
    put(collection, manifest, subresource) {
      const { name, namespace = '' } = manifest.metadata;
      const known = collectionOf(collection).get(keyOf(namespace, name));
      const time = stamp(clock());
      revision += 1;
      const entry = { manager: 'fake', operation: 'Update', time, ...(subresource && { subresource }) };
      const earlier = (known?.metadata['managedFields'] as { subresource?: string }[] | undefined) ?? [];
      const fields = (manifest.metadata['managedFields'] as { manager?: string }[] | undefined) ?? [];
      // Whoever says who wrote an object is believed.
      const given = fields.filter(({ manager }) => manager !== 'fake');
      const object: Stored = structuredClone({
        ...manifest,
        metadata: {
          creationTimestamp: known?.metadata['creationTimestamp'] ?? time,
          ...manifest.metadata,
          uid: known?.metadata.uid ?? randomUUID(),
          resourceVersion: String(revision),
          managedFields:
            given.length > 0 ? given : [...earlier.filter((one) => one.subresource !== subresource), entry],
        },
      });
      collectionOf(collection).set(keyOf(namespace, name), object);
      record(known === undefined ? 'ADDED' : 'MODIFIED', collection, object);
      return object;
    },
    remove(collection, namespace, name) {
      const known = collectionOf(collection).get(keyOf(namespace, name));
      if (known === undefined) return undefined;
      collectionOf(collection).delete(keyOf(namespace, name));
      revision += 1;
      const object = { ...known, metadata: { ...known.metadata, resourceVersion: String(revision) } };
      record('DELETED', collection, object);
      return object;
    },
    find: (collection, namespace, name) => collectionOf(collection).get(keyOf(namespace, name)),
    read(collection, at = revision) {
      if (at < compacted) return undefined;
      const content = new Map(collectionOf(collection));
      // What happened after the asked revision is undone, newest first.
      for (const event of history.toReversed()) {
        if (event.revision <= at || event.collection !== collection) continue;
        const { namespace = '', name } = event.object.metadata;
        const before = history.findLast(
          (one) =>
            one.revision < event.revision &&
            one.collection === collection &&
            one.object.metadata.name === name &&
            (one.object.metadata.namespace ?? '') === namespace,
        );
        if (event.type === 'ADDED') content.delete(keyOf(namespace, name));
        else content.set(keyOf(namespace, name), before?.object ?? event.object);
      }
      return [...content.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
    },
    since: (collection, from) => history.filter((event) => event.collection === collection && event.revision > from),
    compact() {
      history = [];
      compacted = revision;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function keyOf(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

/** Kubernetes writes times in whole seconds. */
function stamp(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
