/** Adds up the time in which a cluster was not wholly in sync; `now` values are milliseconds, totals seconds. */
export class SyncClock {
  #unsyncedSince: number | undefined;
  #total = 0;

  constructor(now: number) {
    this.#unsyncedSince = now;
  }

  set(synced: boolean, now: number): void {
    if (synced && this.#unsyncedSince !== undefined) {
      this.#total += Math.max(0, now - this.#unsyncedSince);
      this.#unsyncedSince = undefined;
    } else if (!synced) {
      this.#unsyncedSince ??= now;
    }
  }

  seconds(now: number): number {
    const running = this.#unsyncedSince === undefined ? 0 : Math.max(0, now - this.#unsyncedSince);
    return (this.#total + running) / 1000;
  }
}
