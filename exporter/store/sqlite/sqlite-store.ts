import { statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { JournalWrite } from '../../findings/journal.ts';
import { continuesWithin } from '../../findings/register.ts';
import { rememberedRemediations } from '../../findings/remediations.ts';
import {
  assertContinues,
  beginOf,
  mostCounted,
  StoreFailure,
  type Batch,
  type FindingStore,
  type StoredFinding,
} from '../../findings/store.ts';
import { changePageOf } from '../changes.ts';
import { clusterChoice, journalChoice, nameOf, rememberedSince } from '../clusters.ts';
import { conditionsOf, type Dialect } from '../conditions.ts';
import { journalColumns, journalColumnsOf, journalConditions, journalOrder, journalPage } from '../journal-rows.ts';
import type { JournalRow } from '../journal-rows.ts';
import { clusterNames, orderBy, orderOf } from '../order.ts';
import { closedIn, groupsOf, groupsSql, pageOf, remediatedIn, type GroupRow, type PageRow } from '../pages.ts';
import { beganOf, columnsOf, findingOf, plain, transitionsIn } from '../rows.ts';
import { countersOf, incrementsOf } from '../tallies.ts';
import { openDatabase } from './database.ts';
import { sqliteFailure } from './failure.ts';
import { openSqliteLeases } from './leases.ts';
import { prepareStatements } from './statements.ts';

/** How much is pruned before others get their turn. */
const pruneStep = 2_000;

const dialect: Dialect<string> = {
  mark: (number) => `?${number}`,
  oneOf: (column, mark) => `${column} IN (SELECT value FROM json_each(${mark}))`,
  listOf: (values) => JSON.stringify(values),
  holds: (column, mark) => `instr(${column}, ${mark}) > 0`,
  heldOf: (text) => text,
};

/** Opens a file as a store; throws StoreFailure when it cannot be used. One process writes it at a time. */
export function openSqliteStore({
  path,
  clock,
}: {
  readonly path: string;
  readonly clock: () => number;
}): FindingStore {
  const database = openDatabase(path, clock);
  const statements = prepareStatements(database);
  const inode = statSync(path).ino;

  /** SQLite goes on writing into a file that was deleted or replaced, where nobody finds it again. */
  function assertSameFile(): void {
    if (statSync(path, { throwIfNoEntry: false })?.ino === inode) return;
    throw new StoreFailure(
      'missing',
      `${path} was deleted or replaced while in use; restore it, or let a new history begin`,
    );
  }

  function guarded<T>(work: () => T): Promise<T> {
    try {
      return Promise.resolve(work());
    } catch (error) {
      return Promise.reject(sqliteFailure(path, error));
    }
  }

  function transaction<T>(work: () => T): Promise<T> {
    return guarded(() => {
      assertSameFile();
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  function write({ clusterId, revision, transitions }: Batch): void {
    for (const [place, transition] of transitions.entries()) {
      const { at, finding } = transition;
      const resolution = transition.type === 'resolved' ? JSON.stringify(transition) : null;
      statements.end.run(revision, place, at, resolution, clusterId, finding.id);
      if (transition.type === 'resolved') continue;
      const { severity, first_seen, check_id, namespace, team, words, windows, finding: text } = columnsOf(finding);
      const columns = [severity, first_seen, check_id, namespace, team, words, windows, text];
      statements.begin.run(clusterId, finding.id, revision, place, at, beganOf(transition), ...columns);
    }
  }

  function count({ clusterId, transitions }: Batch): void {
    const added = incrementsOf(transitions);
    for (const { pair, count } of added.transitions) statements.addTransitions.run(clusterId, pair, count);
    for (const { severity, milliseconds, count } of added.sums) {
      statements.addSum.run(clusterId, severity, milliseconds, count);
    }
    for (const { severity, bound, count } of added.buckets) {
      statements.addBucket.run(clusterId, severity, bound, count);
    }
  }

  function record(clusterId: string, { entries, tallies }: JournalWrite): void {
    for (const entry of entries) {
      const { topic, key, subject, at, until, body } = journalColumnsOf(entry);
      statements.putEntry.run(clusterId, topic, key, subject, at, until, body);
    }
    for (const { family, labels, count } of tallies) statements.addTally.run(clusterId, family, labels, count);
  }

  // Asked all the time, so that a file that went is missed before anything has to be written.
  const leases = openSqliteLeases(database, path, {
    guarded: (work) => guarded(() => (assertSameFile(), work())),
    transaction,
  });

  return {
    persistent: true,
    leases,

    journal: {
      read: (query, limit, after) =>
        guarded(() => {
          const clusters = statements.clusters.all();
          const { sql, values } = journalConditions(query, journalChoice(clusters, query), dialect, after);
          const rows = database
            .prepare(`SELECT ${journalColumns} FROM journal WHERE ${sql} ORDER BY ${journalOrder} LIMIT ${limit + 1}`)
            .all(...values) as unknown as readonly JournalRow[];
          return journalPage(query.topic, rows, limit, clusters);
        }),
      tallies: (clusterId) => guarded(() => statements.tallies.all(clusterId)),
      note: (clusterId, write) =>
        transaction(() => {
          if (statements.known.all(clusterId).length === 0) return false;
          record(clusterId, write);
          return true;
        }),
    },

    take: (clusterId, clusterName) =>
      transaction(() => {
        const name = plain(clusterName);
        statements.retire.run(clock(), name, clusterId);
        const [taken] = statements.take.all(clusterId, name);
        if (taken === undefined) throw new Error(`${path}: taking ${clusterName} returned nothing`);
        const open = statements.open.all(clusterId).flatMap(({ finding: text }) => {
          const finding = findingOf(text);
          return finding === undefined ? [] : [finding];
        });
        const since = clock() - continuesWithin.recreation;
        return {
          epoch: taken.epoch,
          revision: taken.revision,
          baselineAt: taken.baseline_at ?? undefined,
          baselined: statements.baselines.all(clusterId).map(({ pair }) => pair),
          open,
          closed: closedIn(statements.closedSince.all(since, clusterId), open),
          remediated: remediatedIn(
            statements.remediated.all(
              clusterId,
              clock() - rememberedRemediations.withinMs,
              rememberedRemediations.most,
            ),
          ),
          counters: countersOf({
            transitions: statements.transitions.all(clusterId),
            sums: statements.sums.all(clusterId),
            buckets: statements.buckets.all(clusterId),
          }),
        };
      }),

    apply: (batch) =>
      transaction(() => {
        const { clusterId, clusterName, revision } = batch;
        const [standing] = statements.standing.all(clusterId);
        assertContinues(batch, standing);
        if (revision <= standing.revision) return;
        write(batch);
        count(batch);
        if (batch.journal !== undefined) record(clusterId, batch.journal);
        for (const pair of batch.noLongerBaselined ?? []) statements.removeBaseline.run(clusterId, pair);
        for (const pair of batch.newlyBaselined) statements.addBaseline.run(clusterId, pair);
        statements.commit.run(revision, plain(clusterName), batch.baselineAt ?? null, beginOf(batch), clusterId);
      }),

    query: (query, limit, after) =>
      guarded(() => {
        const clusters = statements.clusters.all();
        const choice = clusterChoice(clusters, query.clusters, query.at);
        const page = conditionsOf(query, choice, dialect, after);
        const whole = conditionsOf(query, choice, dialect);
        const order = orderOf(query.sort);
        const table = query.sort === 'cluster' ? `findings ${clusterNames('')}` : 'findings';
        // Sorted by number: findings themselves are read of those alone that are shown.
        const rows = database
          .prepare(
            `SELECT cluster_id, severity, first_seen, id, finding, ${order.group} AS grouped FROM ${table}
             WHERE findings.rowid IN
               (SELECT findings.rowid FROM ${table} WHERE ${page.sql} ${orderBy(order)} LIMIT ${limit + 1})
             ${orderBy(order)}`,
          )
          .all(...page.values) as unknown as readonly PageRow[];
        const counted = database
          .prepare(`SELECT count(*) AS total FROM (SELECT 1 FROM findings WHERE ${whole.sql} LIMIT ${mostCounted})`)
          .get(...whole.values);
        return pageOf(rows, limit, Number(counted?.['total']), clusters);
      }),

    groups: (query, by) =>
      guarded(() => {
        const clusters = statements.clusters.all();
        const { sql, values } = conditionsOf(query, clusterChoice(clusters, query.clusters, query.at), dialect);
        const rows = database.prepare(groupsSql(by, 'findings', sql)).all(...values);
        return groupsOf(rows as unknown as readonly GroupRow[], by, clusters);
      }),

    rememberedSince: (at) => guarded(() => rememberedSince(statements.clusters.all(), at)),

    retire: (clusterName, at) =>
      transaction(() => {
        const name = plain(clusterName);
        const { changes } = at === undefined ? statements.bringBack.run(name) : statements.retireNamed.run(at, name);
        return Number(changes) > 0;
      }),

    find: (id) =>
      guarded(() => {
        const clusters = statements.clusters.all();
        for (const row of statements.find.all(id)) {
          const cluster = nameOf(clusters, row.cluster_id);
          const finding = findingOf(row.finding);
          if (cluster !== undefined && finding !== undefined) return { cluster, finding } satisfies StoredFinding;
        }
        return undefined;
      }),

    // Each state is one transition or two, so the latest `limit` states hold the latest `limit` transitions.
    history: (id, limit) => guarded(() => transitionsIn(statements.history.all(id, limit)).slice(-limit)),

    changes: (clusterId, { revision, place }, limit) =>
      guarded(() => changePageOf(statements.changes.all(clusterId, revision, place, limit + 1), limit)),

    async prune(before) {
      // At once, so that one that is brought back meanwhile takes what is missing for backlog and not for news.
      await transaction(() => {
        statements.forget.run(before);
        statements.forgetBaselines.run(before);
      });
      let forgotten = 0;
      const { prune, pruneJournal, forgetFindings, forgetJournal } = statements;
      for (const statement of [prune, pruneJournal, forgetFindings, forgetJournal]) {
        for (let gone = pruneStep; gone >= pruneStep; forgotten += gone) {
          gone = await transaction(() => Number(statement.run(before, pruneStep).changes));
          await nextTurn();
        }
      }
      return forgotten;
    },

    size: () =>
      guarded(() => {
        const log = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
        return Number(statements.pages.all()[0]?.bytes) + log;
      }),

    close: () =>
      guarded(() => {
        leases.close();
        database.close();
      }),
  };
}
