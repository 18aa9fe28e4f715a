import type { Pool, PoolClient } from 'pg';
import { migrationsFor, pendingOf, type AppliedMigration, type Migration } from '../migrations.ts';
import { transact } from './connection.ts';

/** Ours alone among the advisory locks of a database: "plumb" in ASCII. */
const migrationLock = 0x706c756d62;

/** Steps that the schema lacks. Throws StoreFailure when it is newer than we are. */
export async function pendingIn(client: Pool | PoolClient, label: string): Promise<readonly Migration[]> {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('plumbline.schema_migrations') IS NOT NULL AS there`,
  );
  const applied = rows[0]?.there
    ? (await client.query<AppliedMigration>('SELECT version, checksum FROM plumbline.schema_migrations')).rows
    : [];
  return pendingOf(migrationsFor('postgres'), applied, label);
}

/** Brings the schema up to date; exporters that start together wait for the first. */
export async function migrate(pool: Pool, label: string, clock: () => number): Promise<void> {
  if ((await pendingIn(pool, label)).length === 0) return;
  await transact(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    await client.query('CREATE SCHEMA IF NOT EXISTS plumbline');
    await client.query(
      'CREATE TABLE IF NOT EXISTS plumbline.schema_migrations (version INTEGER PRIMARY KEY, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)',
    );
    for (const { version, checksum, sql } of await pendingIn(client, label)) {
      await client.query(sql);
      await client.query(
        'INSERT INTO plumbline.schema_migrations (version, checksum, applied_at) VALUES ($1, $2, $3)',
        [version, checksum, clock()],
      );
    }
  });
}
