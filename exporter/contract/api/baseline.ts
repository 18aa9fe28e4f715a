import type { DeviationKind } from '../vocabulary.ts';
import type { Timestamp } from './object.ts';
import type { ApiPage } from './page.ts';

/**
 * The state of a cluster that somebody approved. Another thing than `baselineAt` of a cluster, which tells since when its
 * backlog is known.
 */
export interface ApiBaseline {
  readonly cluster: string;
  readonly id: string;
  /** As the request says. */
  readonly approver: string;
  /** Whether whoever sent the request proved to be the approver. */
  readonly verified: boolean;
  /** Name of the token that the request came with. */
  readonly caller?: string;
  readonly reason: string;
  readonly at: Timestamp;
  readonly objects: number;
  /** Objects that depart from it now. */
  readonly deviations: number;
}

export interface ApiBaselineRequest {
  readonly approver: string;
  readonly reason: string;
}

/** An object that departs, or departed, from the approved state. */
export interface ApiDeviation {
  readonly cluster: string;
  readonly object: { readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly what: DeviationKind;
  /** Checks that fail and were not approved to. */
  readonly checks: readonly string[];
  /** Id of the approved state. */
  readonly baseline: string;
  readonly since: Timestamp;
  /** When it was as approved again, or the approval ended. */
  readonly until?: Timestamp;
}

export type ApiDeviationPage = ApiPage<ApiDeviation>;
