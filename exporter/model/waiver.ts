import type { WaiverState, WaiverType } from '../contract/vocabulary.ts';
import type { ObjectRef } from './object.ts';

/** A LabelSelector of apimachinery; absent selects nothing, empty everything. */
export interface WaiverSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

/** Which offences a waiver is about; all that is given must hold, and names are patterns. */
export interface WaiverMatch {
  readonly clusters?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly namespaceSelector?: WaiverSelector;
  readonly objectSelector?: WaiverSelector;
  readonly resources?: readonly { readonly kind: string; readonly name?: string }[];
  readonly containers?: readonly string[];
}

/** What people agreed on: which offences are accepted, why, by whom, and until when. Times are milliseconds since the epoch. */
export interface Waiver {
  readonly name: string;
  /** Ids of checks, or patterns of them. */
  readonly checks: readonly string[];
  /** Frameworks (`pss`) or single controls of them (`cis/5.2.2`), whose checks are meant. */
  readonly frameworks: readonly string[];
  readonly match: WaiverMatch;
  readonly type: WaiverType;
  readonly reason: string;
  readonly requester: string;
  readonly approver: string;
  readonly ticket?: string;
  readonly createdAt?: number;
  /** The first moment at which it accepts nothing any more. */
  readonly expiresAt: number;
  readonly source: WaiverSource;
}

/** Where a waiver was read. */
export type WaiverSource =
  | { readonly kind: 'file'; readonly file: string; readonly line: number }
  | { readonly kind: 'resource' }
  /** An annotation that another tool understands. */
  | { readonly kind: 'annotation'; readonly tool: string; readonly object: ObjectRef }
  /** Asked for, and not in Git yet. */
  | { readonly kind: 'request' };

/** A waiver as it stands in one cluster. */
export interface WaiverView {
  readonly waiver: Waiver;
  readonly state: WaiverState;
  /** Ids of the checks that it is about. */
  readonly checks: readonly string[];
  /** Offences that it accepts now. */
  readonly matched: number;
  /** Why it is refused. */
  readonly problem?: string;
}
