import { statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crowdedTopics, type JournalWrite, type Trimmed } from '../../findings/journal.ts';
import { continuesWithin } from '../../findings/register.ts';
import { rememberedRemediations } from '../../findings/remediations.ts';
import { assertContinues, beginOf, Fenced, StoreFailure, type Batch, type FindingStore } from '../../findings/store.ts';
import type { Finding } from '../../model/finding.ts';
import { changePageOf } from '../changes.ts';
import { rememberedSince } from '../clusters.ts';
import { journalColumnsOf, journalPage } from '../journal-rows.ts';
import { closedIn, foundIn, groupsOf, pageOf, remediatedIn } from '../pages.ts';
import { beganOf, columnsOf, findingOf, plain, transitionsIn } from '../rows.ts';
import { countersOf, incrementsOf } from '../tallies.ts';
import { openDatabase } from './database.ts';
import { sqliteFailure } from './failure.ts';
import { openSqliteLeases } from './leases.ts';
import { createReader, type ReaderOptions } from './reader.ts';
import { prepareStatements } from './statements.ts';

/** How much is pruned before others get their turn. */
const pruneStep = 2_000;

/** How many findings are read before others get their turn. */
const readStep = 2_000;

/**
 * Opens a file as a store; throws StoreFailure when it cannot be used. One process writes it at a time. What is written
 * is written here, and what is asked is asked in threads: a search among many findings takes seconds.
 */
export function openSqliteStore({
  path,
  clock,
  ...reading
}: {
  readonly path: string;
  readonly clock: () => number;
} & Omit<ReaderOptions, 'path' | 'inode'>): FindingStore {
  const database = openDatabase(path, clock);
  const statements = prepareStatements(database);
  const inode = statSync(path).ino;
  /** Lists and counts, which may take long. */
  const lists = createReader({ path, inode, ...reading });
  /** Everything else, which waits for none of them. */
  const lookups = createReader({ path, inode, ...reading });

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

  /** How many rows a statement removed, step by step, with turns for others between; its last value is how many at most. */
  async function removed(
    name: 'prune' | 'pruneJournal' | 'forgetFindings' | 'forgetJournal' | 'trimJournal',
    ...values: readonly (string | number)[]
  ): Promise<number> {
    let all = 0;
    for (let gone = pruneStep; gone >= pruneStep; all += gone) {
      gone = await transaction(() => Number(statements[name].run(...values, pruneStep).changes));
      await nextTurn();
    }
    return all;
  }

  async function forgetRetired(before: number): Promise<number> {
    // At once, so that one that is brought back meanwhile takes what is missing for backlog and not for news.
    await transaction(() => {
      statements.forget.run(before);
      statements.forgetBaselines.run(before);
    });
    return (await removed('forgetFindings', before)) + (await removed('forgetJournal', before));
  }

  /** The open findings of a cluster, with turns for others between: they may be hundreds of thousands. */
  async function openIn(clusterId: string): Promise<readonly Finding[]> {
    const open: Finding[] = [];
    for (let last: string | undefined = ''; last !== undefined; await nextTurn()) {
      const rows = await guarded(() => statements.open.all(clusterId, last ?? '', readStep));
      for (const { finding: text } of rows) {
        const finding = findingOf(text);
        if (finding !== undefined) open.push(finding);
      }
      last = rows.length < readStep ? undefined : rows.at(-1)?.id;
    }
    return open;
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
      async read(query, limit, after) {
        const { rows, clusters } = await lookups.read('journal', [query, limit, after]);
        return journalPage(query.topic, rows, limit, clusters);
      },
      tallies: (clusterId) => lookups.read('tallies', [clusterId]),
      note: (clusterId, write) =>
        transaction(() => {
          if (statements.known.all(clusterId).length === 0) return false;
          record(clusterId, write);
          return true;
        }),
      async trim(most, before) {
        const trimmed: Trimmed[] = [];
        for (const { id, name } of await guarded(() => statements.named.all())) {
          for (const topic of crowdedTopics) {
            const [edge] = await guarded(() => statements.journalEdge.all(id, topic, most));
            const entries = edge === undefined ? 0 : await removed('trimJournal', id, topic, edge.at, edge.key, before);
            if (entries > 0) trimmed.push({ cluster: name, topic, entries });
            await nextTurn();
          }
        }
        return trimmed;
      },
    },

    async take(clusterId, clusterName) {
      // Whoever takes a cluster will be asked about it: commands that only look after the file are not.
      lists.warm();
      lookups.warm();
      const taken = await transaction(() => {
        const name = plain(clusterName);
        statements.retire.run(clock(), name, clusterId);
        const [begun] = statements.take.all(clusterId, name);
        if (begun === undefined) throw new Error(`${path}: taking ${clusterName} returned nothing`);
        const since = clock() - rememberedRemediations.withinMs;
        return {
          epoch: begun.epoch,
          revision: begun.revision,
          baselineAt: begun.baseline_at ?? undefined,
          baselined: statements.baselines.all(clusterId).map(({ pair }) => pair),
          remediated: remediatedIn(statements.remediated.all(clusterId, since, rememberedRemediations.most)),
          counters: countersOf({
            transitions: statements.transitions.all(clusterId),
            sums: statements.sums.all(clusterId),
            buckets: statements.buckets.all(clusterId),
          }),
        };
      });
      // Batches of the epoch before are refused from here on, so what is open stays what it is while it is read.
      const open = await openIn(clusterId);
      return guarded(() => {
        const closed = closedIn(statements.closedSince.all(clock() - continuesWithin.recreation, clusterId), open);
        const [standing] = statements.standing.all(clusterId);
        if (standing?.epoch !== taken.epoch) {
          throw new Fenced(`epoch ${taken.epoch} of ${clusterId} has ended before it was read`);
        }
        return { ...taken, open, closed };
      });
    },

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

    async query(query, limit, after, signal) {
      const { rows, total, clusters } = await lists.read('query', [query, limit, after], signal);
      return pageOf(rows, limit, total, clusters);
    },

    async groups(query, by, signal) {
      const { rows, clusters } = await lists.read('groups', [query, by], signal);
      return groupsOf(rows, by, clusters);
    },

    rememberedSince: async (at) => rememberedSince(await lookups.read('clusters', []), at),

    retire: (clusterName, at) =>
      transaction(() => {
        const name = plain(clusterName);
        const { changes } = at === undefined ? statements.bringBack.run(name) : statements.retireNamed.run(at, name);
        return Number(changes) > 0;
      }),

    async find(id) {
      const { rows, clusters } = await lookups.read('find', [id]);
      return foundIn(rows, clusters);
    },

    // Each state is one transition or two, so the latest `limit` states hold the latest `limit` transitions.
    history: async (id, limit) => transitionsIn(await lookups.read('history', [id, limit])).slice(-limit),

    changes: async (clusterId, from, limit) =>
      changePageOf(await lookups.read('changes', [clusterId, from, limit]), limit),

    forgetRetired,

    async prune(before) {
      const forgotten = await forgetRetired(before);
      return forgotten + (await removed('prune', before)) + (await removed('pruneJournal', before));
    },

    size: () =>
      guarded(() => {
        const log = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
        return Number(statements.pages.all()[0]?.bytes) + log;
      }),

    async close() {
      await Promise.all([lists.close(), lookups.close()]);
      await guarded(() => {
        leases.close();
        if (database.isOpen) database.close();
      });
    },
  };
}
