/**
 * What a cluster's journal tells of, beside findings: refused admissions, changes past GitOps, deploy windows, approved
 * states and what departs from them, scores over time, alerts, and drills of alerting.
 */
export type JournalTopic =
  'reject' | 'drift' | 'deploy_window' | 'approval' | 'deviation' | 'score' | 'alert' | 'drill';

/** One thing that happened or holds; an entry with the topic and key of an older one takes its place. */
export interface JournalEntry {
  readonly topic: JournalTopic;
  /** Tells entries of a topic apart within a cluster. */
  readonly key: string;
  /** The object that it is about, as `objectKey` writes it; empty where it is about none. */
  readonly subject: string;
  /** When it happened or was last heard of: entries are listed newest first by it; milliseconds. */
  readonly at: number;
  /** Since when it is history, which retention forgets; undefined while it holds; milliseconds. */
  readonly until?: number;
  /** A JSON object; whoever reads it checks its shape, because another version or another writer may have written it. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** How much a monotonic counter beside those of findings grew; labels are joined by `|` in the contract's order. */
export interface Tally {
  readonly family: string;
  readonly labels: string;
  readonly count: number;
}

/** Entries and counts that are committed together. */
export interface JournalWrite {
  readonly entries: readonly JournalEntry[];
  readonly tallies: readonly Tally[];
}

/** Which entries to read; conditions are combined with "and". */
export interface JournalQuery {
  readonly topic: JournalTopic;
  /** By name; all that are not retired where it is left out. */
  readonly clusters?: readonly string[];
  /** Of a name in `clusters` that leads nowhere any more, the last cluster that had it is read as well. */
  readonly retired?: boolean;
  readonly key?: string;
  readonly subject?: string;
  /** Entries from this time on, in milliseconds. */
  readonly from?: number;
  /** Entries before this time, in milliseconds. */
  readonly before?: number;
  /** Entries that were no history yet at this time, in milliseconds. */
  readonly holdingAt?: number;
}

/** The clusters with these names; of a name that only retired ones have (`endOf` says since when), the last of them. */
export function lastNamed<Known extends { readonly name: string }>(
  clusters: readonly Known[],
  names: readonly string[],
  endOf: (cluster: Known) => number | undefined,
): readonly Known[] {
  return [...new Set(names)].flatMap((wanted) => {
    const named = clusters.filter(({ name }) => name === wanted);
    const standing = named.filter((cluster) => endOf(cluster) === undefined);
    if (standing.length > 0) return standing;
    return named.toSorted((a, b) => (endOf(b) ?? 0) - (endOf(a) ?? 0)).slice(0, 1);
  });
}

/** An entry and the cluster (by name and id) that it belongs to. */
export interface StoredEntry {
  readonly cluster: string;
  readonly clusterId: string;
  readonly entry: JournalEntry;
}

/** Where a page of entries ended: they come newest first, then by cluster id and key, backwards. */
export interface JournalPosition {
  readonly at: number;
  readonly clusterId: string;
  readonly key: string;
}

export interface JournalPage {
  readonly items: readonly StoredEntry[];
  readonly next: JournalPosition | undefined;
}

/** Topics that grow with whoever writes Events or annotations in a cluster, or changes objects past GitOps. */
export const crowdedTopics = [
  'reject',
  'drift',
  'deviation',
  'deploy_window',
] as const satisfies readonly JournalTopic[];

/** How much of a topic a cluster forgot, because there was too much of it. */
export interface Trimmed {
  /** By name. */
  readonly cluster: string;
  readonly topic: JournalTopic;
  readonly entries: number;
}

/** Port to what is remembered of clusters beside findings; its fenced writes are part of `FindingStore.apply`. */
export interface Journal {
  /** `limit` entries at most, newest first. */
  read(query: JournalQuery, limit: number, after?: JournalPosition): Promise<JournalPage>;
  /** Every count of a cluster; empty for one that is not known. */
  tallies(clusterId: string): Promise<readonly Tally[]>;
  /**
   * Writes what did not come from evaluating the cluster, such as a request to the API; whoever leads need not agree.
   * Resolves to false, with nothing written, for a cluster that was never taken.
   */
  note(clusterId: string, write: JournalWrite): Promise<boolean>;
  /**
   * Forgets of each crowded topic of each cluster what lies beyond the newest `most` entries and was history before this
   * time, in milliseconds; what holds stays, and counts always do. Resolves to where anything went.
   */
  trim(most: number, before: number): Promise<readonly Trimmed[]>;
}

/** One write in place of two: of entries with one topic and key the later one counts, and counts are added up. */
export function mergedWrites(first: JournalWrite | undefined, second: JournalWrite | undefined): JournalWrite {
  const entries = new Map<string, JournalEntry>();
  const tallies = new Map<string, Tally>();
  for (const write of [first, second]) {
    for (const entry of write?.entries ?? []) entries.set(`${entry.topic} ${entry.key}`, entry);
    for (const tally of write?.tallies ?? []) {
      const key = `${tally.family} ${tally.labels}`;
      tallies.set(key, { ...tally, count: tally.count + (tallies.get(key)?.count ?? 0) });
    }
  }
  return { entries: [...entries.values()], tallies: [...tallies.values()] };
}
