/** One page of a list; `next` is the cursor of the following page, absent on the last one. */
export interface ApiPage<T> {
  readonly items: readonly T[];
  /** Of findings, databases count 10,000 open ones at most, of drift and rejects those among the latest 10,000: then there are so many at least. */
  readonly total: number;
  readonly next?: string;
  /** Revision of the snapshot that the page was read from. */
  readonly revision: string;
}
