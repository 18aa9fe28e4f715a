import type { Lease, Leases, Replica } from '../findings/leases.ts';
import { sleep } from '../ingest/backoff.ts';
import type { LeadershipView } from '../publish/posture.ts';

/** How this process stands to others that may write the same clusters. */
export interface ReplicaTerms {
  readonly replica: Replica;
  /** How long a lease lasts, in milliseconds. */
  readonly leaseMs: number;
  /** Whether there are others, as far as configuration knows. */
  readonly isAlone: boolean;
}

export interface LeadershipDeps extends ReplicaTerms {
  readonly leases: Leases;
  readonly clock: () => number;
  /** Milliseconds that never go back, and go on while the process is stopped. */
  readonly uptime: () => number;
  /** Whether this process leads, or who does, is another now. */
  readonly onChange: () => void;
  /** The store does not say who leads; told once until it does again. */
  readonly onSilence: (error: unknown) => void;
  readonly onAnswer: () => void;
}

/** What was heard last, and since when it counts: time as of before the question was sent. */
interface Heard extends Lease {
  readonly wall: number;
  readonly uptime: number;
}

/** Renewals in the time of a lease: two may fail. */
const renewals = 3;
/** How often who follows looks whether it may lead, in the time of a lease: this is what a clean stop costs. */
const looks = 10;
/** A lease that ran out in the database has done so this much earlier than anybody hears of it; milliseconds. */
const settleMs = 20;

/**
 * Whether this process leads a cluster. It does from the answer of the store until its lease has run out by its own clocks,
 * which is before the store lets another lead: the time counts from before the question was sent. Nothing has to run for
 * that, so a process that was stopped leads no more in the moment in which it wakes.
 */
export class Leadership implements LeadershipView {
  readonly #deps: LeadershipDeps;
  #clusterId: string | undefined;
  #heard: Heard | undefined;
  /** Whether the store has ever answered for some cluster, so that the next claim is not the first. */
  #isKnown = false;
  #isSilent = false;
  /** What was told of last. */
  #told = '';
  #asking: Promise<void> | undefined;
  #resigned = false;

  constructor(deps: LeadershipDeps) {
    this.#deps = deps;
  }

  /** Whether this process may commit, and publishes. */
  get leads(): boolean {
    const heard = this.#heard;
    if (heard?.isOurs !== true) return false;
    if (heard.endsInMs === undefined) return true;
    const { clock, uptime, leaseMs } = this.#deps;
    // A machine that sleeps stops one clock, and somebody may set back the other.
    return Math.max(clock() - heard.wall, uptime() - heard.uptime) < leaseMs;
  }

  /**
   * Whether this process shows the cluster on /metrics. Without an answer of the store nobody may lead; then whoever is
   * alone goes on, and of several none does.
   */
  get publishes(): boolean {
    if (this.leads) return true;
    const heard = this.#heard;
    if (this.#resigned || !this.#deps.isAlone) return false;
    return heard === undefined || (heard.isOurs && !heard.isContested);
  }

  /** Whether another replica leads, as far as was heard. */
  get follows(): boolean {
    return this.#heard !== undefined && !this.#heard.isOurs;
  }

  /** The name of whoever leads, as far as was heard; undefined while nobody is known to. */
  get leader(): string | undefined {
    if (this.follows || this.leads) return this.#heard?.leader;
    return undefined;
  }

  /** What the one that this process follows has committed, as far as was heard. */
  get followed(): LeadershipView['followed'] {
    return this.follows ? this.#heard : undefined;
  }

  /** Counts who led; undefined before the first answer. */
  get term(): number | undefined {
    return this.#heard?.term;
  }

  /** Makes sure that it is known who leads a cluster; rejects with what the store rejects with. */
  async settle(clusterId: string): Promise<void> {
    if (this.#clusterId !== clusterId) {
      await this.resign();
      this.#clusterId = clusterId;
      this.#resigned = false;
    }
    // Whoever follows looks from time to time anyway.
    if (!this.leads && !this.follows) await this.ask();
  }

  /** Asks the store who leads. */
  ask(): Promise<void> {
    return (this.#asking ??= this.#ask().finally(() => (this.#asking = undefined)));
  }

  /** Renews the lease, or looks whether it may be had, until the signal fires. */
  async keep(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(this.#waitMs, signal);
      if (signal.aborted || this.#clusterId === undefined) continue;
      try {
        await this.ask();
        if (this.#isSilent) this.#deps.onAnswer();
        this.#isSilent = false;
      } catch (error) {
        if (!this.#isSilent) this.#deps.onSilence(error);
        this.#isSilent = true;
      }
    }
  }

  /** Leads no more, and lets another lead at once; rejects with what the store rejects with. */
  async resign(): Promise<void> {
    // Only its end is waited for: whoever asked is told what went wrong.
    await this.#asking?.catch(() => undefined);
    const clusterId = this.#clusterId;
    const wasOurs = this.#heard?.isOurs === true;
    this.#clusterId = undefined;
    this.#heard = undefined;
    this.#resigned = true;
    if (clusterId !== undefined && wasOurs) await this.#deps.leases.resign(clusterId, this.#deps.replica);
  }

  async #ask(): Promise<void> {
    const { leases, replica, leaseMs, clock, uptime } = this.#deps;
    const clusterId = this.#clusterId;
    if (clusterId === undefined) return;
    const asked = { wall: clock(), uptime: uptime() };
    try {
      const lease = await leases.lead({ clusterId, replica, forMs: leaseMs, isFirst: !this.#isKnown });
      if (this.#clusterId !== clusterId) return;
      this.#isKnown = true;
      this.#heard = { ...lease, ...asked };
    } finally {
      const standing = `${this.leads} ${this.publishes} ${this.leader}`;
      if (standing !== this.#told) this.#deps.onChange();
      this.#told = standing;
    }
  }

  get #waitMs(): number {
    const { leaseMs } = this.#deps;
    if (this.leads) return leaseMs / renewals;
    const soon = leaseMs / looks;
    return this.follows ? Math.min(soon, Math.max(0, this.#heard?.endsInMs ?? soon) + settleMs) : soon;
  }
}
