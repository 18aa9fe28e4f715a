import { StoreFailure } from '../findings/store.ts';
import { labelOf, locate } from './location.ts';
import { openStore, postgresOptions, type StoreOptions } from './open-store.ts';
import { inspectPostgres, retiredInPostgres } from './postgres/inspect.ts';
import type { StoreReport } from './report.ts';
import type { RetiredReport } from './retired.ts';
import { backupSqlite, inspectSqlite, retiredInSqlite } from './sqlite/inspect.ts';

/** What is kept at a location, looked through without changing it; undefined for memory. Rejects with StoreFailure. */
export async function inspectStore(options: StoreOptions): Promise<StoreReport | undefined> {
  const location = locate(options.url);
  switch (location.engine) {
    case 'memory':
      return undefined;
    case 'sqlite':
      return inspectSqlite(location.path);
    case 'postgres':
      return inspectPostgres(postgresOptions(location, options));
  }
}

/** Creates a store that is not there, and brings the schema of one that is up to date. */
export async function migrateStore(options: StoreOptions): Promise<void> {
  const store = openStore(options);
  try {
    await store.size();
  } finally {
    await store.close();
  }
}

/** Retires the cluster of a name as of a time in milliseconds, or brings it back; whether that changed anything. */
export async function retireIn(options: StoreOptions, cluster: string, at: number | undefined): Promise<boolean> {
  const store = openStore(options);
  try {
    return await store.retire(cluster, at);
  } finally {
    await store.close();
  }
}

/** What is kept of clusters that were retired before a time in milliseconds; nothing for memory. Rejects with StoreFailure. */
export async function retiredIn(options: StoreOptions, before: number): Promise<readonly RetiredReport[]> {
  const location = locate(options.url);
  switch (location.engine) {
    case 'memory':
      return [];
    case 'sqlite':
      return retiredInSqlite(location.path, before);
    case 'postgres':
      return retiredInPostgres(postgresOptions(location, options), before);
  }
}

/** Forgets all but the counters of clusters that were retired before a time in milliseconds; how many rows it was. */
export async function forgetRetiredIn(options: StoreOptions, before: number): Promise<number> {
  const store = openStore(options);
  try {
    return await store.forgetRetired(before);
  } finally {
    await store.close();
  }
}

/** Copies a store into a file, while it is used. */
export async function backupStore({ url }: StoreOptions, target: string): Promise<void> {
  const location = locate(url);
  if (location.engine === 'sqlite') return backupSqlite(location.path, target);
  const remedy =
    location.engine === 'memory'
      ? 'there is nothing to copy; set store.url'
      : `let the server copy itself: pg_dump --format=custom --schema=plumbline --file=${target} ${labelOf(location)}`;
  throw new StoreFailure('other', `store backup copies files of SQLite; ${remedy}`);
}
