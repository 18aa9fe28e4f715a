import type { ApiPage } from '../../contract/index.ts';
import type { Journal, JournalPosition, JournalQuery, StoredEntry } from '../../findings/journal.ts';
import type { ClusterView } from '../posture.ts';
import { badCursor, decodeCursor, digest, encodeCursor, limitOf } from './pages.ts';
import { unknownValue, type Query } from './query.ts';

export interface JournalListDeps {
  readonly clusters: () => Iterable<ClusterView>;
  /** Names that configuration gives, whether or not they answer. */
  readonly expected: () => Iterable<string>;
  readonly store: { readonly journal: Journal };
}

const readAtOnce = 1_000;
/** Entries beyond are not looked at to say how many there are, nor to fill one page. */
const mostScanned = 10_000;

/**
 * One page of what the journal tells of a topic, the newest first: any replica gives the same, and what was on earlier
 * pages never comes again. `itemOf` gives undefined for what the request does not ask for. A page may have fewer items
 * than asked for and a cursor to go on with, where little of what was looked at is asked for.
 */
export async function journalPage<T>(
  journal: Journal,
  asked: JournalQuery,
  itemOf: (stored: StoredEntry) => T | undefined,
  query: Query,
): Promise<ApiPage<T>> {
  const limit = limitOf(query);
  const after = positionIn(query);
  const items: T[] = [];
  let last: JournalPosition | undefined;
  let more = false;
  let scanned = 0;
  for await (const stored of entriesOf(journal, asked, after)) {
    if (scanned === mostScanned) {
      more = true;
      break;
    }
    scanned += 1;
    const item = itemOf(stored);
    if (item !== undefined) {
      more = items.length === limit;
      if (more) break;
      items.push(item);
    }
    if (items.length < limit || item !== undefined) last = { ...stored, at: stored.entry.at, key: stored.entry.key };
  }
  const total = await countOf(journal, asked, itemOf);
  const revision = digest(JSON.stringify(items), String(total));
  const next = more && last !== undefined ? { next: encodeCursor([last.at, last.clusterId, last.key]) } : {};
  return { items, total, ...next, revision };
}

/** Clusters that a request names; undefined for all. One that nobody knows is a Problem. */
export function namedClusters(
  query: Query,
  { clusters, expected }: Pick<JournalListDeps, 'clusters' | 'expected'>,
): readonly string[] | undefined {
  const names = query.list('cluster');
  const known = [...new Set([...Array.from(clusters(), ({ name }) => name), ...expected()])].sort();
  for (const name of names ?? []) if (!known.includes(name)) throw unknownValue('cluster', name, known);
  return names;
}

async function* entriesOf(journal: Journal, asked: JournalQuery, from?: JournalPosition): AsyncGenerator<StoredEntry> {
  let after = from;
  do {
    const { items, next } = await journal.read(asked, readAtOnce, after);
    yield* items;
    after = next;
  } while (after !== undefined);
}

async function countOf(
  journal: Journal,
  asked: JournalQuery,
  itemOf: (stored: StoredEntry) => unknown,
): Promise<number> {
  let total = 0;
  let scanned = 0;
  for await (const stored of entriesOf(journal, asked)) {
    if (itemOf(stored) !== undefined) total += 1;
    scanned += 1;
    if (scanned === mostScanned) break;
  }
  return total;
}

function positionIn(query: Query): JournalPosition | undefined {
  const [at, clusterId, key] = decodeCursor(query, 3) ?? [];
  if (at === undefined) return undefined;
  if (typeof at !== 'number' || typeof clusterId !== 'string' || typeof key !== 'string') throw badCursor();
  return { at, clusterId, key };
}
