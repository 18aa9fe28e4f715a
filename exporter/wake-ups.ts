/** A clock that is set meanwhile is noticed within this long; milliseconds. */
const longestWaitMs = 3_600_000;
/** How often the event loop shows that it goes round; milliseconds. */
const tickMs = 5_000;

export interface WakeUpDeps {
  readonly clock: () => number;
  /** Called every 5 s. */
  readonly tick: () => void;
  /** How long the first evaluation of a cluster waits for kinds that do not answer, in milliseconds. */
  readonly syncTimeoutMs: number;
  readonly syncTimedOut: () => void;
  readonly fullPassMs: number;
  readonly fullPass: () => void;
}

/** What time alone brings about, when nothing that happens asks for it. */
export interface WakeUps {
  /** Starts what goes round for as long as the exporter runs. */
  start(): void;
  /** Wakes a cluster once at a time, in milliseconds since the epoch, or at none; replaces what was asked for before. */
  wakeAt(cluster: string, at: number | undefined, wake: () => void): void;
  /** Tries again with the store for a cluster after so many milliseconds. */
  retryIn(cluster: string, milliseconds: number, retry: () => void): void;
  /** Nothing is woken any more. */
  stop(): void;
}

/** Keeps every timer of the exporter, so that stopping ends them all. */
export function createWakeUps(deps: WakeUpDeps): WakeUps {
  const timers: NodeJS.Timeout[] = [];
  const wakes = new Map<string, NodeJS.Timeout>();
  const retries = new Map<string, NodeJS.Timeout>();
  let isStopped = false;

  return {
    start() {
      timers.push(
        setInterval(deps.tick, tickMs),
        setTimeout(deps.syncTimedOut, deps.syncTimeoutMs),
        setInterval(deps.fullPass, deps.fullPassMs),
      );
    },
    wakeAt(cluster, at, wake) {
      clearTimeout(wakes.get(cluster));
      wakes.delete(cluster);
      if (at === undefined || isStopped) return;
      const wait = Math.min(Math.max(0, at - deps.clock()), longestWaitMs);
      wakes.set(cluster, setTimeout(wake, wait).unref());
    },
    retryIn(cluster, milliseconds, retry) {
      clearTimeout(retries.get(cluster));
      retries.delete(cluster);
      if (!isStopped) retries.set(cluster, setTimeout(retry, milliseconds));
    },
    stop() {
      isStopped = true;
      for (const timer of [...timers, ...wakes.values(), ...retries.values()]) clearTimeout(timer);
    },
  };
}
