import type { ChangePage, RevisedTransition } from '../findings/store.ts';
import { begunOf, resolutionOf } from './rows.ts';

/** One step of a finding as both engines return it: what began a state with the finding, or what resolved one. */
export interface ChangeRow {
  readonly revision: number;
  readonly place: number;
  readonly began: string | null;
  readonly resolution: string | null;
  readonly finding: string | null;
}

/**
 * The statement that reads steps of a cluster from a place on, for both engines: marks stand for the cluster's id, the
 * revision, the place and how many there may be.
 */
export function changesSql(schema: '' | 'plumbline.', mark: '?' | '$'): string {
  const [cluster, revision, place, most] = [1, 2, 3, 4].map((number) => `${mark}${number}`);
  // Each half along an index of its own; a state that another followed is told by the beginning of that one.
  return `SELECT * FROM (SELECT revision, place, began, NULL AS resolution, finding FROM ${schema}findings
      WHERE cluster_id = ${cluster} AND (revision, place) >= (${revision}, ${place})
      ORDER BY revision, place LIMIT ${most}) AS begun
    UNION ALL
    SELECT * FROM (SELECT ended_revision, ended_place, NULL, resolution, NULL FROM ${schema}findings
      WHERE cluster_id = ${cluster} AND (ended_revision, ended_place) >= (${revision}, ${place})
        AND resolution IS NOT NULL
      ORDER BY ended_revision, ended_place LIMIT ${most}) AS ended
    ORDER BY revision, place LIMIT ${most}`;
}

/** A page of steps that were read one beyond its limit; what is no step of ours is passed over, and left behind. */
export function changePageOf(rows: readonly ChangeRow[], limit: number): ChangePage {
  const items = rows.slice(0, limit).flatMap(({ revision, began, resolution, finding }): RevisedTransition[] => {
    const transition = resolution === null ? begunOf(began ?? '', finding ?? '') : resolutionOf(resolution);
    return transition === undefined ? [] : [{ revision, transition }];
  });
  const beyond = rows[limit];
  return { items, next: beyond && { revision: beyond.revision, place: beyond.place } };
}
