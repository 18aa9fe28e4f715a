import type { WindowState } from '../contract/vocabulary.ts';

/** Where a deploy window was announced. */
export type WindowSource =
  | { readonly kind: 'calendar' }
  /** `caller` is the name of the token that the request came with; undefined for an open loopback. */
  | { readonly kind: 'request'; readonly caller?: string }
  | { readonly kind: 'annotation'; readonly namespace: string };

/** A time in which a change of a cluster, or of some of its namespaces, is expected; milliseconds since the epoch. */
export interface DeployWindow {
  /** Tells windows of a cluster apart in the journal. */
  readonly key: string;
  readonly changeId: string;
  /** Names and patterns with `*`; undefined for the whole cluster, cluster-scoped objects included. */
  readonly namespaces?: readonly string[];
  readonly from: number;
  /** The first moment at which it is over. */
  readonly until: number;
  readonly who: string;
  readonly reason: string;
  readonly source: WindowSource;
  /** Why it ended before its time. */
  readonly closed?: string;
}

/** A window as it stands; one that is refused has a problem and marks nothing. */
export interface WindowView {
  readonly window: DeployWindow;
  readonly state: WindowState;
  readonly problem?: string;
}

/** How a window stands at a time, in milliseconds. */
export function windowStateAt({ from, until }: Pick<DeployWindow, 'from' | 'until'>, now: number): WindowState {
  if (now >= until) return 'ended';
  return now < from ? 'upcoming' : 'active';
}

/** A window and the cluster (by name) that it is in. */
export interface ClusterWindow {
  readonly cluster: string;
  readonly window: DeployWindow;
}

/** A field of a request that is wrong; `problem` ends with what to do. */
export interface WindowProblem {
  readonly field: string;
  readonly problem: string;
}

/** What became of a request for a window. */
export type WindowOutcome =
  | { readonly result: 'invalid'; readonly problems: readonly WindowProblem[] }
  /** Clusters (by name) that nothing can be written of yet. */
  | { readonly result: 'not_ready'; readonly clusters: readonly string[] }
  | { readonly result: 'conflict'; readonly problem: string }
  | { readonly result: 'unknown' }
  | { readonly result: 'created' | 'unchanged' | 'updated' | 'closed'; readonly windows: readonly ClusterWindow[] };

/** Takes requests for windows, and remembers all that were open; the same request again changes nothing. */
export interface WindowDesk {
  /** `caller` is who proved to send it, if anybody did. */
  readonly open: (body: unknown, caller: string | undefined) => Promise<WindowOutcome>;
  /** Ends the windows of a change that requests announced, in these clusters or in all; `why` is told with them. */
  readonly close: (changeId: string, clusters: readonly string[] | undefined, why: string) => Promise<WindowOutcome>;
  /** Windows that began since a time (milliseconds), or are still to begin; rejects with RangeError beyond 20,000. */
  readonly remembered: (
    clusters: readonly string[] | undefined,
    since: number,
  ) => Promise<readonly (ClusterWindow & WindowView)[]>;
}
