import { deviationOf } from '../findings/drift-entries.ts';
import {
  mergedWrites,
  type Journal,
  type JournalEntry,
  type JournalPosition,
  type JournalQuery,
  type JournalWrite,
} from '../findings/journal.ts';
import { rejectOf } from '../findings/reject-entries.ts';
import type { Inventory } from '../model/inventory.ts';
import { keyOf } from '../model/object.ts';
import type { Drift } from './drift/drift.ts';
import type { Rejects } from './rejects.ts';

const pageSize = 1_000;
const mostRejects = 5_000;
const mostDeviations = 30_000;
const mostSteps = 20_000;
/** No cluster keeps Events for longer. */
const eventsLiveMs = 7 * 24 * 3_600_000;
/** Replicas receive one change at slightly different times. */
const overlapMs = 60_000;

/**
 * What a cluster tells beside findings, on its way into the journal and back after a restart. Nothing of it counts or is
 * shown before the store has committed it; what is seen while this process does not hold the cluster waits.
 */
export class Chronicle {
  readonly #rejects: Rejects;
  readonly #drift: Drift;

  constructor({ rejects, drift }: { readonly rejects: Rejects; readonly drift: Drift }) {
    this.#rejects = rejects;
    this.#drift = drift;
  }

  /**
   * This process has taken a cluster: reads what is remembered of it and goes on with that. `since` is from when on the
   * store has what happened, in milliseconds. Rejects with what the store rejects with, and then nothing has changed.
   */
  async recall(
    journal: Journal,
    cluster: { readonly id: string; readonly name: string; readonly since: number | undefined },
    now: number,
  ): Promise<void> {
    const { since } = cluster;
    const read = (query: Omit<JournalQuery, 'clusters'>, most: number) =>
      entriesOf(journal, { ...query, clusters: [cluster.name] }, most);
    const tallies = await journal.tallies(cluster.id);
    const rejects = await read({ topic: 'reject', holdingAt: now - eventsLiveMs }, mostRejects);
    const deviations = await read({ topic: 'deviation' }, mostDeviations);
    const [point] = await read({ topic: 'score' }, 1);
    const from = this.#drift.log.oldestUntold;
    const steps = from === undefined ? [] : await read({ topic: 'drift', from: from - overlapMs }, mostSteps);
    const toldUntil = new Map<string, number>();
    for (const { subject, at } of steps) toldUntil.set(subject, Math.max(at, toldUntil.get(subject) ?? at));
    this.#rejects.restore({ rejects: rejects.flatMap((entry) => rejectOf(entry) ?? []), tallies, since });
    this.#drift.restore({
      deviations: new Map(
        deviations.flatMap((entry) => {
          const deviation = deviationOf(entry);
          return deviation === undefined ? [] : [[keyOf(deviation.ref), { deviation, until: entry.until }]];
        }),
      ),
      toldUntil,
      told: new Set(steps.map(({ key }) => key)),
      tallies,
      watchedUntil: since === undefined ? undefined : Math.max(since, point?.at ?? since),
    });
  }

  /** What is to be written now, once this process holds the cluster. */
  takeChanges(inventory: Inventory, at: number): JournalWrite {
    this.#drift.meetAgain(
      (kind) => inventory.isVisible(kind),
      (kind, namespace, name) => inventory.find(kind, namespace, name),
      at,
    );
    return mergedWrites(this.#drift.log.takeChanges(), this.#rejects.takeChanges());
  }

  /** The store has committed this: it counts. Returns what is news: rejects that began, and steps of drift. */
  committed(write: JournalWrite): readonly JournalEntry[] {
    this.#drift.log.committed(write);
    return [...this.#rejects.committed(write), ...write.entries.filter(({ topic }) => topic === 'drift')];
  }

  /** The store has all that was taken to be written. */
  confirmed(): void {
    this.#rejects.confirmed();
    this.#drift.log.confirmed();
  }
}

async function entriesOf(journal: Journal, query: JournalQuery, most: number) {
  const entries = [];
  let after: JournalPosition | undefined;
  do {
    const { items, next } = await journal.read(query, Math.min(pageSize, most - entries.length), after);
    for (const { entry } of items) entries.push(entry);
    after = next;
  } while (after !== undefined && entries.length < most);
  return entries;
}
