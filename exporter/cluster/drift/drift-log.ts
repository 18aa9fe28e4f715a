import type { Actor, DriftScope } from '../../contract/vocabulary.ts';
import { deviationEntry, driftEntry, driftTally } from '../../findings/drift-entries.ts';
import type { JournalWrite, Tally } from '../../findings/journal.ts';
import type { Deviation, DriftEvent } from '../../model/drift.ts';
import { keyOf, type ObjectKey } from '../../model/object.ts';

/** Steps that wait for the store; while there is none, the oldest go. */
const mostWaiting = 20_000;

/** A deviation that the journal has; `until` is when it ended, in milliseconds. */
export interface RecalledDeviation {
  readonly deviation: Deviation;
  readonly until: number | undefined;
}

/** What the journal has of steps that may be told twice, and of counts. */
export interface RecalledSteps {
  /** When the last step of an object was, in milliseconds. */
  readonly toldUntil: ReadonlyMap<string, number>;
  /** By id. */
  readonly told: ReadonlySet<string>;
  /** Every count of the cluster. */
  readonly tallies: readonly Tally[];
}

/** Steps and deviations on their way into the journal; what the store has not committed does not count. */
export class DriftLog {
  readonly #counts = new Map<string, number>();
  /** Deviations to be written, with when they ended if they did. */
  readonly #changed = new Map<ObjectKey, RecalledDeviation>();
  #waiting: DriftEvent[] = [];
  /** Steps that are written and not confirmed yet. */
  #unconfirmed: DriftEvent[] = [];

  count(actor: Actor, scope: DriftScope): number {
    return this.#counts.get(`${actor}|${scope}`) ?? 0;
  }

  tell(event: DriftEvent): void {
    this.#waiting.push(event);
    if (this.#waiting.length > mostWaiting) this.#waiting.shift();
  }

  /** An object deviates like this, or did so until a time in milliseconds. */
  note(key: ObjectKey, deviation: Deviation, until?: number): void {
    this.#changed.set(key, { deviation, until });
  }

  /** What the journal has of the object holds. */
  unnote(key: ObjectKey): void {
    this.#changed.delete(key);
  }

  /** Whether a step of an object after a time (milliseconds) is about to be written. */
  isTold(key: ObjectKey, after: number): boolean {
    return this.#waiting.some(({ ref, at }) => at > after && keyOf(ref) === key);
  }

  /** When the oldest step was that may be told already by whoever wrote last; milliseconds. */
  get oldestUntold(): number | undefined {
    const times = [...this.#unconfirmed, ...this.#waiting].map(({ at }) => at);
    return times.length === 0 ? undefined : times.reduce((least, at) => Math.min(least, at));
  }

  /**
   * Goes on with what is remembered. What whoever wrote last has told of an object is not told again: two processes that
   * see the same may each have seen several changes as one.
   */
  restore({ toldUntil, told, tallies }: RecalledSteps): void {
    this.#counts.clear();
    this.#add(tallies);
    this.#waiting = [...this.#unconfirmed, ...this.#waiting].filter(
      ({ id, ref, at }) => !told.has(id) && at >= (toldUntil.get(keyOf(ref)) ?? -Infinity),
    );
    this.#unconfirmed = [];
    this.#changed.clear();
  }

  /** What changed since the last call, to be written; the caller does so. */
  takeChanges(): JournalWrite {
    const steps = this.#waiting;
    const tallies = new Map<string, number>();
    for (const { what, actor, scope } of steps) {
      const labels = `${actor}|${scope}`;
      if (what === 'changed') tallies.set(labels, (tallies.get(labels) ?? 0) + 1);
    }
    const deviations = Array.from(this.#changed.values(), ({ deviation, until }) => deviationEntry(deviation, until));
    this.#unconfirmed = [...this.#unconfirmed, ...steps].slice(-mostWaiting);
    this.#waiting = [];
    this.#changed.clear();
    return {
      entries: [...steps.map(driftEntry), ...deviations],
      tallies: Array.from(tallies, ([labels, count]) => ({ family: driftTally, labels, count })),
    };
  }

  /** The store has committed this: it counts. */
  committed({ tallies }: JournalWrite): void {
    this.#add(tallies);
  }

  /** The store has all that was taken to be written. */
  confirmed(): void {
    this.#unconfirmed = [];
  }

  clear(): void {
    this.#counts.clear();
    this.#changed.clear();
    this.#waiting = [];
    this.#unconfirmed = [];
  }

  #add(tallies: readonly Tally[]): void {
    for (const { family, labels, count } of tallies) {
      if (family === driftTally) this.#counts.set(labels, (this.#counts.get(labels) ?? 0) + count);
    }
  }
}
