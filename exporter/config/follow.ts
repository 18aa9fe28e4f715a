import { setTimeout as wait } from 'node:timers/promises';

/** Something read from files that is exchanged while we run; what is in force stays so until a better one is there. */
export interface Followed<T> {
  /** Reads what is there now; may throw where it cannot be read. */
  readonly look: () => T | Promise<T>;
  /** Tells versions of it apart, such as a digest of its text. */
  readonly fingerprint: (found: T) => string;
  /** Called once for each version that differs from the last; throws where it is wrong. */
  readonly taken: (found: T) => void;
  /** Called once for each version that is wrong, and when reading begins to fail. */
  readonly refused: (error: unknown) => void;
}

/**
 * Looks for another version every `everyMs` until the signal fires. Looking is polling: mounted ConfigMaps are exchanged
 * by renaming links, which watches of files miss or tell twice. `seen` is the fingerprint of what is in force.
 */
export async function follow<T>(
  followed: Followed<T>,
  { seen, everyMs, signal }: { readonly seen: string; readonly everyMs: number; readonly signal: AbortSignal },
): Promise<void> {
  let last = seen;
  for (;;) {
    await wait(everyMs, undefined, { signal, ref: false }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (signal.aborted) return;
    last = await lookAgain(followed, last);
  }
}

/** One look; gives the fingerprint of what was seen. */
async function lookAgain<T>({ look, fingerprint, taken, refused }: Followed<T>, last: string): Promise<string> {
  let found: T;
  try {
    found = await look();
  } catch (error) {
    const failure = `cannot be read: ${String(error)}`;
    if (failure !== last) refused(error);
    return failure;
  }
  const now = fingerprint(found);
  if (now === last) return last;
  try {
    taken(found);
  } catch (error) {
    refused(error);
  }
  return now;
}
