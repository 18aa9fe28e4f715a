import { performance } from 'node:perf_hooks';
import { Fenced, type FindingStore } from '../findings/store.ts';

/** Operations whose failures are counted. */
export const storeOperations = [
  'lead',
  'resign',
  'take',
  'apply',
  'query',
  'groups',
  'find',
  'history',
  'changes',
  'retire',
  'prune',
  'size',
  'journal',
  'note',
] as const;

export type StoreOperation = (typeof storeOperations)[number];

/**
 * A store that tells how long commits take, in seconds, and what fails; another writer is no failure of the store, nor is
 * whoever wants no answer any more.
 */
export function measuredStore(
  store: FindingStore,
  report: { readonly applied: (seconds: number) => void; readonly failed: (operation: StoreOperation) => void },
): FindingStore {
  async function counted<T>(operation: StoreOperation, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Fenced) && signal?.aborted !== true) report.failed(operation);
      throw error;
    }
  }
  return {
    persistent: store.persistent,
    journal: {
      read: (query, limit, after) => counted('journal', () => store.journal.read(query, limit, after)),
      tallies: (clusterId) => counted('journal', () => store.journal.tallies(clusterId)),
      note: (clusterId, write) => counted('note', () => store.journal.note(clusterId, write)),
      trim: (most, before) => counted('prune', () => store.journal.trim(most, before)),
    },
    leases: {
      lead: (claim) => counted('lead', () => store.leases.lead(claim)),
      resign: (clusterId, replica) => counted('resign', () => store.leases.resign(clusterId, replica)),
    },
    take: (clusterId, clusterName) => counted('take', () => store.take(clusterId, clusterName)),
    apply: (batch) =>
      counted('apply', async () => {
        const start = performance.now();
        await store.apply(batch);
        report.applied((performance.now() - start) / 1000);
      }),
    query: (query, limit, after, signal) => counted('query', () => store.query(query, limit, after, signal), signal),
    groups: (query, by, signal) => counted('groups', () => store.groups(query, by, signal), signal),
    rememberedSince: (at) => counted('query', () => store.rememberedSince(at)),
    retire: (clusterName, at) => counted('retire', () => store.retire(clusterName, at)),
    find: (id) => counted('find', () => store.find(id)),
    history: (id, limit) => counted('history', () => store.history(id, limit)),
    changes: (clusterId, from, limit) => counted('changes', () => store.changes(clusterId, from, limit)),
    prune: (before) => counted('prune', () => store.prune(before)),
    forgetRetired: (before) => counted('prune', () => store.forgetRetired(before)),
    size: () => counted('size', () => store.size()),
    close: () => store.close(),
  };
}
