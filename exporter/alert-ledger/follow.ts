import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertLedger } from './ledger.ts';

/** How often what other replicas wrote is read, and what is due is looked for; milliseconds. */
const everyMs = 30_000;
/** How soon a cluster is read that was not: at a start, and where leadership was taken over; milliseconds. */
const soonMs = 1_000;

/** Keeps a ledger up to date until the signal ends it; `onDue` hears which cluster (by name) has something to count. */
export async function followAlerts(deps: {
  readonly ledger: AlertLedger;
  readonly clusters: () => Iterable<string>;
  readonly onDue: (cluster: string) => void;
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { ledger, clusters, onDue, onError, signal } = deps;
  let nextRound = -Infinity;
  while (!signal.aborted) {
    try {
      const isRound = performance.now() >= nextRound;
      const due = [...clusters()].filter((cluster) => isRound || !ledger.hasRead(cluster));
      if (isRound) nextRound = performance.now() + everyMs;
      await ledger.refresh(due);
      for (const cluster of due) if (ledger.hasDue(cluster)) onDue(cluster);
    } catch (error) {
      onError(error);
    }
    await sleep(soonMs, undefined, { signal, ref: false }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}
