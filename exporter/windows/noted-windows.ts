import type { Journal, JournalPosition } from '../findings/journal.ts';
import { notedWindow, type NotedWindow } from './entry.ts';

const readAtOnce = 1_000;
/** Of all these clusters; further ones wait until some have ended. */
const mostRead = 50_000;

/** What the journal knows of windows that are not over, in the clusters that are watched here, as of the last time that it was read. */
export interface NotedWindows {
  readonly of: (cluster: string) => readonly NotedWindow[];
  /** Reads the journal; resolves to the names of clusters whose windows are others now. Rejects where it cannot be read. */
  readonly read: () => Promise<readonly string[]>;
}

/** `longestMs` is how long a window may be at most: none that is still open began earlier. */
export function createNotedWindows(deps: {
  readonly journal: Pick<Journal, 'read'>;
  /** Clusters that are watched here: what others write of theirs must not crowd out windows of these. */
  readonly clusters: () => Iterable<{ readonly name: string }>;
  readonly longestMs: number;
  readonly clock: () => number;
}): NotedWindows {
  const { journal, clusters, longestMs, clock } = deps;
  let known: ReadonlyMap<string, readonly NotedWindow[]> = new Map();
  let latest = 0;
  const none: readonly NotedWindow[] = [];

  return {
    of: (cluster) => known.get(cluster) ?? none,
    async read() {
      const turn = ++latest;
      const now = clock();
      const found = new Map<string, NotedWindow[]>();
      const watched = Array.from(clusters(), ({ name }) => name);
      let after: JournalPosition | undefined;
      let seen = 0;
      do {
        const query = { topic: 'deploy_window', clusters: watched, from: now - longestMs, holdingAt: now } as const;
        const { items, next } = await journal.read(query, readAtOnce, after);
        for (const { cluster, entry } of items) {
          const noted = notedWindow(entry);
          if (noted === undefined) continue;
          const list = found.get(cluster);
          if (list === undefined) found.set(cluster, [noted]);
          else list.push(noted);
        }
        seen += items.length;
        after = next;
      } while (after !== undefined && seen < mostRead);
      // A slower reading that began earlier knows less.
      if (turn !== latest) return [];
      const before = known;
      known = found;
      return [...new Set([...before.keys(), ...found.keys()])].filter(
        (name) => JSON.stringify(before.get(name)) !== JSON.stringify(found.get(name)),
      );
    },
  };
}
