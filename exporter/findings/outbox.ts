import { mergedWrites } from './journal.ts';
import type { Batch } from './store.ts';

/**
 * Batches of one cluster on their way to the store, in order. What was sent once is sent again as it was: its answer may
 * have been lost and not the batch, and then the same revision with another content would never be written. Everything
 * behind it becomes one batch.
 */
export class Outbox {
  #confirmed: number;
  #sent: Batch | undefined;
  #waiting: Batch | undefined;

  /** `confirmed` is the revision that the store handed over. */
  constructor(confirmed: number) {
    this.#confirmed = confirmed;
  }

  /** The last revision that the store is known to have. */
  get confirmed(): number {
    return this.#confirmed;
  }

  get isEmpty(): boolean {
    return this.#sent === undefined && this.#waiting === undefined;
  }

  /** Transitions and entries of the journal that are not confirmed yet. */
  get size(): number {
    return sizeOf(this.#sent) + sizeOf(this.#waiting);
  }

  add(batch: Batch): void {
    const before = this.#waiting;
    this.#waiting =
      before === undefined
        ? batch
        : {
            ...batch,
            baselineAt: before.baselineAt ?? batch.baselineAt,
            newlyBaselined: [...before.newlyBaselined, ...batch.newlyBaselined],
            ...((before.noLongerBaselined ?? batch.noLongerBaselined) && {
              noLongerBaselined: [...(before.noLongerBaselined ?? []), ...(batch.noLongerBaselined ?? [])],
            }),
            transitions: [...before.transitions, ...batch.transitions],
            ...((before.journal ?? batch.journal) && { journal: mergedWrites(before.journal, batch.journal) }),
          };
  }

  /** Sends until nothing is left; rejects with what `apply` rejects with, and keeps what is not confirmed. */
  async flush(apply: (batch: Batch) => Promise<void>, onCommitted: (batch: Batch) => void): Promise<void> {
    for (;;) {
      if (this.#sent === undefined) {
        this.#sent = this.#waiting;
        this.#waiting = undefined;
      }
      const batch = this.#sent;
      if (batch === undefined) return;
      await apply({ ...batch, follows: this.#confirmed });
      this.#confirmed = batch.revision;
      this.#sent = undefined;
      onCommitted(batch);
    }
  }
}

function sizeOf(batch: Batch | undefined): number {
  return (batch?.transitions.length ?? 0) + (batch?.journal?.entries.length ?? 0);
}
