import type { Check } from '../checks/define.ts';
import type { LeaseNote } from '../ingest/sink.ts';
import { digestsOf, formatNote, pairsIn, parseNote, type BaselineNote } from './baseline-note.ts';
import type { Held, Survived } from './held.ts';

/** What the memory in the Lease asks of its cluster. */
export interface LeaseMemoryDeps {
  readonly checks: readonly Check[];
  readonly clock: () => number;
  /** What is held, once it is shown and the store has confirmed all of it. */
  readonly confirmed: () => Held | undefined;
  /** Whether everything that happened until now has been judged, as far as it can be seen. */
  readonly isCurrent: () => boolean;
}

/** The baseline of a cluster as our own Lease keeps it, for the day on which the store is lost. */
export class LeaseMemory implements LeaseNote {
  readonly #deps: LeaseMemoryDeps;
  #text: string | undefined;

  constructor(deps: LeaseMemoryDeps) {
    this.#deps = deps;
  }

  found(text: string): void {
    this.#text = text;
  }

  kept(): string | undefined {
    const { checks, clock, confirmed, isCurrent } = this.#deps;
    const held = confirmed();
    if (held?.baselineAt === undefined) return undefined;
    // A note that knows an earlier baseline, because it could not be read in time, is not made to forget it.
    const before = this.#read(held.identity.id);
    return (this.#text = formatNote({
      clusterId: held.identity.id,
      baselineAt: Math.min(held.baselineAt, before?.baselineAt ?? Infinity),
      watchedUntil: isCurrent() ? clock() : (before?.watchedUntil ?? held.baselineAt),
      digests: digestsOf(checks, (pair) => held.baselines.hasPair(pair)),
    }));
  }

  /** What is known of a cluster without its store; undefined where the Lease says nothing that can be believed. */
  survived(clusterId: string): Survived | undefined {
    // This process may have seen more than the Lease says.
    this.kept();
    const note = this.#read(clusterId);
    if (note === undefined) return undefined;
    const { baselineAt, watchedUntil } = note;
    return { baselineAt, watchedUntil, pairs: pairsIn(note, this.#deps.checks) };
  }

  #read(clusterId: string): BaselineNote | undefined {
    return this.#text === undefined ? undefined : parseNote(this.#text, clusterId, this.#deps.clock());
  }
}
