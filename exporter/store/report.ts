/** What is found where findings are kept. */
export interface StoreReport {
  /** Where, without user and password. */
  readonly label: string;
  /** Undefined for an engine without one. */
  readonly bytes: number | undefined;
  /** Names of steps that the schema lacks. */
  readonly pending: readonly string[];
  readonly clusters: readonly ClusterReport[];
  /** What deserves attention and hinders nothing, each with what to do. */
  readonly notes: readonly { readonly what: string; readonly remedy: string }[];
}

/** What is kept of one cluster. */
export interface ClusterReport {
  readonly id: string;
  readonly name: string;
  readonly retired: boolean;
  readonly open: number;
}

/** The statement behind `clusters`, for both engines; `schema` is empty or ends in a dot. */
export function clustersSql(schema: '' | 'plumbline.'): string {
  return `SELECT c.id, c.name, c.retired_at IS NOT NULL AS retired,
      (SELECT count(*) FROM ${schema}findings f WHERE f.cluster_id = c.id AND f.ended_revision IS NULL) AS open
    FROM ${schema}clusters c ORDER BY c.name, c.id`;
}
