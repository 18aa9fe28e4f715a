import type { ClusterChoice } from './conditions.ts';

/** A cluster as both engines return it. */
export interface ClusterRow {
  readonly id: string;
  readonly name: string;
  readonly retired_at: number | null;
  /** Null before the first batch. */
  readonly remembered_since: number | null;
}

/** Which clusters to look in: those with these names, or all but the retired ones, whose names lead elsewhere now. */
export function clusterChoice(clusters: readonly ClusterRow[], names: readonly string[] | undefined): ClusterChoice {
  const retired = clusters.filter(({ retired_at }) => retired_at !== null).map(({ id }) => id);
  if (names === undefined) return { without: retired };
  const wanted = new Set(names);
  const only = clusters.filter(({ name, retired_at }) => retired_at === null && wanted.has(name));
  return { only: only.map(({ id }) => id), without: [] };
}

/** Since when clusters are remembered, by name, but for those that are retired or know nothing yet. */
export function rememberedSince(clusters: readonly ClusterRow[]): ReadonlyMap<string, number> {
  const known = clusters.flatMap(({ name, retired_at, remembered_since: since }) =>
    retired_at !== null || since === null ? [] : [[name, since] as const],
  );
  return new Map(known);
}

/** The name of a cluster that is not retired. */
export function nameOf(clusters: readonly ClusterRow[], wanted: string): string | undefined {
  return clusters.find(({ id, retired_at }) => id === wanted && retired_at === null)?.name;
}
