import {
  mergedWrites,
  type JournalEntry,
  type JournalPage,
  type JournalPosition,
  type JournalQuery,
  type JournalWrite,
  type Tally,
} from './journal.ts';

/** Entries of one topic that a process remembers of one cluster. */
const rememberedEntries = 10_000;

/** The journal of one cluster that a process forgets at exit. */
export class MemoryJournal {
  readonly #topics = new Map<string, Map<string, JournalEntry>>();
  #tallies: readonly Tally[] = [];

  get tallies(): readonly Tally[] {
    return this.#tallies;
  }

  write(write: JournalWrite): void {
    for (const entry of write.entries) {
      const entries = this.#topics.get(entry.topic) ?? new Map<string, JournalEntry>();
      this.#topics.set(entry.topic, entries);
      entries.delete(entry.key);
      entries.set(entry.key, entry);
      if (entries.size > rememberedEntries) forgetOldest(entries);
    }
    this.#tallies = mergedWrites({ entries: [], tallies: this.#tallies }, write).tallies;
  }

  *matching({ topic, key, subject, from, before, holdingAt }: JournalQuery): Generator<JournalEntry> {
    for (const entry of this.#topics.get(topic)?.values() ?? []) {
      if (key !== undefined && entry.key !== key) continue;
      if (subject !== undefined && entry.subject !== subject) continue;
      if (from !== undefined && entry.at < from) continue;
      if (before !== undefined && entry.at >= before) continue;
      if (holdingAt !== undefined && entry.until !== undefined && entry.until <= holdingAt) continue;
      yield entry;
    }
  }

  /** How many entries of a topic went that were history before a time and not among the newest `most`; times in milliseconds. */
  trim(topic: string, most: number, before: number): number {
    const entries = this.#topics.get(topic) ?? new Map<string, JournalEntry>();
    const newestFirst = [...entries.values()].sort((a, b) => b.at - a.at || backwards(a.key, b.key));
    const crowded = newestFirst.slice(most).filter(({ until }) => until !== undefined && until < before);
    for (const { key } of crowded) entries.delete(key);
    return crowded.length;
  }

  /** Forgets what was history before this time, in milliseconds; with Infinity what holds as well. */
  prune(before: number): number {
    let forgotten = 0;
    for (const entries of this.#topics.values()) {
      for (const { key, until } of entries.values()) {
        if ((until ?? Number.MAX_VALUE) < before && entries.delete(key)) forgotten += 1;
      }
    }
    return forgotten;
  }
}

/** What is history goes before what holds. */
function forgetOldest(entries: Map<string, JournalEntry>): void {
  const oldest = entries.values().find(({ until }) => until !== undefined) ?? entries.values().next().value;
  if (oldest !== undefined) entries.delete(oldest.key);
}

/** A page of the journals of these clusters. */
export function pageOfJournals(
  clusters: Iterable<{ readonly id: string; readonly name: string; readonly journal: MemoryJournal }>,
  query: JournalQuery,
  limit: number,
  after?: JournalPosition,
): JournalPage {
  const found = [];
  for (const { id, name, journal } of clusters) {
    if (query.clusters !== undefined && !query.clusters.includes(name)) continue;
    for (const entry of journal.matching(query)) {
      const position = { at: entry.at, clusterId: id, key: entry.key };
      if (after === undefined || compare(position, after) > 0) found.push({ cluster: name, entry, position });
    }
  }
  found.sort((a, b) => compare(a.position, b.position));
  const items = found
    .slice(0, limit)
    .map(({ cluster, entry, position: { clusterId } }) => ({ cluster, clusterId, entry }));
  return { items, next: found.length > limit ? found[limit - 1]?.position : undefined };
}

function compare(a: JournalPosition, b: JournalPosition): number {
  return b.at - a.at || backwards(a.clusterId, b.clusterId) || backwards(a.key, b.key);
}

function backwards(a: string, b: string): number {
  return a > b ? -1 : a < b ? 1 : 0;
}
