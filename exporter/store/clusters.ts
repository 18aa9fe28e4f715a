import type { ClusterChoice } from './conditions.ts';

/** A cluster as both engines return it. */
export interface ClusterRow {
  readonly id: string;
  readonly name: string;
  readonly retired_at: number | null;
}

/** Which clusters to look in: those with these names, or all but the retired ones, whose names lead elsewhere now. */
export function clusterChoice(clusters: readonly ClusterRow[], names: readonly string[] | undefined): ClusterChoice {
  const retired = clusters.filter(({ retired_at }) => retired_at !== null).map(({ id }) => id);
  if (names === undefined) return { without: retired };
  const wanted = new Set(names);
  const only = clusters.filter(({ name, retired_at }) => retired_at === null && wanted.has(name));
  return { only: only.map(({ id }) => id), without: [] };
}

/** The name of a cluster that is not retired. */
export function nameOf(clusters: readonly ClusterRow[], wanted: string): string | undefined {
  return clusters.find(({ id, retired_at }) => id === wanted && retired_at === null)?.name;
}
