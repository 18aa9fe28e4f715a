import type { Actor, Severity, Transition, TransitionReason } from '../contract/vocabulary.ts';
import type { KindName } from './kinds.ts';

/** Who answers for an object, and where that was written. */
export interface Team {
  readonly team: string;
  readonly source: string;
}

/** Who changed an object last, as far as the name of a field manager tells. */
export interface LastChanger {
  readonly actor: Actor;
  readonly manager: string;
}

/** An open episode of a failing check on a subject; times are milliseconds since the epoch. */
export interface Finding {
  /** sha256 over cluster, check, owner and part: the same across restarts, renamed pods and changed messages. */
  readonly id: string;
  readonly check: string;
  readonly severity: Severity;
  readonly object: {
    readonly kind: KindName;
    readonly apiVersion: string;
    readonly namespace: string;
    readonly name: string;
  };
  readonly team: Team;
  /** Tells apart findings of one check on one object: a container, a volume, a path. */
  readonly part: string;
  readonly path: string;
  readonly container?: string;
  readonly message: string;
  readonly firstSeen: number;
  /** `firstSeen` was inferred from the object's own times, so it cannot tell how long fixing took. */
  readonly estimated: boolean;
  /** Since when it has been critical and open at once. */
  readonly criticalSince?: number;
  /** Who had changed the object last when it became critical. */
  readonly changedBy?: LastChanger;
  readonly lastChange: number;
  readonly openedBecause: TransitionReason;
  /** Change ids of the deploy windows that were open over the object when it opened, or opened again. */
  readonly windows?: readonly string[];
}

/** One step in the life of a finding; `updated` changes what is said about it and counts nowhere. */
export interface FindingTransition {
  readonly type: Transition | 'updated';
  readonly reason: TransitionReason;
  readonly at: number;
  readonly finding: Finding;
  /** Change ids of the deploy windows that were open over the object then. */
  readonly windows?: readonly string[];
}

/** How long an episode took to fix, in seconds; undefined for what does not count as fixing. */
export function remediationSeconds({ type, reason, at, finding }: FindingTransition): number | undefined {
  if (type !== 'resolved' || reason !== 'fixed' || finding.estimated) return undefined;
  return Math.max(0, (at - finding.firstSeen) / 1000);
}
