import type { Journal, JournalPosition } from '../../findings/journal.ts';
import { watchJournal } from '../../findings/watch-journal.ts';
import type { ClusterDrill, Drill, DrillDesk } from '../../model/drill.ts';
import { drillOf, entryOf } from './entry.ts';
import { longestMinutes, readDrillRequest } from './request.ts';

const minuteMs = 60_000;
const rememberedMs = 30 * 86_400_000;
const readAtOnce = 1_000;

export interface DrillsDeps {
  readonly journal: Pick<Journal, 'read' | 'note'>;
  /** Clusters that drills can be opened in; the id is empty until the cluster has said who it is. */
  readonly clusters: () => Iterable<{ readonly name: string; readonly id: string }>;
  readonly clock: () => number;
  /** Different at every call. */
  readonly newId: () => string;
  /** What is published of these clusters (by name) is something else now. */
  readonly changed: (clusters: readonly string[]) => void;
  /** The journal could not be read; told once until it can be again. */
  readonly onError: (error: unknown) => void;
}

/** Drills in the journal: any replica takes them, and whoever leads the cluster publishes them. */
export class Drills implements DrillDesk {
  readonly #deps: DrillsDeps;
  #open: readonly ClusterDrill[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: DrillsDeps) {
    this.#deps = deps;
  }

  /** Drills of a cluster (by name) that are open at a time, in milliseconds. */
  openAt(cluster: string, now: number): readonly Drill[] {
    return this.#open.flatMap((one) => (one.cluster === cluster && one.drill.until > now ? [one.drill] : []));
  }

  /** Reads the journal again and again until the signal fires; resolves then. */
  start(signal: AbortSignal): Promise<void> {
    const { changed, onError } = this.#deps;
    return watchJournal(this, { changed, onError, signal }).ended;
  }

  /** Reads what replicas noted; resolves to the names of clusters whose drills are others now. */
  async read(): Promise<readonly string[]> {
    const now = this.#deps.clock();
    const before = this.#open;
    this.#open = await this.#noted(now - longestMinutes * minuteMs, now);
    const told = (all: readonly ClusterDrill[], name: string) =>
      JSON.stringify(all.filter(({ cluster }) => cluster === name));
    const names = new Set([...before, ...this.#open].map(({ cluster }) => cluster));
    return [...names].filter((name) => told(before, name) !== told(this.#open, name));
  }

  remembered(): Promise<readonly ClusterDrill[]> {
    return this.#noted(this.#deps.clock() - rememberedMs);
  }

  open(body: unknown, caller: string | undefined): ReturnType<DrillDesk['open']> {
    return this.#inTurn(async () => {
      const request = readDrillRequest(body);
      if ('problems' in request) return { result: 'invalid', problems: request.problems };
      const { cluster, owner, who, minutes } = request;
      const known = Array.from(this.#deps.clusters(), ({ name }) => name);
      if (!known.includes(cluster)) {
        const some = known.length === 0 ? 'there are none' : `there are ${known.slice(0, 20).join(', ')}`;
        return { result: 'invalid', problems: [{ field: 'cluster', problem: `is not watched here; ${some}` }] };
      }
      const now = this.#deps.clock();
      // Another replica may have opened one a moment ago.
      this.#deps.changed(await this.read());
      const [other] = this.openAt(cluster, now);
      if (other !== undefined) {
        const problem = `Drill ${other.id} of ${other.who} is open in ${cluster} until ${new Date(other.until).toISOString()}; wait, or close it with DELETE /api/v1/drills/${other.id}.`;
        return { result: 'conflict', problem };
      }
      const drill: Drill = {
        id: this.#deps.newId(),
        owner,
        who,
        ...(caller !== undefined && { caller }),
        from: now,
        until: now + minutes * minuteMs,
      };
      return this.#write({ cluster, drill });
    });
  }

  close(id: string, by: string): ReturnType<DrillDesk['close']> {
    return this.#inTurn(async () => {
      const now = this.#deps.clock();
      const found = (await this.remembered()).find(({ drill }) => drill.id === id);
      if (found === undefined) return { result: 'unknown' };
      const { cluster, drill } = found;
      if (drill.until <= now) return { result: 'done', ...found };
      return this.#write({ cluster, drill: { ...drill, until: now, closed: by } });
    });
  }

  async #write(one: ClusterDrill): ReturnType<DrillDesk['open']> {
    const id = Array.from(this.#deps.clusters()).find(({ name }) => name === one.cluster)?.id ?? '';
    const write = { entries: [entryOf(one.drill)], tallies: [] };
    if (id === '' || !(await this.#deps.journal.note(id, write))) return { result: 'not_ready', cluster: one.cluster };
    this.#deps.changed(await this.read());
    return { result: 'done', ...one };
  }

  /** Drills that began since a time and, with another time, were open then. */
  async #noted(since: number, openAt?: number): Promise<readonly ClusterDrill[]> {
    const found: ClusterDrill[] = [];
    let after: JournalPosition | undefined;
    do {
      const query = { topic: 'drill', from: since, ...(openAt !== undefined && { holdingAt: openAt }) } as const;
      const { items, next } = await this.#deps.journal.read(query, readAtOnce, after);
      for (const { cluster, entry } of items) {
        const drill = drillOf(entry);
        if (drill !== undefined) found.push({ cluster, drill });
      }
      after = next;
    } while (after !== undefined);
    return found;
  }

  /** One after another, so that two cannot both find none open. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine;
    return mine;
  }
}
