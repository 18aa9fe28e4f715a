import type { WindowState } from '../vocabulary.ts';
import type { Timestamp } from './object.ts';
import type { ApiPage } from './page.ts';

/** A time in which a change is expected: what happens to findings meanwhile is marked with its id, and never hidden. */
export interface ApiDeployWindow {
  readonly cluster: string;
  readonly changeId: string;
  readonly state: WindowState;
  /** Names and patterns with `*`; absent where it is about the whole cluster. */
  readonly namespaces?: readonly string[];
  readonly from: Timestamp;
  /** The first moment at which it is over. */
  readonly until: Timestamp;
  /** Who announced it, in their own words. */
  readonly who: string;
  readonly reason: string;
  /** Who announced it: the file of windows, a request (with the name of its token), or an annotation of a namespace. */
  readonly source:
    | { readonly kind: 'calendar' }
    | { readonly kind: 'request'; readonly caller?: string }
    | { readonly kind: 'annotation'; readonly namespace: string };
  /** Why it ended before its time. */
  readonly closed?: string;
  /** Why it is refused, and what to do; it marks nothing then. */
  readonly problem?: string;
}

export type ApiDeployWindowPage = ApiPage<ApiDeployWindow>;

/** A request for a deploy window, as a pipeline sends it before it changes anything. */
export interface ApiDeployWindowRequest {
  /** Tells changes apart: the same id again means the same window while it is open. */
  readonly changeId: string;
  /** Names of clusters. */
  readonly clusters: readonly string[];
  /** Names of namespaces and patterns with `*`; the whole cluster without them. */
  readonly namespaces?: readonly string[];
  readonly who: string;
  readonly reason: string;
  /** When it begins; now without it, or where it has passed. */
  readonly from?: Timestamp;
  /** The first moment at which it is over, `windows.maxDuration` after its beginning at most. */
  readonly until: Timestamp;
}

/** What a request for a window is answered with; `unchanged` where it was granted before. */
export interface ApiDeployWindowChange {
  readonly result: 'created' | 'updated' | 'unchanged' | 'closed';
  readonly windows: readonly ApiDeployWindow[];
}
