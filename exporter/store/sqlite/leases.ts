import { DatabaseSync } from 'node:sqlite';
import type { Lease, Leases } from '../../findings/leases.ts';
import { plain } from '../rows.ts';
import { createPrivately } from './database.ts';

interface LeaseRow {
  readonly holder: string;
  readonly instance: string;
  readonly term: number;
}

/**
 * Leases in a file: whoever locks the file beside it leads every cluster in it. The kernel lets go of that lock in the
 * moment in which its process ends, however it ends, so nobody waits for the lease of a process that is gone.
 */
export function openSqliteLeases(
  database: DatabaseSync,
  path: string,
  edges: {
    readonly guarded: <T>(work: () => T) => Promise<T>;
    readonly transaction: <T>(work: () => T) => Promise<T>;
  },
): Leases & { close(): void } {
  let lock: DatabaseSync | undefined;
  const led = new Set<string>();
  const look = database.prepare('SELECT holder, instance, term FROM leases WHERE cluster_id = ?');
  const standing = database.prepare('SELECT revision, baseline_at FROM clusters WHERE id = ?');
  const claim = database.prepare(`INSERT INTO leases (cluster_id, holder, instance, term) VALUES (?1, ?2, ?3, 1)
    ON CONFLICT DO UPDATE SET holder = ?2, instance = ?3, term = term + (instance <> ?3)`);
  const resign = database.prepare(`UPDATE leases SET holder = '', instance = '' WHERE cluster_id = ? AND instance = ?`);
  const rowOf = (clusterId: string) => look.get(clusterId) as unknown as LeaseRow | undefined;

  function answer(clusterId: string, isOurs: boolean): Lease {
    const row = rowOf(clusterId);
    const { revision = 0, baseline_at: baselineAt } = standing.get(clusterId) ?? {};
    return {
      isOurs,
      leader: row?.holder ?? '',
      term: row?.term ?? 0,
      endsInMs: undefined,
      // Whoever asks in vain cannot write either.
      isContested: false,
      revision: Number(revision),
      baselineAt: typeof baselineAt === 'number' ? baselineAt : undefined,
    };
  }

  function letGo(): void {
    lock?.close();
    lock = undefined;
  }

  return {
    async lead({ clusterId, replica }) {
      const isLocked = await edges.guarded(() => (lock ??= lockBeside(path)) !== undefined);
      if (!isLocked) return edges.guarded(() => answer(clusterId, false));
      led.add(clusterId);
      // What stands there already is not written again: a renewal costs nothing.
      if (rowOf(clusterId)?.instance !== replica.instance) {
        await edges.transaction(() => claim.run(clusterId, plain(replica.name), replica.instance));
      }
      return edges.guarded(() => answer(clusterId, true));
    },

    async resign(clusterId, { instance }) {
      if (!led.delete(clusterId)) return;
      await edges.transaction(() => resign.run(clusterId, instance));
      if (led.size === 0) letGo();
    },

    close: letGo,
  };
}

/** Locks a file beside the database for as long as the connection stays open; undefined where another process has. */
function lockBeside(path: string): DatabaseSync | undefined {
  const file = `${path}-leader`;
  createPrivately(file);
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

const busy = 5;

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === busy
  );
}
