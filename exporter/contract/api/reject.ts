import type { PolicyEngine } from '../vocabulary.ts';
import type { ApiOwner, Timestamp } from './object.ts';
import type { ApiPage } from './page.ts';

/** An object that admission refused, with all retries. Evidence, not proof: whoever may write Events can make one up. */
export interface ApiReject {
  readonly id: string;
  readonly cluster: string;
  readonly engine: PolicyEngine;
  /** Policies that objected, as their engine names them; empty where it names none. */
  readonly policies: readonly string[];
  /** What was to be made. It never came to be, so it has no name of its own. */
  readonly object: { readonly kind: string; readonly namespace: string };
  readonly owner: ApiOwner;
  readonly reason: string;
  readonly firstSeen: Timestamp;
  readonly lastSeen: Timestamp;
  /** How often it was refused, as far as the source counted. */
  readonly attempts: number;
  readonly source: string;
}

/** Whether denials can be seen in a cluster: an empty list without a source is no good news. */
export interface ApiRejectSource {
  readonly cluster: string;
  readonly source: string;
  readonly connected: boolean;
  /** Why it is not connected. */
  readonly problem?: string;
}

export interface ApiRejectPage extends ApiPage<ApiReject> {
  readonly sources: readonly ApiRejectSource[];
}
