import type { PoolClient, QueryResultRow } from 'pg';
import { crowdedTopics, type Tally, type Trimmed } from '../../findings/journal.ts';
import { continuesWithin } from '../../findings/register.ts';
import { rememberedRemediations } from '../../findings/remediations.ts';
import {
  assertContinues,
  beginOf,
  Fenced,
  mostCounted,
  type FindingStore,
  type Remembered,
} from '../../findings/store.ts';
import { changePageOf, type ChangeRow } from '../changes.ts';
import { clusterChoice, journalChoice, rememberedSince, type ClusterRow } from '../clusters.ts';
import { journalColumns, journalConditions, journalOrder, journalPage, type JournalRow } from '../journal-rows.ts';
import { conditionsOf } from '../conditions.ts';
import { closedIn, foundIn, groupsOf, groupsSql, pageOf, remediatedIn, type GroupRow, type PageRow } from '../pages.ts';
import { findingOf, plain, transitionsIn, type VersionRow } from '../rows.ts';
import { countersOf, rounds, type StoredTallies } from '../tallies.ts';
import { createPool, snapshot, transact, type PostgresOptions } from './connection.ts';
import { postgresFailure } from './failure.ts';
import { openPostgresLeases } from './leases.ts';
import { countSql, mostSorted, pageQuery, postgresDialect } from './page-query.ts';
import { migrate } from './schema.ts';
import { statements } from './statements.ts';
import { count, record, rowsOf, write } from './write.ts';

/** How much is pruned in one transaction. */
const pruneStep = 10_000;

