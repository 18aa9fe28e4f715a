import type { DrillState } from '../vocabulary.ts';
import type { Timestamp } from './object.ts';
import type { ApiPage } from './page.ts';

/** A marked finding that was opened to see whether its page arrives. It pages as a new critical finding does, and counts nowhere. */
export interface ApiDrill {
  /** Also the name of the object in its alert. */
  readonly id: string;
  readonly cluster: string;
  /** Who is called. */
  readonly owner: string;
  /** Who opened it, in their own words. */
  readonly who: string;
  /** Name of the token that it was opened with. */
  readonly caller?: string;
  readonly state: DrillState;
  readonly from: Timestamp;
  /** The first moment at which it is closed, by itself if nobody does it before. */
  readonly until: Timestamp;
  /** Who closed it before its time. */
  readonly closed?: string;
  /** The alert that it raised, once Alertmanager has told the ledger. */
  readonly alert?: {
    readonly alertname: string;
    readonly fingerprint: string;
    readonly startsAt: Timestamp;
    readonly receivedAt: Timestamp;
    readonly endsAt?: Timestamp;
  };
}

export type ApiDrillPage = ApiPage<ApiDrill>;

/** A request for a drill. */
export interface ApiDrillRequest {
  readonly cluster: string;
  /** Who is called; the owner `plumbline-drill` without it. */
  readonly owner?: string;
  readonly who: string;
  /** When it closes by itself: 1 to 30 minutes. */
  readonly minutes: number;
}
