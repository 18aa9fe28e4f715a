import { createBackoff, jittered, sleep } from '../backoff.ts';
import type { IngestLog } from '../log.ts';
import type { ClusterSink } from '../sink.ts';
import type { Timings } from '../timings.ts';
import { createDelivery, type Next } from './deliver.ts';
import type { Probe } from './probe.ts';

export interface FollowDeps {
  readonly sink: ClusterSink;
  readonly log: IngestLog;
  readonly clock: () => number;
  readonly random: () => number;
  readonly timings: Timings;
}

/** A probe that is read again and again. */
export interface Followed {
  run(signal: AbortSignal): Promise<void>;
  /** Reads soon: the API was away. */
  readonly soon: () => void;
  /** Another cluster took the place of the one before: reads soon, and delivers all of it. */
  readonly anew: () => void;
}

/** Reads at once, then every `probeMs`; sooner after a failure, a refusal or an outage. */
export function followProbe(probe: Probe, { sink, log, clock, random, timings }: FollowDeps): Followed {
  // One reading may be late without anybody calling the last one stale.
  const staleAfterMs = Math.max(timings.staleAfterMs, 3 * timings.probeMs);
  const deliveries = new Map(
    probe.kinds.map((kind) => [
      kind,
      createDelivery({ kind, sink, clock, staleAfterMs, refusalMs: timings.refusalMs }),
    ]),
  );
  const backoff = createBackoff(timings.retryFirstMs, timings.retryLongestMs, random);
  let rest = new AbortController();
  let lastFailure: string | undefined;

  async function readOnce(signal: AbortSignal): Promise<number> {
    const readings = await probe.read(signal);
    if (signal.aborted) return 0;
    const next = readings.map((reading) => deliveries.get(reading.kind)?.deliver(reading) ?? 'usual');
    const failure = readings.find((reading) => 'failure' in reading)?.failure;
    if (failure !== undefined && failure !== lastFailure) {
      log.warn({ probe: probe.name, error: failure }, 'a probe got no answer');
    }
    lastFailure = failure;
    return waitMs(next);
  }

  function waitMs(next: readonly Next[]): number {
    if (next.includes('failed')) return backoff.next();
    backoff.reset();
    const usual = next.includes('refused') ? Math.min(timings.forbiddenRetryMs, timings.probeMs) : timings.probeMs;
    return jittered(usual, random);
  }

  return {
    soon: () => rest.abort(),
    anew() {
      for (const delivery of deliveries.values()) delivery.forget();
      rest.abort();
    },
    async run(signal) {
      const stop = () => rest.abort();
      signal.addEventListener('abort', stop, { once: true });
      try {
        while (!signal.aborted) {
          rest = new AbortController();
          const ms = await readOnce(signal);
          // Every watch comes back at about the same time; one reading serves all.
          if (rest.signal.aborted) await sleep(timings.retryFirstMs, signal);
          else await sleep(ms, rest.signal);
        }
      } finally {
        signal.removeEventListener('abort', stop);
        for (const delivery of deliveries.values()) delivery.rest();
        await probe.close?.();
      }
    },
  };
}
