import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { StoredTallies } from '../tallies.ts';

/** A prepared statement and what its rows look like. */
interface Prepared<Row> {
  all(...values: SQLInputValue[]): readonly Row[];
  run(...values: SQLInputValue[]): { readonly changes: number | bigint };
}

/** The rows of those statements that return some. */
interface Rows {
  readonly take: { readonly epoch: number; readonly revision: number; readonly baseline_at: number | null };
  readonly standing: { readonly epoch: number; readonly revision: number };
  readonly baselines: { readonly pair: string };
  readonly open: { readonly id: string; readonly finding: string };
  readonly closedSince: { readonly resolution: string };
  readonly remediated: { readonly resolution: string };
  readonly transitions: StoredTallies['transitions'][number];
  readonly sums: StoredTallies['sums'][number];
  readonly buckets: StoredTallies['buckets'][number];
  readonly known: { readonly id: string };
  readonly named: { readonly id: string; readonly name: string };
  readonly journalEdge: { readonly at: number; readonly key: string };
  readonly pages: { readonly bytes: number };
}

/** The statements of the connection that writes, prepared once. */
export type Statements = {
  readonly [Name in keyof typeof texts]: Prepared<Name extends keyof Rows ? Rows[Name] : never>;
};

const texts = {
  retire: 'UPDATE clusters SET retired_at = ? WHERE name = ? AND id <> ? AND retired_at IS NULL',
  retireNamed: 'UPDATE clusters SET retired_at = ? WHERE name = ? AND retired_at IS NULL',
  bringBack: `UPDATE clusters SET retired_at = NULL
    WHERE id = (SELECT id FROM clusters WHERE name = ?1 AND retired_at IS NOT NULL ORDER BY retired_at DESC LIMIT 1)
      AND NOT EXISTS (SELECT 1 FROM clusters WHERE name = ?1 AND retired_at IS NULL)`,
  take: `INSERT INTO clusters (id, name, epoch, revision) VALUES (?, ?, 1, 0)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, epoch = epoch + 1, retired_at = NULL
    RETURNING epoch, revision, baseline_at`,
  standing: 'SELECT epoch, revision FROM clusters WHERE id = ?',
  commit: `UPDATE clusters SET revision = ?, name = ?, baseline_at = coalesce(baseline_at, ?),
    remembered_since = coalesce(remembered_since, ?) WHERE id = ?`,
  baselines: 'SELECT pair FROM baselines WHERE cluster_id = ?',
  removeBaseline: 'DELETE FROM baselines WHERE cluster_id = ? AND pair = ?',
  addBaseline: 'INSERT INTO baselines (cluster_id, pair) VALUES (?, ?) ON CONFLICT DO NOTHING',
  open: `SELECT id, finding FROM findings WHERE cluster_id = ? AND ended_revision IS NULL AND id > ?
    ORDER BY id LIMIT ?`,
  closedSince: `SELECT resolution FROM findings
    WHERE ended_revision IS NOT NULL AND ended_at >= ? AND cluster_id = ? AND resolution IS NOT NULL
    ORDER BY ended_revision, ended_place`,
  // Not by the index of times, which is of every cluster. Quotes inside of texts are escaped in JSON: what the patterns
  // find are the members themselves.
  remediated: `SELECT resolution FROM findings f
    WHERE cluster_id = ?1 AND ended_revision IS NOT NULL AND +ended_at >= ?2
      AND resolution LIKE '%"reason":"fixed"%' AND resolution LIKE '%"estimated":false%'
      AND NOT EXISTS (SELECT 1 FROM findings n
        WHERE n.cluster_id = f.cluster_id AND n.id = f.id AND n.first_seen = f.first_seen
          AND (n.revision, n.place) > (f.ended_revision, f.ended_place))
    ORDER BY ended_revision DESC, ended_place DESC LIMIT ?3`,
  end: `UPDATE findings SET ended_revision = ?, ended_place = ?, ended_at = ?, resolution = ?
    WHERE cluster_id = ? AND id = ? AND ended_revision IS NULL`,
  begin: `INSERT INTO findings (cluster_id, id, revision, place, began_at, began,
      severity, first_seen, check_id, namespace, team, words, windows, finding)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  transitions: 'SELECT pair, count FROM transition_counts WHERE cluster_id = ?',
  sums: 'SELECT severity, milliseconds, count FROM remediation_sums WHERE cluster_id = ?',
  buckets: 'SELECT severity, bound, count FROM remediation_buckets WHERE cluster_id = ?',
  addTransitions: `INSERT INTO transition_counts (cluster_id, pair, count) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  addSum: `INSERT INTO remediation_sums (cluster_id, severity, milliseconds, count) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET milliseconds = milliseconds + excluded.milliseconds, count = count + excluded.count`,
  addBucket: `INSERT INTO remediation_buckets (cluster_id, severity, bound, count) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  known: 'SELECT id FROM clusters WHERE id = ?',
  putEntry: `INSERT INTO journal (cluster_id, topic, key, subject, at, until, body) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET subject = excluded.subject, at = excluded.at, until = excluded.until, body = excluded.body`,
  addTally: `INSERT INTO journal_tallies (cluster_id, family, labels, count) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  forget: `UPDATE clusters SET baseline_at = NULL, remembered_since = NULL
    WHERE retired_at < ? AND remembered_since IS NOT NULL`,
  forgetBaselines: 'DELETE FROM baselines WHERE cluster_id IN (SELECT id FROM clusters WHERE retired_at < ?)',
  forgetFindings: `DELETE FROM findings WHERE rowid IN (SELECT f.rowid FROM clusters c JOIN findings f ON f.cluster_id = c.id
    WHERE c.retired_at < ? LIMIT ?)`,
  forgetJournal: `DELETE FROM journal WHERE (cluster_id, topic, key) IN (SELECT j.cluster_id, j.topic, j.key
    FROM clusters c JOIN journal j ON j.cluster_id = c.id WHERE c.retired_at < ? LIMIT ?)`,
  named: 'SELECT id, name FROM clusters',
  journalEdge: `SELECT at, key FROM journal WHERE cluster_id = ? AND topic = ?
    ORDER BY at DESC, key DESC LIMIT 1 OFFSET ?`,
  trimJournal: `DELETE FROM journal WHERE (cluster_id, topic, key) IN (SELECT cluster_id, topic, key FROM journal
    WHERE cluster_id = ? AND topic = ? AND (at, key) <= (?, ?) AND until IS NOT NULL AND until < ? LIMIT ?)`,
  pruneJournal: `DELETE FROM journal WHERE (cluster_id, topic, key) IN
    (SELECT cluster_id, topic, key FROM journal WHERE until IS NOT NULL AND until < ? LIMIT ?)`,
  prune: `DELETE FROM findings WHERE rowid IN
    (SELECT rowid FROM findings WHERE ended_revision IS NOT NULL AND ended_at < ? LIMIT ?)`,
  pages: 'SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()',
} as const;

export function prepareStatements(database: DatabaseSync): Statements {
  const entries = Object.entries(texts).map(([name, sql]) => [name, database.prepare(sql)] as const);
  return Object.fromEntries(entries) as unknown as Statements;
}
