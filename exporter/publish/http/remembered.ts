import type { FindingStore } from '../../findings/store.ts';
import type { ClusterView } from '../posture.ts';
import { rfc3339 } from './api-cluster.ts';
import { refused } from './query.ts';

export interface MemoryDeps {
  readonly clusters: () => Iterable<ClusterView>;
  readonly expected: () => Iterable<string>;
  readonly store: Pick<FindingStore, 'rememberedSince'>;
  readonly clock: () => number;
  /** How long what ended is remembered; milliseconds. */
  readonly retentionMs: number;
}

/**
 * Names of the clusters, among `wanted` or all, that nothing is remembered of at a time (milliseconds). A Problem where
 * that is so of one that was asked for by name, of all, or since the time lies before what is kept: an empty list would
 * read like good news.
 */
export async function notRememberedAt(
  at: number,
  wanted: readonly string[] | undefined,
  deps: MemoryDeps,
): Promise<readonly string[]> {
  const oldest = deps.clock() - deps.retentionMs;
  if (at < oldest) {
    throw refused('at', 'lies before what is remembered', `give a time after ${rfc3339(oldest)} (store.retention)`);
  }
  const begins = new Map<string, number | undefined>(Array.from(deps.expected(), (name) => [name, undefined]));
  for (const { name } of deps.clusters()) begins.set(name, undefined);
  for (const [name, since] of await deps.store.rememberedSince(at)) begins.set(name, since);
  const names = [...begins.keys()].filter((name) => wanted?.includes(name) ?? true).sort();
  const missing = names.filter((name) => (begins.get(name) ?? Infinity) > at);
  const tooEarly = missing.filter((name) => begins.get(name) !== undefined);
  const [first] = tooEarly;
  if (first !== undefined && (wanted !== undefined || tooEarly.length === names.length)) {
    const earliest = Math.min(...tooEarly.map((name) => begins.get(name) ?? Infinity));
    const [about, begin] = wanted === undefined ? ['any cluster', earliest] : [`cluster ${first}`, begins.get(first)];
    throw refused(
      'at',
      `lies before the first that is remembered of ${about}`,
      `give ${rfc3339(begin ?? earliest)} or later`,
    );
  }
  return missing;
}
