/** Admits a bounded number of tasks at a time, in order of arrival. */
export interface Semaphore {
  /** Resolves to what `task` resolves to; a task still waiting when `signal` fires never starts and gives undefined. */
  run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T | undefined>;
}

/** Bounds concurrent lists per cluster: restarts must not stampede the API server. */
export function createSemaphore(places: number): Semaphore {
  let free = places;
  const waiting: (() => void)[] = [];
  const release = () => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return {
    async run(task, signal) {
      if (free > 0) free -= 1;
      else await new Promise<void>((admit) => waiting.push(admit));
      try {
        return signal.aborted ? undefined : await task();
      } finally {
        release();
      }
    },
  };
}
