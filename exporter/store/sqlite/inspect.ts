import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { backup } from 'node:sqlite';
import { StoreFailure } from '../../findings/store.ts';
import { assertCurrent } from '../migrations.ts';
import { clustersSql, type StoreReport } from '../report.ts';
import { retiredReports, retiredSql, type RetiredReport, type RetiredRow } from '../retired.ts';
import { assertIntact, inspectDatabase, pendingIn } from './database.ts';
import { sqliteFailure } from './failure.ts';

/** Looks through a file without changing it; throws StoreFailure for one that cannot be used. */
export function inspectSqlite(path: string): Promise<StoreReport> {
  return inspectDatabase(path, (database) => {
    assertIntact(database, path, 'integrity_check');
    const pending = pendingIn(database, path).map(({ name }) => name);
    // Without its tables there is nothing to count.
    const rows = pending.some((name) => name.startsWith('0001-'))
      ? []
      : database.prepare(clustersSql('', pending)).all();
    return {
      label: path,
      bytes: statSync(path).size + (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0),
      pending,
      clusters: rows.map(({ id, name, retired, open, leader }) => ({
        id: String(id),
        name: String(name),
        retired: retired === 1,
        open: Number(open),
        leader: typeof leader === 'string' ? leader : undefined,
      })),
      notes: [],
    };
  });
}

/** What is kept of clusters in a file that were retired before a time in milliseconds. */
export function retiredInSqlite(path: string, before: number): Promise<readonly RetiredReport[]> {
  return inspectDatabase(path, (database) => {
    assertCurrent(pendingIn(database, path), path);
    return retiredReports(database.prepare(retiredSql('', '?')).all(before) as unknown as readonly RetiredRow[]);
  });
}

/** Copies a database as of one moment, while it is in use, into a file that is not there yet; checks the copy. */
export async function backupSqlite(path: string, target: string): Promise<void> {
  if (existsSync(target)) {
    throw new StoreFailure('other', `${target} is there already; name a file that is not, backups are not overwritten`);
  }
  const unfinished = `${target}.unfinished`;
  rmSync(unfinished, { force: true });
  try {
    closeSync(openSync(unfinished, 'wx', 0o600));
    await inspectDatabase(path, (database) => backup(database, unfinished));
    await inspectDatabase(unfinished, (copy) => assertIntact(copy, unfinished, 'integrity_check'));
    renameSync(unfinished, target);
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) {
      throw new StoreFailure('other', `${target}: cannot be written (${error.message}); check folder and space`, {
        cause: error,
      });
    }
    throw sqliteFailure(target, error);
  } finally {
    for (const rest of ['', '-wal', '-shm', '-journal']) rmSync(`${unfinished}${rest}`, { force: true });
  }
}
