import type { FindingGrouping, Severity } from '../vocabulary.ts';
import type { Timestamp } from './object.ts';

/** How many findings have something in common. */
export interface ApiFindingGroup {
  /** The severity, check, cluster, namespace or team; empty for what is cluster-scoped. */
  readonly key: string;
  readonly total: number;
  readonly counts: Readonly<Record<Severity, number>>;
  /** When the first of the open ones was seen; exempt findings have no times. */
  readonly oldest?: Timestamp;
}

/** Findings counted by what they have in common, the largest groups first. */
export interface ApiFindingGroups {
  readonly by: FindingGrouping;
  readonly items: readonly ApiFindingGroup[];
  /** How many groups there are; databases count 10,000 at most: then there are so many at least. */
  readonly groups: number;
  /** Findings in all of them. */
  readonly findings: number;
  /** The past time that was asked for. */
  readonly at?: Timestamp;
  /** Clusters of which nothing is remembered for that time: that none of their findings are counted is no good news. */
  readonly notRemembered?: readonly string[];
  /** Revision of the snapshot that was counted. */
  readonly revision: string;
}