/** Connects to a database and brings its schema up to date; rejects with StoreFailure when it cannot be used. */
export async function openPostgresStore(
  options: PostgresOptions & {
    readonly clock: () => number;
    /** So many findings are sorted sooner than walked in the order of an index. */
    readonly sortsUpTo?: number;
  },
): Promise<FindingStore> {
  const { label, clock, sortsUpTo = mostSorted } = options;
  const pool = await createPool(options);

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw postgresFailure(label, error);
    }
  }

  /** How many rows a statement removed, step by step; its last value is how many at most. */
  async function removed(statement: string, values: readonly (string | number)[]): Promise<number> {
    let all = 0;
    for (let gone = pruneStep; gone >= pruneStep; all += gone) {
      gone = (await pool.query(statement, [...values, pruneStep])).rowCount ?? 0;
    }
    return all;
  }

  async function forgetRetired(before: number): Promise<number> {
    // At once, so that one that is brought back meanwhile takes what is missing for backlog and not for news.
    await transact(pool, async (client) => {
      await client.query(statements.forget, [before]);
      await client.query(statements.forgetBaselines, [before]);
    });
    const { forgetFindings, forgetJournal } = statements;
    return (await removed(forgetFindings, [before])) + (await removed(forgetJournal, [before]));
  }

  try {
    await guarded(() => migrate(pool, label, clock));
  } catch (error) {
    await pool.end();
    throw error;
  }

  const leases = await openPostgresLeases(options, guarded);

  return {
    persistent: true,
    leases,

    journal: {
      read: (query, limit, after) =>
        guarded(async () => {
          const clusters = await rowsOf<ClusterRow>(pool, statements.clusters);
          const choice = journalChoice(clusters, query);
          const { sql, values } = journalConditions(query, choice, postgresDialect, after);
          const rows = await rowsOf<JournalRow>(
            pool,
            `SELECT ${journalColumns} FROM plumbline.journal WHERE ${sql} ORDER BY ${journalOrder} LIMIT ${limit + 1}`,
            values,
          );
          return journalPage(query.topic, rows, limit, clusters);
        }),
      tallies: (clusterId) => guarded(() => rowsOf<Tally>(pool, statements.tallies, [clusterId])),
      note: (clusterId, write) =>
        guarded(() =>
          transact(pool, async (client) => {
            if ((await rowsOf(client, statements.known, [clusterId])).length === 0) return false;
            await record(client, clusterId, write);
            return true;
          }),
        ),
      trim: (most, before) =>
        guarded(async () => {
          const trimmed: Trimmed[] = [];
          for (const { id, name } of await rowsOf<ClusterRow>(pool, statements.clusters)) {
            for (const topic of crowdedTopics) {
              const [edge] = await rowsOf<{ at: number; key: string }>(pool, statements.journalEdge, [id, topic, most]);
              if (edge === undefined) continue;
              const entries = await removed(statements.trimJournal, [id, topic, edge.at, edge.key, before]);
              if (entries > 0) trimmed.push({ cluster: name, topic, entries });
            }
          }
          return trimmed;
        }),
    },

    take: (clusterId, clusterName) =>
      guarded(async () => {
        const now = clock();
        // Committed before anything is read: the row would stay locked for as long as reading takes.
        const epoch = await transact(pool, (client) => beginEpoch(client, clusterId, plain(clusterName), now));
        return transact(pool, (client) => recall(client, clusterId, epoch, now), snapshot);
      }),

    apply: (batch) =>
      guarded(() =>
        transact(pool, async (client) => {
          const { clusterId, clusterName, revision } = batch;
          // Locks the row: whoever takes the cluster over waits until this batch is in, or this waits for them.
          const [standing] = await rowsOf<{ epoch: number; revision: number }>(client, statements.standing, [
            clusterId,
          ]);
          assertContinues(batch, standing);
          if (revision <= standing.revision) return;
          for (const part of rounds(batch.transitions)) await write(client, batch, part);
          await count(client, batch);
          if (batch.journal !== undefined) await record(client, clusterId, batch.journal);
          if (batch.noLongerBaselined !== undefined && batch.noLongerBaselined.length > 0) {
            await client.query(statements.removeBaselines, [clusterId, batch.noLongerBaselined]);
          }
          if (batch.newlyBaselined.length > 0) {
            await client.query(statements.addBaselines, [clusterId, batch.newlyBaselined]);
          }
          const { baselineAt = null } = batch;
          const values = [revision, plain(clusterName), baselineAt, beginOf(batch), clusterId];
          await client.query(statements.commit, values);
        }),
      ),

    query: (query, limit, after) =>
      guarded(async () => {
        const clusters = await rowsOf<ClusterRow>(pool, statements.clusters);
        const choice = clusterChoice(clusters, query.clusters, query.at);
        const whole = conditionsOf(query, choice, postgresDialect);
        const most =
          query.sort === undefined || query.sort === 'worst' ? mostCounted : Math.max(sortsUpTo, mostCounted);
        const counting = rowsOf<{ total: number }>(pool, countSql(whole.sql, most), whole.values);
        // How a page is read depends on their number only where there is no index that always serves.
        const isSorted =
          query.sort !== undefined && query.sort !== 'worst' && ((await counting)[0]?.total ?? 0) < sortsUpTo;
        const page = pageQuery(query, choice, limit + 1, after, isSorted);
        const [rows, [counted]] = await Promise.all([rowsOf<PageRow>(pool, page.sql, page.values), counting]);
        return pageOf(rows, limit, Math.min(counted?.total ?? 0, mostCounted), clusters);
      }),

    groups: (query, by) =>
      guarded(async () => {
        const clusters = await rowsOf<ClusterRow>(pool, statements.clusters);
        const { sql, values } = conditionsOf(query, clusterChoice(clusters, query.clusters, query.at), postgresDialect);
        const rows = await rowsOf<GroupRow>(pool, groupsSql(by, 'plumbline.findings', sql), values);
        return groupsOf(rows, by, clusters);
      }),

    rememberedSince: (at) =>
      guarded(async () => rememberedSince(await rowsOf<ClusterRow>(pool, statements.clusters), at)),

    retire: (clusterName, at) =>
      guarded(async () => {
        const name = plain(clusterName);
        const { rowCount } = await (at === undefined
          ? pool.query(statements.bringBack, [name])
          : pool.query(statements.retireNamed, [name, at]));
        return (rowCount ?? 0) > 0;
      }),

    find: (id) =>
      guarded(async () => {
        const rows = await rowsOf<{ cluster_id: string; finding: string }>(pool, statements.find, [id]);
        if (rows.length === 0) return undefined;
        return foundIn(rows, await rowsOf<ClusterRow>(pool, statements.clusters));
      }),

    // Each state is one transition or two, so the latest `limit` states hold the latest `limit` transitions.
    history: (id, limit) =>
      guarded(async () => transitionsIn(await rowsOf<VersionRow>(pool, statements.history, [id, limit])).slice(-limit)),

    changes: (clusterId, { revision, place }, limit) =>
      guarded(async () => {
        const rows = await rowsOf<ChangeRow>(pool, statements.changes, [clusterId, revision, place, limit + 1]);
        return changePageOf(rows, limit);
      }),

    forgetRetired: (before) => guarded(() => forgetRetired(before)),

    prune: (before) =>
      guarded(async () => {
        const forgotten = await forgetRetired(before);
        const { prune, pruneJournal } = statements;
        return forgotten + (await removed(prune, [before])) + (await removed(pruneJournal, [before]));
      }),

    size: () => guarded(async () => (await rowsOf<{ bytes: number }>(pool, statements.size))[0]?.bytes),

    async close() {
      await Promise.all([pool.end(), leases.close()]);
    },
  };
}

