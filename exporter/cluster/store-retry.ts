/** When a store that failed is tried again: a second later, then twice as long each time, up to a minute. */
export class StoreRetry {
  readonly #first = 1_000;
  readonly #longest = 60_000;
  #delay = 0;
  #until = 0;

  /** Whether an attempt may be made now, in milliseconds; a clock that was set back does not put it off. */
  isDue(now: number): boolean {
    return now >= this.#until || this.#until - now > this.#longest;
  }

  /** How long to wait, in milliseconds. */
  failed(now: number): number {
    this.#delay = this.#delay === 0 ? this.#first : Math.min(this.#longest, this.#delay * 2);
    this.#until = now + this.#delay;
    return this.#delay;
  }

  /** Makes the next attempt due at once. */
  expire(): void {
    this.#until = 0;
  }

  /** Whether it had failed before. */
  succeeded(): boolean {
    const had = this.#delay > 0;
    this.#delay = 0;
    this.#until = 0;
    return had;
  }
}
