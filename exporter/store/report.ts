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
  /** The replica that led it last, or leads it now; undefined where none did since leases are kept. */
  readonly leader: string | undefined;
}

/** The step that made leases. */
const leasesStep = '0005-';

/**
 * The statement behind `clusters`, for both engines; `schema` is empty or ends in a dot, and `pending` are names of steps
 * that the schema lacks.
 */
export function clustersSql(schema: '' | 'plumbline.', pending: readonly string[]): string {
  const leader = pending.some((name) => name.startsWith(leasesStep))
    ? 'NULL'
    : `(SELECT l.holder FROM ${schema}leases l WHERE l.cluster_id = c.id AND l.holder <> '')`;
  return `SELECT c.id, c.name, c.retired_at IS NOT NULL AS retired, ${leader} AS leader,
      (SELECT count(*) FROM ${schema}findings f WHERE f.cluster_id = c.id AND f.ended_revision IS NULL) AS open
    FROM ${schema}clusters c ORDER BY c.name, c.id`;
}
