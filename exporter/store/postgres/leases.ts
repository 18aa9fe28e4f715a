import type { Pool } from 'pg';
import { contestedFor, notedEvery, type Claim, type Lease, type Leases } from '../../findings/leases.ts';
import { plain } from '../rows.ts';
import { createPool, type PostgresOptions } from './connection.ts';
import { rowsOf } from './write.ts';

/** The server's clock: that of a replica may be wrong, and two may disagree. */
const now = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

const statements = {
  look: `SELECT l.holder, l.instance, l.term, l.ends_at - ${now} AS ends_in, ${now} - l.asked_at AS asked_ago,
      coalesce(c.revision, 0) AS revision, c.baseline_at
    FROM plumbline.leases l LEFT JOIN plumbline.clusters c ON c.id = l.cluster_id WHERE l.cluster_id = $1`,
  // The condition is judged again under the lock of the row, so of two that ask together one is refused.
  claim: `INSERT INTO plumbline.leases AS l (cluster_id, holder, instance, term, ends_at, asked_at)
    VALUES ($1, $2, $3, 1, ${now} + $4, 0)
    ON CONFLICT (cluster_id) DO UPDATE SET holder = excluded.holder, instance = excluded.instance,
      term = l.term + (l.instance <> excluded.instance)::int, ends_at = excluded.ends_at
    WHERE l.instance = excluded.instance OR l.ends_at <= ${now} OR ($5 AND l.holder = excluded.holder)`,
  note: `UPDATE plumbline.leases SET asked_at = ${now}
    WHERE cluster_id = $1 AND instance <> $2 AND asked_at < ${now} - $3::bigint`,
  resign: `UPDATE plumbline.leases SET holder = '', instance = '', ends_at = 0 WHERE cluster_id = $1 AND instance = $2`,
} as const;

interface LeaseRow {
  readonly holder: string;
  readonly instance: string;
  readonly term: number;
  readonly ends_in: number;
  readonly asked_ago: number;
  readonly revision: number;
  readonly baseline_at: number | null;
}

/** A server that is silent for as long as this is as good as away: leases end meanwhile. Milliseconds. */
const answerMs = 5_000;

/** Leases over a connection of their own: a renewal that waits behind pages and batches would end what it renews. */
export async function openPostgresLeases(
  options: PostgresOptions,
  guarded: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<Leases & { close(): Promise<void> }> {
  const pool = await createPool(options, { most: 1, answerMs });
  return {
    lead: (claim) => guarded(() => lead(pool, claim)),
    resign: (clusterId, { instance }) =>
      guarded(async () => void (await pool.query(statements.resign, [clusterId, instance]))),
    close: () => pool.end(),
  };
}

async function lead(pool: Pool, { clusterId, replica, forMs, isFirst }: Claim): Promise<Lease> {
  const [name, { instance }] = [plain(replica.name), replica];
  const look = async () => (await rowsOf<LeaseRow>(pool, statements.look, [clusterId]))[0];
  let standing = await look();
  const isFree = (row: LeaseRow) => row.instance === instance || row.ends_in <= 0 || (isFirst && row.holder === name);
  if (standing === undefined || isFree(standing)) {
    await pool.query(statements.claim, [clusterId, name, instance, forMs, isFirst]);
    standing = await look();
  }
  if (standing === undefined) throw new Error(`the lease of ${clusterId} vanished while it was taken`);
  const isOurs = standing.instance === instance;
  const noted = forMs * notedEvery;
  if (!isOurs && standing.asked_ago > noted) {
    await pool.query(statements.note, [clusterId, instance, Math.ceil(noted)]);
  }
  return {
    isOurs,
    leader: standing.holder,
    term: standing.term,
    endsInMs: standing.ends_in,
    isContested: standing.asked_ago < forMs * contestedFor,
    revision: standing.revision,
    baselineAt: standing.baseline_at ?? undefined,
  };
}
