import type { Finding, FindingTransition } from '../model/finding.ts';
import type { FindingGrouping, FindingSort, Severity, TransitionReason } from '../contract/vocabulary.ts';
import type { Journal, JournalWrite } from './journal.ts';
import type { Leases } from './leases.ts';

/** First-seen times from `from` on and before `until`, in milliseconds. */
export interface SeenRange {
  readonly from: number;
  readonly until: number;
}

/** Which findings to read; conditions are combined with "and". */
export interface FindingQuery {
  readonly clusters?: readonly string[];
  readonly checks?: readonly string[];
  readonly severities?: readonly Severity[];
  readonly namespaces?: readonly string[];
  readonly teams?: readonly string[];
  /** First seen in any of these ranges. */
  readonly firstSeen?: readonly SeenRange[];
  /** Opened while a deploy window with any of these change ids was open; `windowChoices` stand for any and for none. */
  readonly windows?: readonly string[];
  /** Words to find in check ids, objects and messages; case does not matter. */
  readonly text?: string;
  /** Findings that were open then, as they were then; milliseconds. Without it those that are open now. */
  readonly at?: number;
  /** Worst first unless it says otherwise. */
  readonly sort?: FindingSort;
}

/** A finding and the cluster (by name) that it belongs to. */
export interface StoredFinding {
  readonly cluster: string;
  readonly finding: Finding;
}

/**
 * Where a page ended, so that it survives changes. Every order but those by time comes worst first, then oldest first,
 * then by id, within what it goes by before that.
 */
export interface Position {
  /** The cluster (by name), check, namespace or team that the order goes by; empty where it goes by none. */
  readonly group: string;
  readonly severity: Severity;
  readonly firstSeen: number;
  readonly id: string;
}

export interface FindingPage {
  readonly items: readonly StoredFinding[];
  /** How many match on all pages; a store may stop counting at `mostCounted`: then there are so many at least. */
  readonly total: number;
  readonly next: Position | undefined;
}

/** How many findings there are of one kind. */
export interface FindingGroup {
  /** What they have in common; empty for what is cluster-scoped. */
  readonly key: string;
  readonly counts: Readonly<Record<Severity, number>>;
  /** When the first of them was seen, in milliseconds. */
  readonly oldest: number;
}

/** Counting further would take longer than anybody waits for a page. */
export const mostCounted = 10_000;

/** A store may leave out groups beyond so many. */
export const mostGroups = 10_000;

/** Monotonic totals of one cluster, as the counters on /metrics show them. */
export interface Counters {
  /** By `severity|transition|reason`. */
  readonly transitions: Readonly<Record<string, number>>;
  /** Per severity: cumulative bucket counts in the order of the contract's bounds, then sum (seconds) and count. */
  readonly remediation: Readonly<
    Record<string, { readonly buckets: readonly number[]; readonly sum: number; readonly count: number }>
  >;
}

/** How and when an episode ended; `at` is in milliseconds. */
export interface ClosedFinding {
  readonly at: number;
  readonly reason: TransitionReason;
  readonly finding: Finding;
}

/** An episode that was fixed and did not go on; times are milliseconds since the epoch. */
export interface Remediated {
  readonly id: string;
  readonly severity: Severity;
  readonly firstSeen: number;
  readonly at: number;
}

/** What is remembered of a cluster between runs. */
export interface Remembered {
  /** Fences writers: a batch of an older epoch is refused. */
  readonly epoch: number;
  readonly revision: number;
  /** When the first complete inventory became the baseline, in milliseconds; undefined before. */
  readonly baselineAt: number | undefined;
  /** Check and kind pairs (`check|Kind`) whose backlog is already known, so that what opens there is new. */
  readonly baselined: readonly string[];
  readonly open: readonly Finding[];
  /** Closed lately, so that an episode that comes back continues. */
  readonly closed: readonly ClosedFinding[];
  /** Fixed within `rememberedRemediations`, oldest first: the latest of them if there are more. */
  readonly remediated: readonly Remediated[];
  readonly counters: Counters;
}

/** Everything that one cycle wants remembered, committed as a whole or not at all. */
export interface Batch {
  readonly clusterId: string;
  readonly clusterName: string;
  readonly epoch: number;
  /** Higher than that of the last batch; applying the same revision again changes nothing. */
  readonly revision: number;
  /** The last revision that the store confirmed: one that lacks it was set back, and what comes next would be no history. */
  readonly follows?: number;
  readonly at: number;
  readonly baselineAt: number | undefined;
  readonly newlyBaselined: readonly string[];
  /** Pairs whose backlog is not known any more; none where it is left out. */
  readonly noLongerBaselined?: readonly string[];
  readonly transitions: readonly FindingTransition[];
  /** What else happened, if anything did. */
  readonly journal?: JournalWrite;
}

