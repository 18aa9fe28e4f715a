import { workerData } from 'node:worker_threads';

// A thread that stands still, as in the middle of a long statement, until its gate is opened; then it reads as always.
Atomics.wait(new Int32Array((workerData as { readonly gate: SharedArrayBuffer }).gate), 0, 0);
await import('../../exporter/store/sqlite/reading-thread.ts');
