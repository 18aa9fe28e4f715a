/** A process that may write a cluster, among others that may. */
export interface Replica {
  /** What people know it by; no two that run at the same time share it. */
  readonly name: string;
  /** Different in every process, so that one that was started again is not taken for the one before. */
  readonly instance: string;
}

/** What a replica asks for. */
export interface Claim {
  readonly clusterId: string;
  readonly replica: Replica;
  /** How long it wants to lead without asking again, in milliseconds. */
  readonly forMs: number;
  /** Whether it has just been started: then what a former process under its name held is its own at once. */
  readonly isFirst: boolean;
}

/** Who leads a cluster, as a store answered a claim. */
export interface Lease {
  /** Whether the asker does, for as long as it asked for. */
  readonly isOurs: boolean;
  /** The name of whoever does. */
  readonly leader: string;
  /** Grows whenever another process begins to lead: the same number says that nobody else has meanwhile. */
  readonly term: number;
  /** How much longer, in milliseconds; undefined where a lease lasts as long as the process that holds it. */
  readonly endsInMs: number | undefined;
  /** Whether another replica has lately asked in vain, and would lead if this one did not. */
  readonly isContested: boolean;
  /** The last revision that was committed, and the baseline in milliseconds; 0 and undefined before the first. */
  readonly revision: number;
  readonly baselineAt: number | undefined;
}

/** How long after a claim in vain a lease counts as contested, in times of what was claimed. */
export const contestedFor = 2;
/** How often claims in vain are noted at most, in parts of what was claimed. */
export const notedEvery = 1 / 3;

/** Port to the leases of clusters, of which one process holds each at a time. A store's own clock judges time. */
export interface Leases {
  /** Takes or renews a lease that nobody else holds; resolves to whoever does now. */
  lead(claim: Claim): Promise<Lease>;
  /** Gives a lease up at once; nothing where this process does not hold it. */
  resign(clusterId: string, replica: Replica): Promise<void>;
}
