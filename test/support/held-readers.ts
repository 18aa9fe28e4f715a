import { Worker } from 'node:worker_threads';
import type { StartThread } from '../../exporter/store/sqlite/reader.ts';

/** Starts threads that stand still while they are held, as long statements would make them; and counts what it started. */
export interface HeldReaders {
  readonly startThread: StartThread;
  readonly started: readonly Worker[];
  /** Ends every thread; those that start from now on stand still. */
  hold(): Promise<void>;
  /** Threads that start from now on stand still. */
  holdNext(): void;
  /** Lets every thread go on. */
  release(): void;
}

/** Readers that answer as always until they are held. */
export function heldReaders(): HeldReaders {
  const gate = new SharedArrayBuffer(4);
  const state = new Int32Array(gate, 0, 1);
  const started: Worker[] = [];
  Atomics.store(state, 0, 1);
  return {
    startThread(order) {
      const script = new URL('held-reading-thread.ts', import.meta.url);
      const worker = new Worker(script, { workerData: { ...order, gate }, execArgv: [] });
      started.push(worker);
      return worker;
    },
    started,
    holdNext: () => void Atomics.store(state, 0, 0),
    async hold() {
      Atomics.store(state, 0, 0);
      for (const worker of started) await worker.terminate();
    },
    release() {
      Atomics.store(state, 0, 1);
      Atomics.notify(state, 0);
    },
  };
}
