import type { KindStatus, Result, Severity } from '../vocabulary.ts';
import type { Timestamp } from './object.ts';

export interface ApiKind {
  readonly resource: string;
  readonly status: KindStatus;
  readonly objects: number;
  readonly reason?: string;
  readonly lastEvent?: Timestamp;
}

export interface ApiScoreDriver {
  readonly check: string;
  readonly title: string;
  readonly severity: Severity;
  readonly pointsLost: number;
  readonly failing: number;
  readonly total: number;
}

export interface ApiCluster {
  readonly name: string;
  /** Whether anything delivers it here; one that is expected and not watched has no id, and nothing else of it is known. */
  readonly watched: boolean;
  /** It is gone on purpose: listed with `retired=true` alone. */
  readonly retired?: { readonly reason: string; readonly since?: Timestamp };
  readonly id: string;
  readonly kubernetesVersion: string;
  readonly provider: string;
  readonly up: boolean;
  /** Why it is not up. */
  readonly problem?: string;
  readonly ready: boolean;
  readonly clean: boolean;
  /** What keeps it from being clean, in words. */
  readonly notClean: readonly string[];
  /** Posture score, 0 to 1; absent while nothing was evaluated. */
  readonly score?: number;
  /** Names the checks, weights and parameters that the score is made of: compare only scores that have the same. */
  readonly checkSet: string;
  /** Verdicts among check and object pairs, 0 to 1. */
  readonly coverage: number;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly results: Readonly<Record<Result, number>>;
  readonly drivers: readonly ApiScoreDriver[];
  readonly kinds: readonly ApiKind[];
  readonly lastSuccess?: Timestamp;
  readonly baseline?: Timestamp;
  /** Whether this replica commits what becomes of findings; another one may, see `leader`. */
  readonly leads: boolean;
  /** The replica that does; absent while none is known to. */
  readonly leader?: string;
}
