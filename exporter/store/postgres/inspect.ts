import { assertCurrent } from '../migrations.ts';
import { clustersSql, type ClusterReport, type StoreReport } from '../report.ts';
import { retiredReports, retiredSql, type RetiredReport, type RetiredRow } from '../retired.ts';
import { createPool, type PostgresOptions } from './connection.ts';
import { postgresFailure } from './failure.ts';
import { pendingIn } from './schema.ts';
import { statements } from './statements.ts';

/** Settings of a server without which a commit may be lost after it was confirmed. */
const durability = [
  ['fsync', 'on'],
  ['full_page_writes', 'on'],
] as const;

/** Looks through a database without changing it; rejects with StoreFailure for one that cannot be used. */
export async function inspectPostgres(options: PostgresOptions): Promise<StoreReport> {
  const { label } = options;
  const pool = await createPool(options);
  try {
    const pending = (await pendingIn(pool, label)).map(({ name }) => name);
    const isEmpty = pending.some((name) => name.startsWith('0001-'));
    const sql = clustersSql('plumbline.', pending);
    const found = isEmpty ? [] : (await pool.query<ClusterReport & { readonly leader: string | null }>(sql)).rows;
    const clusters = found.map(({ leader, ...rest }) => ({ ...rest, leader: leader ?? undefined }));
    const size = isEmpty ? undefined : (await pool.query<{ bytes: number }>(statements.size)).rows[0];
    const notes: StoreReport['notes'][number][] = [];
    const { rows } = await pool.query<{ name: string; setting: string }>(
      `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')`,
    );
    const settings = new Map(rows.map(({ name, setting }) => [name, setting]));
    for (const [name, wanted] of durability) {
      if (settings.get(name) !== wanted) notes.push(unsafe(name, settings.get(name)));
    }
    if (settings.get('synchronous_commit') === 'off') notes.push(unsafe('synchronous_commit', 'off'));
    return { label, bytes: size?.bytes, pending, clusters, notes };
  } catch (error) {
    throw postgresFailure(label, error);
  } finally {
    await pool.end();
  }
}

/** What is kept of clusters in a database that were retired before a time in milliseconds, as far as our role sees them. */
export async function retiredInPostgres(options: PostgresOptions, before: number): Promise<readonly RetiredReport[]> {
  const pool = await createPool(options);
  try {
    assertCurrent(await pendingIn(pool, options.label), options.label);
    return retiredReports((await pool.query<RetiredRow>(retiredSql('plumbline.', '$1'), [before])).rows);
  } catch (error) {
    throw postgresFailure(options.label, error);
  } finally {
    await pool.end();
  }
}

function unsafe(name: string, setting: string | undefined): StoreReport['notes'][number] {
  return {
    what: `${name} is ${setting ?? 'unknown'}: a crash of the server may lose what it has confirmed`,
    remedy: `set ${name} = on`,
  };
}
