import type { Transition, TransitionReason } from '../vocabulary.ts';
import type { ApiFinding } from './finding.ts';
import type { Timestamp } from './object.ts';

/** A step that one revision of a cluster committed, with the finding as it was after it, or last before its end. */
export interface ApiChange {
  readonly revision: number;
  readonly type: Transition | 'updated';
  readonly reason: TransitionReason;
  readonly at: Timestamp;
  /** Change ids of the deploy windows that were open over the object then. */
  readonly windows?: readonly string[];
  readonly finding: Omit<ApiFinding, 'state'>;
}

/** What changed in a cluster since a revision; revisions are opaque, and end with what they were counted in. */
export interface ApiChanges {
  readonly cluster: string;
  /** Oldest first, as many as were asked for at most: a revision may go on on the next page. */
  readonly items: readonly ApiChange[];
  /** What to give as `since` to go on. */
  readonly next: string;
  /** Whether there is more already. */
  readonly more: boolean;
  /** The present: who reads all findings after this loses nothing by going on from here. Absent while the store is behind. */
  readonly revision?: string;
}
