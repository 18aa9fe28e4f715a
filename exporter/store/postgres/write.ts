import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { mergedWrites, type JournalWrite } from '../../findings/journal.ts';
import type { Batch } from '../../findings/store.ts';
import { journalColumnsOf } from '../journal-rows.ts';
import { beganOf, columnsOf } from '../rows.ts';
import { incrementsOf, type Placed } from '../tallies.ts';
import { statements } from './statements.ts';

/** Ends and begins states of findings, none of them twice. */
export async function write(
  client: PoolClient,
  { clusterId, revision }: Batch,
  part: readonly Placed[],
): Promise<void> {
  const ends = part.map(({ place, transition }) => ({
    id: transition.finding.id,
    place,
    at: transition.at,
    resolution: transition.type === 'resolved' ? JSON.stringify(transition) : null,
  }));
  await client.query(statements.end, [clusterId, revision, ...columns(ends, ['id', 'place', 'at', 'resolution'])]);
  const begun = part
    .filter(({ transition }) => transition.type !== 'resolved')
    .map(({ place, transition }) => ({
      id: transition.finding.id,
      place,
      at: transition.at,
      began: beganOf(transition),
      ...columnsOf(transition.finding),
    }));
  if (begun.length === 0) return;
  const order = [
    'id',
    'place',
    'at',
    'began',
    'severity',
    'first_seen',
    'check_id',
    'namespace',
    'team',
    'words',
    'windows',
    'finding',
  ] as const;
  await client.query(statements.begin, [clusterId, revision, ...columns(begun, order)]);
}

/** Adds up what a batch changes of the counters of its cluster. */
export async function count(client: PoolClient, { clusterId, transitions }: Batch): Promise<void> {
  const added = incrementsOf(transitions);
  const add = async <Row>(sql: string, rows: readonly Row[], names: readonly (keyof Row)[]): Promise<void> => {
    if (rows.length > 0) await client.query(sql, [clusterId, ...columns(rows, names)]);
  };
  await add(statements.addTransitions, added.transitions, ['pair', 'count']);
  await add(statements.addSums, added.sums, ['severity', 'milliseconds', 'count']);
  await add(statements.addBuckets, added.buckets, ['severity', 'bound', 'count']);
}

/** Writes entries of the journal and adds up its counters. */
export async function record(client: PoolClient, clusterId: string, write: JournalWrite): Promise<void> {
  // Two rows of one key in one statement would be an error.
  const { entries, tallies } = mergedWrites(undefined, write);
  if (entries.length > 0) {
    const order = ['topic', 'key', 'subject', 'at', 'until', 'body'] as const;
    await client.query(statements.putEntries, [clusterId, ...columns(entries.map(journalColumnsOf), order)]);
  }
  if (tallies.length > 0) {
    await client.query(statements.addTallies, [clusterId, ...columns(tallies, ['family', 'labels', 'count'])]);
  }
}

/** Rows turned into one array per column, as `unnest` takes them. */
function columns<Row>(rows: readonly Row[], names: readonly (keyof Row)[]): unknown[][] {
  return names.map((name) => rows.map((row) => row[name]));
}

/** The rows that a statement returns. */
export async function rowsOf<Row extends QueryResultRow>(
  client: Pool | PoolClient,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  return (await client.query<Row>(sql, [...values])).rows;
}
