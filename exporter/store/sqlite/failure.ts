import { StoreFailure, type StoreTrouble } from '../../findings/store.ts';

/** What an error of SQLite means, by its primary result code, and what to do about it. */
const troubles: Readonly<Record<number, readonly [StoreTrouble, string]>> = {
  3: ['denied', 'give the exporter the right to read and write the file and its folder'],
  5: ['locked', 'another process holds the database; end it, and never let two exporters share a file'],
  6: ['locked', 'another process holds the database; end it, and never let two exporters share a file'],
  8: ['denied', 'give the exporter the right to write the file and its folder'],
  10: ['other', 'the disk does not answer as it should; look at the volume and at the log of the kernel'],
  11: ['corrupt', 'restore a backup, or move the file away to start with an empty history'],
  13: ['full', 'enlarge the volume, or shorten store.retention'],
  14: ['missing', 'create its folder, mount the volume, and let the exporter write there'],
  23: ['denied', 'give the exporter the right to read and write the file and its folder'],
  26: ['corrupt', 'this is no database of SQLite; name another file, or move it away'],
};

/** An error of `node:sqlite` as a failure of the store; what did not come from SQLite stays as it is. */
export function sqliteFailure(path: string, error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (!('errcode' in error) || typeof error.errcode !== 'number') return error;
  const [trouble, remedy] = troubles[error.errcode & 0xff] ?? ['other', 'see the message of SQLite'];
  return new StoreFailure(trouble, `${path}: ${error.message}; ${remedy}`, { cause: error });
}
