import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { StoreFailure } from '../findings/store.ts';

/** One step of the schema; steps are only ever added. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /** sha256 of the SQL, in hexadecimal. */
  readonly checksum: string;
}

/** A step that a database has taken. */
export interface AppliedMigration {
  readonly version: number;
  readonly checksum: string;
}

const folder = new URL('migrations/', import.meta.url);

/** The steps of an engine, in order, as they are shipped. */
export function migrationsFor(engine: 'sqlite' | 'postgres'): readonly Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(`.${engine}.sql`))
    .sort()
    .map((name) => {
      const sql = readFileSync(new URL(name, folder), 'utf8');
      return {
        version: Number.parseInt(name, 10),
        name,
        sql,
        checksum: createHash('sha256').update(sql).digest('hex'),
      };
    });
}

/** Throws StoreFailure for a database that lacks steps: what is read of it would be wrong or missing. */
export function assertCurrent(pending: readonly Migration[], label: string): void {
  if (pending.length === 0) return;
  throw new StoreFailure('missing', `${label}: its schema is not up to date; run "plumbline store migrate" first`);
}

/** Steps that a database lacks. Throws StoreFailure for one that is newer than we are, or was changed since. */
export function pendingOf(
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
  label: string,
): readonly Migration[] {
  const newest = known.at(-1)?.version ?? 0;
  for (const { version, checksum } of applied) {
    const ours = known.find((migration) => migration.version === version);
    if (ours === undefined) {
      throw new StoreFailure(
        'newer',
        `${label} has schema ${version}, and this version of Plumbline knows ${newest}; update Plumbline, or go back to a backup`,
      );
    }
    if (ours.checksum !== checksum) {
      throw new StoreFailure(
        'newer',
        `${label}: ${ours.name} was applied with another content than this version of Plumbline has; use the version that wrote the database, or go back to a backup`,
      );
    }
  }
  const done = new Set(applied.map(({ version }) => version));
  return known.filter(({ version }) => !done.has(version));
}