/** The earliest time that a batch tells of, in milliseconds: transitions that waited for the store are older than it. */
export function beginOf({ at, transitions }: Batch): number {
  return transitions.reduce((earliest, transition) => Math.min(earliest, transition.at), at);
}

/** A transition and the revision that committed it. */
export interface RevisedTransition {
  readonly revision: number;
  readonly transition: FindingTransition;
}

/** A place in what was committed to a cluster: a revision, and which of its transitions, counted from 0. */
export interface ChangePlace {
  readonly revision: number;
  readonly place: number;
}

/** The first place after a revision. */
export function afterRevision(revision: number): ChangePlace {
  return { revision: revision + 1, place: 0 };
}

/** Transitions in the order in which they were committed, and where they go on; undefined at the end. */
export interface ChangePage {
  readonly items: readonly RevisedTransition[];
  readonly next: ChangePlace | undefined;
}

/** Thrown by `apply` when another writer has taken over the cluster, or the store no longer has what it confirmed. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

interface Standing {
  readonly epoch: number;
  readonly revision: number;
}

/** Throws Fenced where a batch does not go on from how its cluster stands in the store. */
export function assertContinues(
  { clusterName, epoch, follows = 0 }: Batch,
  standing: Standing | undefined,
): asserts standing is Standing {
  if (standing?.epoch !== epoch) throw new Fenced(`epoch ${epoch} of ${clusterName} has ended`);
  if (standing.revision >= follows) return;
  throw new Fenced(
    `the store was set back: revision ${follows} of ${clusterName} was committed, and it has ${standing.revision}`,
  );
}

/** What is the matter with a store that fails, for whoever has to mend it. */
export type StoreTrouble = 'missing' | 'locked' | 'full' | 'corrupt' | 'newer' | 'denied' | 'unreachable' | 'other';

/** Thrown by a store that cannot do what it is asked now; the message says what to do about it. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
  readonly trouble: StoreTrouble;

  constructor(trouble: StoreTrouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.trouble = trouble;
  }
}

/** Port to whatever remembers findings. A batch is durable, with its counters, before `apply` resolves. */
export interface FindingStore {
  /** Whether findings survive a restart. */
  readonly persistent: boolean;
  /** What is remembered beside findings. */
  readonly journal: Journal;
  /** Who leads which cluster; epochs hold off whoever writes all the same. */
  readonly leases: Leases;
  /** Takes the cluster over for writing and returns what is remembered of it; a cluster that had the name retires. */
  take(clusterId: string, clusterName: string): Promise<Remembered>;
  /** Rejects with Fenced for an old epoch; any other rejection leaves the store as it was. */
  apply(batch: Batch): Promise<void>;
  /**
   * Open findings in the order that the query names, `limit` at most. A signal says that nobody wants the answer any
   * more; a store may answer all the same.
   */
  query(query: FindingQuery, limit: number, after?: Position, signal?: AbortSignal): Promise<FindingPage>;
  /** How many open findings there are of each kind, in no order; `mostGroups` at most, those with most findings. */
  groups(query: FindingQuery, by: FindingGrouping, signal?: AbortSignal): Promise<readonly FindingGroup[]>;
  /**
   * Since when the findings of each cluster are remembered, by name, in milliseconds; nothing is known of before. Without
   * those that are retired; with a time, those that were not retired then.
   */
  rememberedSince(at?: number): Promise<ReadonlyMap<string, number>>;
  /**
   * Retires the cluster of this name as of a time, in milliseconds: from then on nothing shows its findings unasked, and
   * how things stood before stays. Without a time the one that was retired last is brought back, unless the name leads
   * to another. Taking a cluster brings it back too. Resolves to whether anything is different now.
   */
  retire(clusterName: string, at: number | undefined): Promise<boolean>;
  /** An open finding. */
  find(id: string): Promise<StoredFinding | undefined>;
  /** The latest `limit` transitions of one finding, oldest first, closed episodes included. */
  history(id: string, limit: number): Promise<readonly RevisedTransition[]>;
  /**
   * Transitions of a cluster from a place on, oldest first, `limit` at most: fewer where what is stored is none. A
   * revision may go on on the next page.
   */
  changes(clusterId: string, from: ChangePlace, limit: number): Promise<ChangePage>;
  /** Forgets what ended before this time, in milliseconds, and `forgetRetired`. Resolves to how much it was. */
  prune(before: number): Promise<number>;
  /**
   * Forgets all of clusters that were retired before this time, in milliseconds: one that comes back begins with a
   * baseline. Else what is open or holds stays, and counters always do. Resolves to how much it was.
   */
  forgetRetired(before: number): Promise<number>;
  /** Bytes on disk; undefined for a store without one. */
  size(): Promise<number | undefined>;
  close(): Promise<void>;
}
