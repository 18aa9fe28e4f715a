import { contestedFor, notedEvery, type Claim, type Lease, type Replica } from './leases.ts';

interface Held {
  name: string;
  instance: string;
  term: number;
  /** Milliseconds. */
  endsAt: number;
  /** When another asked in vain; milliseconds. */
  askedAt: number;
}

/** Leases between whoever shares one process: exporters in tests, and the only one otherwise. */
export class MemoryLeases {
  readonly #held = new Map<string, Held>();

  lead(
    { clusterId, replica, forMs, isFirst }: Claim,
    now: number,
    standing: Pick<Lease, 'revision' | 'baselineAt'>,
  ): Lease {
    const lease = this.#held.get(clusterId) ?? { name: '', instance: '', term: 0, endsAt: 0, askedAt: -Infinity };
    this.#held.set(clusterId, lease);
    const isFree = lease.endsAt <= now || (isFirst && lease.name === replica.name);
    const isOurs = lease.instance === replica.instance || isFree;
    if (isOurs) {
      if (lease.instance !== replica.instance) lease.term += 1;
      Object.assign(lease, { ...replica, endsAt: now + forMs });
    } else if (lease.askedAt < now - forMs * notedEvery) lease.askedAt = now;
    return {
      isOurs,
      leader: lease.name,
      term: lease.term,
      endsInMs: lease.endsAt - now,
      isContested: lease.askedAt > now - forMs * contestedFor,
      ...standing,
    };
  }

  resign(clusterId: string, { instance }: Replica): void {
    const lease = this.#held.get(clusterId);
    if (lease?.instance === instance) Object.assign(lease, { name: '', instance: '', endsAt: 0 });
  }
}
