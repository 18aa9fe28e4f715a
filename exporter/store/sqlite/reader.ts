import { Worker } from 'node:worker_threads';
import { StoreFailure, type StoreTrouble } from '../../findings/store.ts';
import type { SqliteReads } from './reads.ts';

/** What a thread is started with. */
export interface ReadingOrder {
  readonly path: string;
  /** Of the file that is written: another one under its path is not read. */
  readonly inode: number;
  /** Four bytes: the id of the question whose answer nobody waits for any more. */
  readonly cancelled: SharedArrayBuffer;
}

/** A question to a thread; ids are positive. */
export interface Question {
  readonly id: number;
  readonly name: keyof SqliteReads;
  readonly args: readonly unknown[];
}

/** What a thread answers: a value, or why there is none. */
export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly failure?: { readonly message: string; readonly stack: string; readonly trouble?: StoreTrouble };
}

/** Starts a thread; replaced where a test holds one up. */
export type StartThread = (order: ReadingOrder) => Worker;

export interface ReaderOptions {
  readonly path: string;
  readonly inode: number;
  /** How long one question may take, in milliseconds, not counting what it waits for others. */
  readonly timeoutMs?: number;
  /** How long a thread may take to notice that its question was given up, in milliseconds. */
  readonly graceMs?: number;
  readonly startThread?: StartThread;
}

/** A file read in a thread of its own, one question after another, so that none of them holds up anything else. */
export interface Reader {
  /**
   * Rejects with StoreFailure where the file cannot be read, the question takes too long or too many wait, and with the
   * reason of the signal once nobody wants the answer.
   */
  read<Name extends keyof SqliteReads>(
    name: Name,
    args: Parameters<SqliteReads[Name]>,
    signal?: AbortSignal,
  ): Promise<ReturnType<SqliteReads[Name]>>;
  /** Starts the thread, so that the first question does not wait for it. */
  warm(): void;
  /** Gives up what is asked, and ends the thread. */
  close(): Promise<void>;
}

/** Beyond so many the answers would come after everybody has gone. */
const mostWaiting = 1_000;

/** A thread that needs more than this is ended by Node, and not the process. */
const threadHeapMb = 512;

interface Asked extends Question {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly flag: Int32Array;
  readonly ended: Promise<void>;
}

/** A reader of a file; its thread starts with the first question unless it is warmed before, and anew with the first after it died. */
export function createReader(options: ReaderOptions): Reader {
  const { path, inode, timeoutMs = 30_000, graceMs = 5_000, startThread = startReading } = options;
  const waiting: Asked[] = [];
  let ids = 0;
  let isClosed = false;
  let thread: Thread | undefined;
  let current: Asked | undefined;
  let timer: NodeJS.Timeout | undefined;

  function start(): Thread {
    const cancelled = new SharedArrayBuffer(4);
    const worker = startThread({ path, inode, cancelled });
    worker.on('message', answered);
    worker.on('messageerror', (error) => {
      done()?.reject(new StoreFailure('other', `${path}: an answer was not understood`, { cause: error }));
      proceed();
    });
    // A thread that fails tells why before it ends.
    let why: unknown;
    worker.on('error', (error) => (why = error));
    const ended = new Promise<void>((resolve) => {
      worker.on('exit', () => {
        if (worker === thread?.worker) lost(why);
        resolve();
      });
    });
    return { worker, flag: new Int32Array(cancelled), ended };
  }

  /** The thread ended by itself: whoever waits for its answer hears of it, and the next question starts another. */
  function lost(why: unknown): void {
    thread = undefined;
    const reason = why instanceof Error ? why.message : 'it did not say why';
    const message = `${path}: the thread that reads it ended (${reason}); ask again`;
    done()?.reject(new StoreFailure('other', message, { cause: why }));
    proceed();
  }

  function done(): Asked | undefined {
    clearTimeout(timer);
    const asked = current;
    current = undefined;
    return asked;
  }

  function answered({ id, value, failure }: Answer): void {
    if (id !== current?.id) return;
    const asked = done();
    if (failure === undefined) asked?.resolve(value);
    else asked?.reject(errorOf(failure));
    proceed();
  }

  function proceed(): void {
    if (current !== undefined || isClosed) return;
    current = waiting.shift();
    if (current === undefined) {
      // An idle thread keeps no process from ending.
      thread?.worker.unref();
      return;
    }
    const { id, name, args } = current;
    thread ??= start();
    thread.worker.ref();
    const took = `took longer than ${timeoutMs / 1_000} s and was given up; ask for less, such as one cluster`;
    timer = setTimeout(() => giveUp(new StoreFailure('other', `${path}: a question (${name}) ${took}`)), timeoutMs);
    const question: Question = { id, name, args };
    thread.worker.postMessage(question, []);
  }

  /** Whoever asked hears of it at once; the thread goes on when it has noticed, or another one in its place. */
  function giveUp(error: unknown): void {
    if (current === undefined || thread === undefined) return;
    const held = thread;
    clearTimeout(timer);
    current.reject(error);
    Atomics.store(held.flag, 0, current.id);
    timer = setTimeout(() => {
      void held.worker.terminate();
      thread = undefined;
      done();
      proceed();
    }, graceMs);
  }

  return {
    read(name, args, signal) {
      if (isClosed) return Promise.reject(closedFailure());
      if (waiting.length >= mostWaiting) {
        return Promise.reject(new StoreFailure('other', `${path}: ${mostWaiting} questions wait; ask again later`));
      }
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      ids = (ids % 0x7fffffff) + 1;
      const asked: Asked = { id: ids, name, args, resolve, reject };
      const abort = (): void => {
        const place = waiting.indexOf(asked);
        if (place >= 0) waiting.splice(place, 1);
        if (asked === current) giveUp(signal?.reason);
        else reject(signal?.reason);
      };
      if (signal?.aborted === true) return Promise.reject(signal.reason);
      signal?.addEventListener('abort', abort, { once: true });
      waiting.push(asked);
      proceed();
      return promise.finally(() => signal?.removeEventListener('abort', abort)) as Promise<
        ReturnType<SqliteReads[typeof name]>
      >;
    },

    warm() {
      if (isClosed || thread !== undefined) return;
      thread = start();
      thread.worker.unref();
    },

    async close() {
      isClosed = true;
      for (const { reject } of waiting.splice(0)) reject(closedFailure());
      giveUp(closedFailure());
      if (thread === undefined) return;
      const { worker, ended } = thread;
      worker.ref();
      worker.postMessage('close', []);
      const last = setTimeout(() => void worker.terminate(), graceMs);
      await ended;
      clearTimeout(last);
    },
  };
}

function startReading(order: ReadingOrder): Worker {
  return new Worker(new URL('reading-thread.ts', import.meta.url), {
    name: 'plumbline-reader',
    workerData: order,
    // What the process was started with may be of no use to a thread.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: threadHeapMb },
  });
}

function closedFailure(): StoreFailure {
  return new StoreFailure('other', 'the store is closed');
}

function errorOf({ message, stack, trouble }: NonNullable<Answer['failure']>): Error {
  const error = trouble === undefined ? new Error(message) : new StoreFailure(trouble, message);
  error.stack = stack;
  return error;
}
