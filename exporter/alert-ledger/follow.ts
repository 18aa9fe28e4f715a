import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertLedger } from './ledger.ts';

/** How often what other replicas wrote is read, and what is due is looked for; milliseconds. */
const everyMs = 30_000;

/** Keeps a ledger up to date until the signal ends it; `onDue` hears which cluster (by name) has something to count. */
export async function followAlerts(deps: {
  readonly ledger: AlertLedger;
  readonly clusters: () => Iterable<string>;
  readonly onDue: (cluster: string) => void;
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { ledger, clusters, onDue, onError, signal } = deps;
  while (!signal.aborted) {
    try {
      await ledger.refresh(clusters());
      for (const cluster of clusters()) if (ledger.hasDue(cluster)) onDue(cluster);
    } catch (error) {
      onError(error);
    }
    await sleep(everyMs, undefined, { signal, ref: false }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}
