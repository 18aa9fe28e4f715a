import { emptyBook, openIn, type Book } from './reference.ts';
import { placeOf, type Thing } from './universe.ts';

/** What is true of one cluster, and what the store should hold of it. */
export interface Truth {
  readonly things: Map<string, Thing>;
  /** What was committed, answered or not. */
  durable: Book;
}

/** A cluster with nothing in it that was never looked at. */
export function emptyTruth(): Truth {
  return { things: new Map(), durable: emptyBook };
}

/** What the process that runs holds of a cluster. */
export interface Holding {
  book: Book;
  /** Whether the store handed it over. */
  readonly isKept: boolean;
  /** Places that had findings when it did. */
  readonly inherited: ReadonlySet<string>;
  /** Committed in memory and not confirmed: what was sent, and everything behind it. */
  unconfirmed: Book[];
}

/** What a process takes over; undefined where the store does not hand over anything. */
export function takenOver(book: Book | undefined): Holding {
  const inherited = new Set(openIn(book ?? emptyBook).map(({ thing }) => placeOf(thing)));
  return { book: book ?? emptyBook, isKept: book !== undefined, inherited, unconfirmed: [] };
}

/** What one process has been told by its source. */
export interface Told {
  readonly seen: Map<string, Thing>;
  readonly met: Set<string>;
}

export function nothingTold(): Told {
  return { seen: new Map(), met: new Set() };
}

/** Takes over a thing as delivered. */
export function tell({ seen, met }: Told, thing: Thing): void {
  seen.set(placeOf(thing), thing);
  met.add(placeOf(thing));
}

/** Adds to what waits for the store: what was sent stays as it was, the rest is one. */
export function enqueue(holding: Holding): void {
  const [sent] = holding.unconfirmed;
  holding.unconfirmed = sent === undefined ? [holding.book] : [sent, holding.book];
}
