import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { StoreFailure } from '../../findings/store.ts';
import { busyMs } from './database.ts';
import { sqliteFailure } from './failure.ts';
import type { Answer, Question, ReadingOrder } from './reader.ts';
import { createReads, type SqliteReads } from './reads.ts';

/** Answers questions one by one until it is told to close; the entry of a thread of its own, started by `reader.ts`. */
function serve(port: MessagePort, { path, inode, cancelled }: ReadingOrder): void {
  const flag = new Int32Array(cancelled);
  let asked = 0;
  let opened: { readonly database: DatabaseSync; readonly reads: SqliteReads } | undefined;

  const ongoing = (): void => {
    if (Atomics.load(flag, 0) === asked) throw new Error('nobody waits for the answer any more');
  };

  function open(): NonNullable<typeof opened> {
    const database = new DatabaseSync(path, { readOnly: true, timeout: busyMs });
    // Whatever took the place of the file that is written is no part of its history.
    if (statSync(path, { throwIfNoEntry: false })?.ino !== inode) {
      database.close();
      throw new StoreFailure('missing', `${path} was deleted or replaced while in use; restore it`);
    }
    return { database, reads: createReads(database, ongoing) };
  }

  /** All statements of an answer see the file as of one moment. */
  function answer({ id, name, args }: Question): Answer {
    try {
      const { database, reads } = (opened ??= open());
      database.exec('BEGIN');
      try {
        const read = reads[name] as (...args: readonly unknown[]) => unknown;
        return { id, value: read(...args) };
      } finally {
        if (database.isTransaction) database.exec('ROLLBACK');
      }
    } catch (error) {
      const failure = sqliteFailure(path, error);
      const { message, stack = message } = failure;
      const trouble = failure instanceof StoreFailure && { trouble: failure.trouble };
      return { id, failure: { message, stack, ...trouble } };
    }
  }

  port.on('message', (question: Question | 'close') => {
    if (question !== 'close') {
      asked = question.id;
      port.postMessage(answer(question));
      return;
    }
    opened?.database.close();
    port.close();
  });
}

if (parentPort !== null) serve(parentPort, workerData as ReadingOrder);
