import { closeSync, openSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { StoreFailure } from '../../findings/store.ts';
import { migrationsFor, pendingOf, type AppliedMigration, type Migration } from '../migrations.ts';
import { sqliteFailure } from './failure.ts';

/** How long a statement may wait for another process. It blocks everything else meanwhile, so not for long. */
export const busyMs = 500;

/** Opens a database for reading and writing, creating it where there is none, and brings its schema up to date. */
export function openDatabase(path: string, clock: () => number): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    createPrivately(path);
    database = new DatabaseSync(path, { timeout: busyMs, enableForeignKeyConstraints: true });
    const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode'];
    if (mode !== 'wal') {
      const remedy = 'put the file on a local disk, not on a network file system';
      throw new StoreFailure('other', `${path}: a write-ahead log is not possible here; ${remedy}`);
    }
    database.exec('PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864');
    assertIntact(database, path, 'quick_check');
    migrate(database, path, clock);
    return database;
  } catch (error) {
    database?.close();
    throw sqliteFailure(path, error);
  }
}

/** Opens a database that is there, to look at it; changes nothing. */
export async function inspectDatabase<T>(path: string, look: (database: DatabaseSync) => T | Promise<T>): Promise<T> {
  let database: DatabaseSync | undefined;
  try {
    if (statSync(path, { throwIfNoEntry: false }) === undefined) {
      throw new StoreFailure(
        'missing',
        `${path} does not exist; "plumbline serve" or "plumbline store migrate" creates it`,
      );
    }
    database = new DatabaseSync(path, { timeout: busyMs, readOnly: true });
    return await look(database);
  } catch (error) {
    throw sqliteFailure(path, error);
  } finally {
    database?.close();
  }
}

/** Throws StoreFailure for a file that SQLite finds damaged; `quick_check` leaves out whether indexes match. */
export function assertIntact(database: DatabaseSync, path: string, how: 'quick_check' | 'integrity_check'): void {
  const verdict = database.prepare(`PRAGMA ${how}(1)`).get()?.[how];
  if (verdict === 'ok') return;
  const remedy = 'restore a backup, or move the file away to start with an empty history';
  throw new StoreFailure('corrupt', `${path} is damaged: ${String(verdict)}; ${remedy}`);
}

/** Steps that the schema of a database lacks. */
export function pendingIn(database: DatabaseSync, path: string): readonly Migration[] {
  const known = migrationsFor('sqlite');
  const hasTable = database
    .prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'`)
    .get();
  const applied =
    hasTable === undefined ? [] : database.prepare('SELECT version, checksum FROM schema_migrations').all();
  return pendingOf(known, applied as unknown as readonly AppliedMigration[], path);
}

function migrate(database: DatabaseSync, path: string, clock: () => number): void {
  if (pendingIn(database, path).length === 0) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(
      'CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
    );
    const note = database.prepare('INSERT INTO schema_migrations (version, checksum, applied_at) VALUES (?, ?, ?)');
    // Asked again under the lock: another process may have been first.
    for (const { version, checksum, sql } of pendingIn(database, path)) {
      database.exec(sql);
      note.run(version, checksum, clock());
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** What is wrong in clusters is nobody's business on a shared machine; SQLite gives its other files the same mode. */
export function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    const [trouble, remedy] =
      code === 'ENOSPC' || code === 'EDQUOT'
        ? (['full', 'enlarge the volume'] as const)
        : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
          ? (['denied', 'give the exporter the right to write the file and its folder'] as const)
          : (['missing', 'create its folder, or mount the volume, and let the exporter write there'] as const);
    throw new StoreFailure(trouble, `${path}: cannot be opened (${code}); ${remedy}`, { cause: error });
  }
}
