/** Decides when a cluster's cycle runs: soon after a change, never twice at once, and again after a failure. */
export interface Schedule {
  /** Something changed. */
  poke(): void;
  /** Resolves once the cycle that is running, if any, has ended; nothing starts afterwards. */
  stop(): Promise<void>;
}

export interface ScheduleDeps {
  /** One cycle; a rejection is reported and tried again. */
  readonly run: () => Promise<void>;
  /** Whether work is left that nobody will poke for. */
  readonly hasMore: () => boolean;
  readonly onError: (error: unknown, retryInMs: number) => void;
  /** How long changes gather before they are judged together, in milliseconds. */
  readonly settleMs: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
}

export function createSchedule(deps: ScheduleDeps): Schedule {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let poked = false;
  let stopped = false;
  let failing = false;
  let retryMs = deps.firstRetryMs;

  function arm(delay: number): void {
    if (stopped || timer !== undefined || running !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      running = turn().finally(() => {
        running = undefined;
        if (poked || deps.hasMore()) arm(failing ? retryMs : deps.settleMs);
      });
    }, delay);
  }

  async function turn(): Promise<void> {
    poked = false;
    try {
      await deps.run();
      failing = false;
    } catch (error) {
      retryMs = failing ? Math.min(deps.longestRetryMs, retryMs * 2) : deps.firstRetryMs;
      failing = true;
      poked = true;
      deps.onError(error, retryMs);
    }
  }

  return {
    poke() {
      poked = true;
      arm(failing ? retryMs : deps.settleMs);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
