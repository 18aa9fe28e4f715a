import { createHash } from 'node:crypto';
import type { JournalEntry, JournalPage, JournalPosition, JournalQuery, JournalTopic } from '../findings/journal.ts';
import { isInstant } from '../findings/instant.ts';
import type { ClusterRow } from './clusters.ts';
import type { ClusterChoice, Conditions, Dialect } from './conditions.ts';
import { parsed, plain } from './rows.ts';

/** An entry of the journal as both engines return it. */
export interface JournalRow {
  readonly cluster_id: string;
  readonly key: string;
  readonly subject: string;
  readonly at: number;
  readonly until: number | null;
  readonly body: string;
}

export const journalColumns = 'cluster_id, key, subject, at, until, body' as const;

/** Characters of a text that stands in an index whole; PostgreSQL takes 2,704 bytes at most for all of one entry. */
const longestIndexed = 400;

/**
 * A text as an index takes it. Names of roles, and of what an Event claims to be about, have no limit in Kubernetes: a
 * long one ends in a digest, since an entry that the database refuses would hold up everything behind it.
 */
function indexed(text: string): string {
  const whole = plain(text);
  if (whole.length <= longestIndexed) return whole;
  const digest = createHash('sha256').update(whole).digest('hex');
  return `${whole.slice(0, longestIndexed - digest.length).replace(/[\ud800-\udbff]$/, '')} ${digest}`;
}

/** The columns that one entry fills, beside its cluster. */
export function journalColumnsOf({ topic, key, subject, at, until, body }: JournalEntry) {
  const texts = { topic, key: indexed(key), subject: indexed(subject), body: JSON.stringify(body) };
  return { ...texts, at: Math.round(at), until: until === undefined ? null : Math.round(until) };
}

/** The condition on the table of the journal that a query means, and that entries come after a position. */
export function journalConditions<Value>(
  query: JournalQuery,
  { only, without }: ClusterChoice,
  dialect: Dialect<Value>,
  after?: JournalPosition,
): Conditions<Value> {
  const values: (Value | string | number)[] = [];
  const bind = (value: Value | string | number): string => dialect.mark(values.push(value));
  const conditions = [`topic = ${bind(query.topic)}`];
  const compared = (condition: string, value: string | number | undefined): void => {
    if (value !== undefined) conditions.push(`${condition} ${bind(value)}`);
  };
  if (only !== undefined) conditions.push(dialect.oneOf('cluster_id', bind(dialect.listOf(only))));
  if (without.length > 0) conditions.push(`NOT (${dialect.oneOf('cluster_id', bind(dialect.listOf(without)))})`);
  compared('key =', query.key === undefined ? undefined : indexed(query.key));
  compared('subject =', query.subject === undefined ? undefined : indexed(query.subject));
  compared('at >=', query.from);
  compared('at <', query.before);
  if (query.holdingAt !== undefined) conditions.push(`(until IS NULL OR until > ${bind(query.holdingAt)})`);
  if (after !== undefined) {
    const [at, cluster, key] = [bind(after.at), bind(after.clusterId), bind(after.key)];
    conditions.push(`(at, cluster_id, key) < (${at}, ${cluster}, ${key})`);
  }
  return { sql: conditions.join(' AND '), values };
}

/** The order of pages. */
export const journalOrder = 'at DESC, cluster_id DESC, key DESC' as const;

/** A page from up to `limit + 1` rows; a row that is no entry is passed over. */
export function journalPage(
  topic: JournalTopic,
  rows: readonly JournalRow[],
  limit: number,
  clusters: readonly ClusterRow[],
): JournalPage {
  const shown = rows.slice(0, limit);
  const items = shown.flatMap(({ cluster_id, key, subject, at, until, body: text }) => {
    const [cluster, body] = [clusters.find(({ id }) => id === cluster_id)?.name, parsed(text)];
    if (cluster === undefined || body === undefined) return [];
    if (!isInstant(at) || (until !== null && !isInstant(until))) return [];
    return [
      { cluster, clusterId: cluster_id, entry: { topic, key, subject, at, ...(until !== null && { until }), body } },
    ];
  });
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { items, next: last && { at: last.at, clusterId: last.cluster_id, key: last.key } };
}
