import type { Claim, Lease } from '../findings/leases.ts';
import { StoreFailure, type FindingStore, type Remembered } from '../findings/store.ts';
import type { ClusterIdentity } from '../ingest/sink.ts';
import { heldFrom, type Held, type Survived } from './held.ts';
import { Leadership, type LeadershipDeps } from './leadership.ts';
import { StoreRetry } from './store-retry.ts';

export interface HoldingDeps extends Omit<LeadershipDeps, 'leases'> {
  readonly name: string;
  readonly store: Pick<FindingStore, 'take' | 'leases'>;
  /** What is known of a cluster without its store. */
  readonly survived: (clusterId: string) => Survived | undefined;
  /** The store has handed the cluster over: whatever else is remembered of it is read now, or it is not held. */
  readonly onTaken: (clusterId: string, remembered: Remembered) => Promise<void>;
  /** The store failed; it is tried again after so many milliseconds. */
  readonly onStoreFailure: (error: unknown, retryInMs: number) => void;
  readonly onStoreRecovered: () => void;
  /** What is held now begins with a whole pass; `isSame` says that what was shown is still right until it has ended. */
  readonly onHeld: (isSame: boolean) => void;
}

/**
 * What this process holds of a cluster, and whether it may write it: as the leader what the store remembers, as a follower,
 * or without a store, what it has seen itself.
 */
export class Holding {
  readonly leadership: Leadership;
  readonly #deps: HoldingDeps;
  readonly #retry = new StoreRetry();
  /** Under which term the cluster was taken: another one says that somebody else has written it since. */
  #term: number | undefined;
  #held: Held | undefined;

  constructor(deps: HoldingDeps) {
    this.#deps = deps;
    const { leases } = deps.store;
    this.leadership = new Leadership({
      ...deps,
      leases: {
        lead: async (claim) => {
          const confirmed = this.#confirmedOf(claim);
          const lease = await leases.lead(claim);
          if (lease.isOurs && lease.revision < confirmed) this.#wasSetBack(lease, confirmed);
          return lease;
        },
        resign: (clusterId, replica) => leases.resign(clusterId, replica),
      },
    });
  }

  get held(): Held | undefined {
    return this.#held;
  }

  /** Whether this process leads the cluster and knows what is remembered of it. */
  get leads(): boolean {
    return this.leadership.leads && this.#held?.kept === true;
  }

  /** Takes the cluster over in the store where this process leads it, once per term. */
  async hold(identity: ClusterIdentity): Promise<Held> {
    const { leadership } = this;
    const current = this.#held?.identity.id === identity.id ? this.#held : undefined;
    if (this.#mayUseStore) {
      try {
        await leadership.settle(identity.id);
      } catch (error) {
        this.storeFailed(error);
      }
    }
    const { term } = leadership;
    if (current?.kept === true && !leadership.follows && (term === undefined || term === this.#term)) return current;
    let remembered: Remembered | undefined;
    if (this.mayCommit) {
      try {
        const taken = await this.#deps.store.take(identity.id, this.#deps.name);
        await this.#deps.onTaken(identity.id, taken);
        remembered = taken;
        this.#term = term;
        this.storeAnswered();
      } catch (error) {
        this.storeFailed(error);
      }
    }
    if (remembered === undefined && current?.kept === false) return current;
    this.#held = heldFrom(identity, remembered, this.#deps.survived(identity.id));
    this.#deps.onHeld(current !== undefined);
    return this.#held;
  }

  /** Another writer has taken the cluster over: nothing of it is shown until it is taken back. */
  standDown(): void {
    this.#held = undefined;
    this.#term = undefined;
  }

  /** Whether a commit is worth an attempt: this process leads, and the store has not failed a moment ago. */
  get mayCommit(): boolean {
    return this.leadership.leads && this.#mayUseStore;
  }

  get #mayUseStore(): boolean {
    return this.#retry.isDue(this.#deps.clock());
  }

  /** What the store has of a cluster at least, as far as it has said so. */
  #confirmedOf({ clusterId }: Claim): number {
    return this.#held?.kept === true && this.#held.identity.id === clusterId ? this.#held.outbox.confirmed : 0;
  }

  /** The store lost what it had confirmed, as one does that was restored or began anew: nothing else would say so of a quiet cluster. */
  #wasSetBack({ revision }: Lease, confirmed: number): void {
    this.#term = undefined;
    const what = `revision ${confirmed} of ${this.#deps.name} was committed, and it has ${revision}`;
    this.storeFailed(new StoreFailure('missing', `the store was set back: ${what}; the cluster goes on from there`));
  }

  storeFailed(error: unknown): void {
    this.#deps.onStoreFailure(error, this.#retry.failed(this.#deps.clock()));
  }

  storeAnswered(): void {
    if (this.#retry.succeeded()) this.#deps.onStoreRecovered();
  }

  /** The time to leave the store alone is over. */
  retryStore(): void {
    this.#retry.expire();
  }

  /** More is unconfirmed than can be held: what is remembered of the cluster is read again once the store answers. */
  loseTrack(): void {
    if (this.#held === undefined) return;
    this.#held = heldFrom(this.#held.identity, undefined);
    this.#deps.onHeld(true);
  }
}
