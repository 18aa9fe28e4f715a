import { StoreFailure, type Batch, type FindingStore } from '../../exporter/findings/store.ts';

/** How a store answers: as it should, not at all, or once without saying that it did what it was asked. */
export type Answering = 'well' | 'never' | 'in vain';

/** A store behind something that fails on command. */
export class UnreliableStore {
  answering: Answering = 'well';
  readonly port: FindingStore;

  constructor(real: FindingStore) {
    const unlessFailing = <T>(work: () => Promise<T>): Promise<T> =>
      this.answering === 'never' ? Promise.reject(new StoreFailure('unreachable', 'no answer')) : work();
    this.port = {
      ...real,
      leases: {
        lead: (claim) => unlessFailing(() => real.leases.lead(claim)),
        resign: (id, replica) => unlessFailing(() => real.leases.resign(id, replica)),
      },
      take: (id, name) => unlessFailing(() => real.take(id, name)),
      apply: (batch: Batch) =>
        unlessFailing(async () => {
          await real.apply(batch);
          if (this.answering !== 'in vain') return;
          this.answering = 'well';
          throw new StoreFailure('unreachable', 'the answer was lost');
        }),
    };
  }
}
