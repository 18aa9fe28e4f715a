import { setTimeout as wait } from 'node:timers/promises';

/** Waits `ms` milliseconds or until `signal` fires, whichever is first; never rejects. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await wait(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** Waits until `signal` fires. */
export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** `ms` give or take a fifth, so that many waiters do not move in step. */
export function jittered(ms: number, random: () => number): number {
  return ms * (0.8 + 0.4 * random());
}

/** Growing delays between attempts. */
export interface Backoff {
  /** Milliseconds until the next attempt. */
  next(): number;
  reset(): void;
}

/** Decorrelated jitter: each delay is drawn between the first and three times the last, up to `longestMs`. */
export function createBackoff(firstMs: number, longestMs: number, random: () => number): Backoff {
  let last = firstMs;
  return {
    next() {
      last = Math.min(longestMs, firstMs + random() * (last * 3 - firstMs));
      return last;
    },
    reset() {
      last = firstMs;
    },
  };
}
