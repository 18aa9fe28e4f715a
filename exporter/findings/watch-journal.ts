import { setTimeout as wait } from 'node:timers/promises';

/** How soon what another replica noted is known here; milliseconds. */
const everyMs = 5_000;

/** Something that is read from the journal, again and again. */
export interface JournalWatch {
  /** Resolves when it was read once, or could not be. */
  readonly first: Promise<void>;
  /** Resolves when the signal has fired. */
  readonly ended: Promise<void>;
}

/** Reads what replicas noted until the signal fires; what is known stays in force while the journal cannot be read. */
export function watchJournal(
  /** Resolves to the names of clusters of which something else is known now. */
  noted: { read(): Promise<readonly string[]> },
  deps: {
    readonly changed: (clusters: readonly string[]) => void;
    readonly onError: (error: unknown) => void;
    readonly signal: AbortSignal;
  },
): JournalWatch {
  const { changed, onError, signal } = deps;
  let failing = false;

  async function look(): Promise<void> {
    try {
      changed(await noted.read());
      failing = false;
    } catch (error) {
      if (!failing) onError(error);
      failing = true;
    }
  }

  const first = look();
  async function lookOn(): Promise<void> {
    await first;
    while (!signal.aborted) {
      await wait(everyMs, undefined, { signal, ref: false }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      if (!signal.aborted) await look();
    }
  }
  return { first, ended: lookOn() };
}
