import { lastNamed, type JournalQuery } from '../findings/journal.ts';
import type { ClusterChoice } from './conditions.ts';

/** A cluster as both engines return it. */
export interface ClusterRow {
  readonly id: string;
  readonly name: string;
  readonly retired_at: number | null;
  /** Null before the first batch. */
  readonly remembered_since: number | null;
}

/** Which clusters to look in: those with these names, or all; but for those that are retired, or were at a time. */
export function clusterChoice(
  clusters: readonly ClusterRow[],
  names: readonly string[] | undefined,
  at?: number,
): ClusterChoice {
  const retired = clusters.filter((cluster) => !isShown(cluster, at)).map(({ id }) => id);
  if (names === undefined) return { without: retired };
  const wanted = new Set(names);
  const only = clusters.filter((cluster) => isShown(cluster, at) && wanted.has(cluster.name));
  return { only: only.map(({ id }) => id), without: [] };
}

/** Whose journals a query reads. */
export function journalChoice(clusters: readonly ClusterRow[], query: JournalQuery): ClusterChoice {
  if (query.clusters === undefined || query.retired !== true) return clusterChoice(clusters, query.clusters);
  const read = lastNamed(clusters, query.clusters, ({ retired_at }) => retired_at ?? undefined);
  return { only: read.map(({ id }) => id), without: [] };
}

/** A cluster is retired by its operator, or when its name leads to another one. */
function isShown({ retired_at }: ClusterRow, at: number | undefined): boolean {
  return retired_at === null || (at !== undefined && at < retired_at);
}

/** Since when clusters are remembered, by name, but for those that know nothing yet, are retired, or were at a time. */
export function rememberedSince(clusters: readonly ClusterRow[], at?: number): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  for (const cluster of clusters) {
    const { name, remembered_since: since } = cluster;
    if (since === null || !isShown(cluster, at)) continue;
    known.set(name, Math.min(since, known.get(name) ?? Infinity));
  }
  return known;
}

/** The name of a cluster that is not retired. */
export function nameOf(clusters: readonly ClusterRow[], wanted: string): string | undefined {
  return clusters.find(({ id, retired_at }) => id === wanted && retired_at === null)?.name;
}
