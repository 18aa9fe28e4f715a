import type { DeviationKind } from '../contract/vocabulary.ts';
import type { ObjectRef } from './object.ts';

/** Who approved the state of a cluster, when and why; times are milliseconds since the epoch. */
export interface Approval {
  /** Tells approvals of a cluster apart. */
  readonly id: string;
  readonly approver: string;
  /** Whether whoever sent the request proved to be the approver. */
  readonly isVerified: boolean;
  /** Name of the token that the request came with; undefined for an open loopback. */
  readonly caller?: string;
  readonly reason: string;
  readonly at: number;
  readonly objects: number;
}

/** How an object departs from the approved state. */
export interface Deviation {
  readonly key: string;
  readonly ref: ObjectRef;
  readonly what: DeviationKind;
  /** Ids of checks that fail and were not approved to. */
  readonly checks: readonly string[];
  readonly approval: string;
  readonly since: number;
  /** When it was as approved again, or the approval ended. */
  readonly until?: number;
}

/** The approved state of one cluster, and what departs from it now. */
export interface ApprovalView {
  readonly current: Approval | undefined;
  deviations(): readonly Deviation[];
}

/** What became of a request to approve the state of a cluster, or to end an approval. */
export type ApprovalOutcome =
  | { readonly result: 'done'; readonly approval: Approval }
  | { readonly result: 'not_ready' | 'none' }
  | { readonly result: 'too_many'; readonly most: number };

/** Approves states of clusters, by name. */
export interface ApprovalDesk {
  /** Resolves once it is known what is approved; rejects with what the journal rejects with while it cannot be read. */
  readonly known: () => Promise<void>;
  /** Approves a cluster as it is now; `caller` is who proved to send the request, if anybody did. */
  readonly approve: (
    cluster: string,
    by: { readonly approver: string; readonly reason: string; readonly caller: string | undefined },
  ) => Promise<ApprovalOutcome>;
  /** Ends the approval, and with it all deviations. */
  readonly end: (cluster: string) => Promise<ApprovalOutcome>;
  /** Deviations that began since a time, in milliseconds; rejects with RangeError beyond 20,000. */
  readonly remembered: (cluster: string, since: number) => Promise<readonly Deviation[]>;
}