/** Begins an epoch of the cluster: from its commit on no batch of an earlier one lands. */
async function beginEpoch(client: PoolClient, clusterId: string, name: string, now: number): Promise<number> {
  await client.query(statements.retire, [now, name, clusterId]);
  const [taken] = await rowsOf<{ epoch: number }>(client, statements.take, [clusterId, name]);
  if (taken === undefined) throw new Error(`taking ${name} returned nothing`);
  return taken.epoch;
}

/**
 * What is remembered of a cluster in its epoch, all of one moment. Whoever stands still while reading keeps no other from
 * taking the cluster; then this epoch has ended, and `Fenced` says so.
 */
async function recall(client: PoolClient, clusterId: string, epoch: number, now: number): Promise<Remembered> {
  const [standing] = await rowsOf<{ epoch: number; revision: number; baseline_at: number | null }>(
    client,
    statements.standingNow,
    [clusterId],
  );
  if (standing?.epoch !== epoch) throw new Fenced(`epoch ${epoch} of ${clusterId} has ended before it was read`);
  const of = <Row extends QueryResultRow>(sql: string) => rowsOf<Row>(client, sql, [clusterId]);
  const open = (await of<{ finding: string }>(statements.open)).flatMap(({ finding: text }) => {
    const finding = findingOf(text);
    return finding === undefined ? [] : [finding];
  });
  const since = now - continuesWithin.recreation;
  const closed = await rowsOf<{ resolution: string }>(client, statements.closedSince, [clusterId, since]);
  const remediated = await rowsOf<{ resolution: string }>(client, statements.remediated, [
    clusterId,
    now - rememberedRemediations.withinMs,
    rememberedRemediations.most,
  ]);
  return {
    epoch,
    revision: standing.revision,
    baselineAt: standing.baseline_at ?? undefined,
    baselined: (await of<{ pair: string }>(statements.baselines)).map(({ pair }) => pair),
    open,
    closed: closedIn(closed, open),
    remediated: remediatedIn(remediated),
    counters: countersOf({
      transitions: await of<StoredTallies['transitions'][number]>(statements.transitions),
      sums: await of<StoredTallies['sums'][number]>(statements.sums),
      buckets: await of<StoredTallies['buckets'][number]>(statements.buckets),
    }),
  };
}
