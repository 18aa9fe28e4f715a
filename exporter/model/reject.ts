import type { PolicyEngine } from '../contract/vocabulary.ts';
import type { Team } from './finding.ts';
import type { ObjectRef } from './object.ts';

/** Where a denial was seen; audit logs will be another source of the same record. */
export const rejectSources = ['event'] as const;
export type RejectSource = (typeof rejectSources)[number];

/** What admission refused and who had asked, as one source tells it so far; times are milliseconds on our clock. */
export interface SeenReject {
  readonly source: RejectSource;
  /** Tells records of one source apart; a record that comes again replaces what it said before. */
  readonly record: string;
  readonly engine: PolicyEngine;
  /** Policies that objected, as their engine names them; empty where it names none. */
  readonly policies: readonly string[];
  /** The plain kind of what was refused, for example `Pod`; it never came to be, and seldom has a name worth keeping. */
  readonly refused: string;
  /** The object whose controller asked. */
  readonly by: ObjectRef;
  /** In the words of whoever refused: one line, bounded, secrets replaced. */
  readonly reason: string;
  readonly firstAt: number;
  readonly lastAt: number;
  /** How often it was refused, as far as the source counted. */
  readonly attempts: number;
}

/** Receives denials; calls are synchronous and in order. */
export interface RejectSink {
  /** Whether the source can be read now; `reason` says why not. */
  readable(source: RejectSource, problem: string | undefined): void;
  seen(reject: SeenReject): void;
}

/** The object that answers for one that was refused: the top controller, as far as it is known. */
export interface RejectOwner extends ObjectRef {
  readonly apiVersion: string;
  readonly team: Team;
}

/** One owner refused by one engine, with all retries; times are milliseconds since the epoch. */
export interface Reject {
  readonly id: string;
  readonly source: RejectSource;
  readonly engine: PolicyEngine;
  readonly policies: readonly string[];
  /** Plain kind of what was refused last. */
  readonly refused: string;
  /** Why, in the words of whoever refused last. */
  readonly reason: string;
  readonly owner: RejectOwner;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly attempts: number;
}
