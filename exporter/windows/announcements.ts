import type { Journal } from '../findings/journal.ts';
import { watchJournal } from '../findings/watch-journal.ts';
import type { WindowDesk } from '../model/window.ts';
import { createWindowDesk, type WindowDeskDeps } from './desk.ts';
import { createNotedWindows, type NotedWindows } from './noted-windows.ts';

/** Windows that replicas note for one another: what is known of them, and where new ones are taken. */
export interface Announcements {
  readonly of: NotedWindows['of'];
  readonly desk: WindowDesk;
  /** Resolves when the journal was read once, or could not be; at once before `start`. */
  readonly known: () => Promise<void>;
  /** Reads the journal again and again until the signal fires; resolves then. */
  readonly start: (signal: AbortSignal) => Promise<void>;
}

/** The announcements in the journal of a store. */
export function createAnnouncements(
  deps: Omit<WindowDeskDeps, 'journal' | 'noted'> & {
    readonly journal: Pick<Journal, 'read' | 'note'>;
    /** The journal could not be read; told once until it can be again. */
    readonly onError: (error: unknown) => void;
  },
): Announcements {
  const { journal, clusters, terms, clock, changed, onError } = deps;
  const noted = createNotedWindows({ journal, clusters, longestMs: terms.longestMs, clock });
  let first = Promise.resolve();
  return {
    of: noted.of,
    desk: createWindowDesk({ ...deps, noted }),
    known: () => first,
    start(signal) {
      const watch = watchJournal(noted, { changed, onError, signal });
      first = watch.first;
      return watch.ended;
    },
  };
}
