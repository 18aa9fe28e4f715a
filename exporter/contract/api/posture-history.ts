import type { Severity } from '../vocabulary.ts';
import type { Timestamp } from './object.ts';

/** How a cluster stood at a time: the last that was shown of an hour or a day. */
export interface ApiPosturePoint {
  readonly at: Timestamp;
  /** Posture score, 0 to 1; absent where nothing had a verdict. */
  readonly score?: number;
  /** Verdicts among check and object pairs, 0 to 1. */
  readonly coverage: number;
  readonly clean: boolean;
  /** Open findings. */
  readonly open: Readonly<Record<Severity, number>>;
  /** Names the checks, weights and parameters that the score is made of: compare only points that have the same. */
  readonly checkSet: string;
}

/** Posture of a cluster over time, oldest first. Where nothing was evaluated there is no point. */
export interface ApiPostureHistory {
  readonly cluster: string;
  readonly every: 'hour' | 'day';
  readonly from: Timestamp;
  readonly until: Timestamp;
  readonly points: readonly ApiPosturePoint[];
}
