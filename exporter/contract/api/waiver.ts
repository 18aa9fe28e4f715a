import type { WaiverState, WaiverType } from '../vocabulary.ts';
import type { Timestamp } from './object.ts';

/** A waiver as it stands in a cluster; one that is refused has nothing but its name and the problem. */
export interface ApiWaiver {
  readonly name: string;
  /** Absent for a request, which is in no cluster yet. */
  readonly cluster?: string;
  readonly state: WaiverState;
  readonly source: { readonly kind: 'file' | 'resource' | 'annotation' | 'request' } & Readonly<
    Record<string, unknown>
  >;
  /** What is wrong with it. */
  readonly problem?: string;
  /** Ids of the checks that it is about. */
  readonly checks?: readonly string[];
  /** What it selects, as its file says. */
  readonly match?: Readonly<Record<string, unknown>>;
  readonly type?: WaiverType;
  readonly reason?: string;
  readonly requester?: string;
  readonly approver?: string;
  readonly ticket?: string;
  readonly createdAt?: Timestamp;
  /** The first moment at which it accepts nothing any more. */
  readonly expiresAt?: Timestamp;
  /** Offences that it accepts now. */
  readonly matched?: number;
}

/** A request for a waiver: what its file would say, under the name that the file would have. */
export interface ApiWaiverRequest {
  /** A name that an object may have. */
  readonly name: string;
  /** Ids of checks, or patterns of them; these or frameworks are needed. */
  readonly checks?: readonly string[];
  /** Frameworks, or controls as in `cis/5.2.2`. */
  readonly frameworks?: readonly string[];
  /** What it selects; everything without it. */
  readonly match?: Readonly<Record<string, unknown>>;
  readonly type: WaiverType;
  readonly reason: string;
  readonly requester: string;
  /** Never the requester. */
  readonly approver: string;
  readonly ticket?: string;
  /** A date such as 2026-01-31, or a time; today without it. */
  readonly createdAt?: string;
  /** A date, which ends with that day in UTC, or a time. */
  readonly expiresAt: string;
}

/** What a request for a waiver is answered with: everything that a pull request needs. */
export interface ApiWaiverDraft {
  readonly waiver: ApiWaiver;
  /** Open findings that it would accept now. */
  readonly accepts: number;
  readonly file: { readonly path: string; readonly content: string };
  readonly pullRequest: { readonly branch: string; readonly title: string; readonly body: string };
}
