import type { DatabaseSync } from 'node:sqlite';
import type { FindingGrouping } from '../../contract/vocabulary.ts';
import type { JournalPosition, JournalQuery, Tally } from '../../findings/journal.ts';
import { mostCounted, type ChangePlace, type FindingQuery, type Position } from '../../findings/store.ts';
import { changesSql, type ChangeRow } from '../changes.ts';
import { clusterChoice, journalChoice, type ClusterRow } from '../clusters.ts';
import { conditionsOf, type Dialect } from '../conditions.ts';
import { journalColumns, journalConditions, journalOrder, type JournalRow } from '../journal-rows.ts';
import { clusterNames, orderBy, orderOf } from '../order.ts';
import { groupsSql, type GroupRow, type PageRow } from '../pages.ts';
import { versionColumns, type VersionRow } from '../rows.ts';

const dialect: Dialect<string> = {
  mark: (number) => `?${number}`,
  oneOf: (column, mark) => `${column} IN (SELECT value FROM json_each(${mark}))`,
  listOf: (values) => JSON.stringify(values),
  holds: (column, mark) => `instr(${column}, ${mark}) > 0`,
  heldOf: (text) => text,
};

/** Rows of a question, and every cluster as of the same moment. */
interface Found<Row> {
  readonly rows: readonly Row[];
  readonly clusters: readonly ClusterRow[];
}

/**
 * What a file is asked for while it is written. Answers are rows, with findings and bodies as the texts that they are:
 * what somebody else left there need not survive being copied from thread to thread.
 */
export interface SqliteReads {
  clusters(): readonly ClusterRow[];
  /** One row more than the limit where there is more; the total is counted up to `mostCounted`. */
  query(query: FindingQuery, limit: number, after?: Position): Found<PageRow> & { readonly total: number };
  groups(query: FindingQuery, by: FindingGrouping): Found<GroupRow>;
  find(id: string): Found<{ readonly cluster_id: string; readonly finding: string }>;
  /** The latest `limit` states of a finding. */
  history(id: string, limit: number): readonly VersionRow[];
  /** One row more than the limit where there is more. */
  changes(clusterId: string, from: ChangePlace, limit: number): readonly ChangeRow[];
  /** One row more than the limit where there is more. */
  journal(query: JournalQuery, limit: number, after?: JournalPosition): Found<JournalRow>;
  tallies(clusterId: string): readonly Tally[];
}

/** The questions on a connection; `ongoing` is asked at every row that is looked at, and ends its statement by throwing. */
export function createReads(database: DatabaseSync, ongoing: () => void): SqliteReads {
  // SQLite cannot be interrupted from here otherwise. A row costs it less than a tenth of a microsecond.
  database.function('ongoing', () => (ongoing(), 1));
  const rowsOf = (sql: string, ...values: readonly (string | number)[]): unknown =>
    database.prepare(sql).all(...values);
  const clustersNow = () =>
    rowsOf('SELECT id, name, retired_at, remembered_since FROM clusters') as readonly ClusterRow[];

  return {
    clusters: clustersNow,

    query(query, limit, after) {
      const clusters = clustersNow();
      const choice = clusterChoice(clusters, query.clusters, query.at);
      const page = conditionsOf(query, choice, dialect, after);
      const whole = conditionsOf(query, choice, dialect);
      const order = orderOf(query.sort);
      const table = query.sort === 'cluster' ? `findings ${clusterNames('')}` : 'findings';
      // Sorted by number: findings themselves are read of those alone that are shown.
      const rows = rowsOf(
        `SELECT cluster_id, severity, first_seen, id, finding, ${order.group} AS grouped FROM ${table}
         WHERE findings.rowid IN (SELECT findings.rowid FROM ${table}
           WHERE ongoing() AND ${page.sql} ${orderBy(order)} LIMIT ${limit + 1})
         ${orderBy(order)}`,
        ...page.values,
      ) as readonly PageRow[];
      const [counted] = rowsOf(
        `SELECT count(*) AS total FROM
           (SELECT 1 FROM findings WHERE ongoing() AND ${whole.sql} LIMIT ${mostCounted})`,
        ...whole.values,
      ) as readonly { readonly total: number }[];
      return { rows, total: counted?.total ?? 0, clusters };
    },

    groups(query, by) {
      const clusters = clustersNow();
      const { sql, values } = conditionsOf(query, clusterChoice(clusters, query.clusters, query.at), dialect);
      const rows = rowsOf(groupsSql(by, 'findings', `ongoing() AND ${sql}`), ...values) as readonly GroupRow[];
      return { rows, clusters };
    },

    find(id) {
      const sql = 'SELECT cluster_id, finding FROM findings WHERE id = ? AND ended_revision IS NULL';
      const rows = rowsOf(sql, id) as ReturnType<SqliteReads['find']>['rows'];
      return { rows, clusters: rows.length === 0 ? [] : clustersNow() };
    },

    history: (id, limit) =>
      rowsOf(
        `SELECT ${versionColumns} FROM findings WHERE id = ? ORDER BY revision DESC, place DESC LIMIT ?`,
        id,
        limit,
      ) as readonly VersionRow[],

    changes: (clusterId, { revision, place }, limit) =>
      rowsOf(changesSql('', '?'), clusterId, revision, place, limit + 1) as readonly ChangeRow[],

    journal(query, limit, after) {
      const clusters = clustersNow();
      const { sql, values } = journalConditions(query, journalChoice(clusters, query), dialect, after);
      const rows = rowsOf(
        `SELECT ${journalColumns} FROM journal
         WHERE ongoing() AND ${sql} ORDER BY ${journalOrder} LIMIT ${limit + 1}`,
        ...values,
      ) as readonly JournalRow[];
      return { rows, clusters };
    },

    tallies: (clusterId) =>
      rowsOf('SELECT family, labels, count FROM journal_tallies WHERE cluster_id = ?', clusterId) as readonly Tally[],
  };
}
