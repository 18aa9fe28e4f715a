/** A marked finding that is opened to see whether its page arrives; milliseconds since the epoch. */
export interface Drill {
  readonly id: string;
  /** Who is called. */
  readonly owner: string;
  readonly who: string;
  /** The name of the token that the request came with; undefined for an open loopback. */
  readonly caller?: string;
  readonly from: number;
  /** The first moment at which it is closed. */
  readonly until: number;
  /** Who closed it before its time. */
  readonly closed?: string;
}

/** A drill and the cluster (by name) that it is in. */
export interface ClusterDrill {
  readonly cluster: string;
  readonly drill: Drill;
}

/** A field of a request that is wrong; `problem` ends with what to do. */
export interface DrillProblem {
  readonly field: string;
  readonly problem: string;
}

/** What became of a request about a drill. */
export type DrillOutcome =
  | { readonly result: 'invalid'; readonly problems: readonly DrillProblem[] }
  | { readonly result: 'conflict'; readonly problem: string }
  /** Nothing can be written of the cluster (by name) yet. */
  | { readonly result: 'not_ready'; readonly cluster: string }
  | { readonly result: 'unknown' }
  | ({ readonly result: 'done' } & ClusterDrill);

/** Opens drills and closes them; remembers those of the last 30 days. */
export interface DrillDesk {
  /** `caller` is who proved to send it, if anybody did. */
  readonly open: (body: unknown, caller: string | undefined) => Promise<DrillOutcome>;
  /** Closes a drill, or tells how it was closed. */
  readonly close: (id: string, by: string) => Promise<DrillOutcome>;
  readonly remembered: () => Promise<readonly ClusterDrill[]>;
}
