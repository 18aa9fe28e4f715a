/** What is kept of a cluster that is retired, beside its counters. */
export interface RetiredReport {
  readonly id: string;
  readonly name: string;
  /** Milliseconds. */
  readonly retiredAt: number;
  /** States of findings, past ones included. */
  readonly states: number;
  /** Entries of the journal. */
  readonly entries: number;
}

/** A row of `retiredSql`. */
export interface RetiredRow {
  readonly id: string;
  readonly name: string;
  readonly retired_at: number;
  readonly states: number;
  readonly entries: number;
}

/** The statement behind `RetiredReport`, for both engines; `mark` stands for the time before which they were retired. */
export function retiredSql(schema: '' | 'plumbline.', mark: '?' | '$1'): string {
  return `SELECT c.id, c.name, c.retired_at,
      (SELECT count(*) FROM ${schema}findings f WHERE f.cluster_id = c.id) AS states,
      (SELECT count(*) FROM ${schema}journal j WHERE j.cluster_id = c.id) AS entries
    FROM ${schema}clusters c WHERE c.retired_at < ${mark} ORDER BY c.name, c.id`;
}

/** Rows as reports, without clusters of which only counters are left. */
export function retiredReports(rows: readonly RetiredRow[]): readonly RetiredReport[] {
  return rows
    .filter(({ states, entries }) => states + entries > 0)
    .map(({ id, name, retired_at: retiredAt, states, entries }) => ({ id, name, retiredAt, states, entries }));
}
