import { createMemoryStore } from '../findings/memory-store.ts';
import { StoreFailure, type FindingStore } from '../findings/store.ts';
import { labelOf, locate, type StoreLocation } from './location.ts';
import type { PostgresOptions } from './postgres/connection.ts';
import { openPostgresStore } from './postgres/postgres-store.ts';
import { openSqliteStore } from './sqlite/sqlite-store.ts';

export interface StoreOptions {
  /** Empty for memory; else a path, `sqlite:` with a path, or `postgres://`. */
  readonly url: string;
  readonly passwordFile?: string | undefined;
  readonly clock: () => number;
}

/**
 * The store at a location. One that cannot be used now is no reason to throw: every operation tries anew to open it,
 * and rejects with StoreFailure meanwhile. Throws StoreFailure for a location that means nothing.
 */
export function openStore({ url, passwordFile, clock }: StoreOptions): FindingStore {
  const location = locate(url);
  switch (location.engine) {
    case 'memory':
      return createMemoryStore();
    case 'sqlite':
      return reopening(async () => openSqliteStore({ path: location.path, clock }));
    case 'postgres': {
      const options = postgresOptions(location, { passwordFile });
      return reopening(() => openPostgresStore({ ...options, clock }));
    }
  }
}

/** How to reach the server of a location. */
export function postgresOptions(
  location: StoreLocation & { readonly engine: 'postgres' },
  { passwordFile }: Pick<StoreOptions, 'passwordFile'>,
): PostgresOptions {
  return { url: location.url, label: labelOf(location), ...(passwordFile !== undefined && { passwordFile }) };
}

/** After these a connection is of no use any more. */
const lasting = new Set(['missing', 'corrupt', 'newer']);

/** After these what comes in place of a store may have nothing of what it had. */
const losing = new Set(['missing', 'corrupt']);

/**
 * A store that is opened at its first use, and again after a failure that does not pass by itself. Where it may have been
 * lost, lists of findings are refused until the clusters that were committed to it are known again: empty ones would read
 * like good news.
 */
export function reopening(open: () => Promise<FindingStore>): FindingStore {
  let opened: Promise<FindingStore> | undefined;
  let closed = false;
  /** Names of clusters. */
  const committed = new Set<string>();
  const lost = new Set<string>();

  async function using<T>(work: (store: FindingStore) => Promise<T>): Promise<T> {
    if (closed) throw new StoreFailure('other', 'the store is closed');
    const opening = (opened ??= open());
    const forget = (): void => {
      if (opened === opening) opened = undefined;
    };
    const store = await opening.catch((error: unknown) => {
      forget();
      throw error;
    });
    try {
      return await work(store);
    } catch (error) {
      if (error instanceof StoreFailure && lasting.has(error.trouble) && opened === opening) {
        forget();
        if (losing.has(error.trouble)) for (const name of committed) lost.add(name);
        await store.close();
      }
      throw error;
    }
  }

  async function listing<T>(clusters: readonly string[] | undefined, work: (store: FindingStore) => Promise<T>) {
    if (lost.size > 0) {
      for (const name of (await using((store) => store.rememberedSince())).keys()) lost.delete(name);
      const missing = [...lost].filter((name) => clusters?.includes(name) ?? true);
      if (missing.length > 0) {
        throw new StoreFailure('other', `what was remembered is lost; not evaluated anew yet: ${missing.join(', ')}`);
      }
    }
    return using(work);
  }

  return {
    persistent: true,
    journal: {
      read: (query, limit, after) => using((store) => store.journal.read(query, limit, after)),
      tallies: (clusterId) => using((store) => store.journal.tallies(clusterId)),
      note: (clusterId, write) => using((store) => store.journal.note(clusterId, write)),
      trim: (most, before) => using((store) => store.journal.trim(most, before)),
    },
    leases: {
      lead: (claim) => using((store) => store.leases.lead(claim)),
      resign: (clusterId, replica) => using((store) => store.leases.resign(clusterId, replica)),
    },
    take: (clusterId, clusterName) => using((store) => store.take(clusterId, clusterName)),
    async apply(batch) {
      await using((store) => store.apply(batch));
      committed.add(batch.clusterName);
    },
    query: (query, limit, after, signal) =>
      listing(query.clusters, (store) => store.query(query, limit, after, signal)),
    groups: (query, by, signal) => listing(query.clusters, (store) => store.groups(query, by, signal)),
    rememberedSince: (at) => using((store) => store.rememberedSince(at)),
    retire: (clusterName, at) => using((store) => store.retire(clusterName, at)),
    find: (id) => listing(undefined, (store) => store.find(id)),
    history: (id, limit) => using((store) => store.history(id, limit)),
    changes: (clusterId, from, limit) => using((store) => store.changes(clusterId, from, limit)),
    prune: (before) => using((store) => store.prune(before)),
    forgetRetired: (before) => using((store) => store.forgetRetired(before)),
    size: () => using((store) => store.size()),
    async close() {
      closed = true;
      const store = await opened?.catch((error: unknown) => {
        if (error instanceof StoreFailure) return undefined;
        throw error;
      });
      await store?.close();
    },
  };
}
