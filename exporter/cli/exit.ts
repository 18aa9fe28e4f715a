import { CommanderError } from 'commander';
import { ConfigError } from '../config/load.ts';
import { KubeconfigError } from '../ingest/kubeconfig.ts';
import { StoreFailure } from '../findings/store.ts';
import { SnapshotError } from '../ingest/snapshot/format.ts';
import { ClusterUnreachable } from '../ingest/snapshot-once.ts';
import { ListenFailure } from '../publish/http/listen.ts';

/** Exit codes of every command; `scan` uses `findings` too. */
export const exitCodes = { ok: 0, findings: 1, usage: 2 } as const;

/** Something the person at the terminal can mend; printed without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The text to print for an error: the message where it is meant for people, the whole error where it is a bug. */
export function describeError(error: unknown): string | undefined {
  if (error instanceof CommanderError) return undefined;
  const forPeople = [
    UsageError,
    ConfigError,
    KubeconfigError,
    ClusterUnreachable,
    SnapshotError,
    StoreFailure,
    ListenFailure,
  ];
  if (error instanceof Error && (forPeople.some((type) => error instanceof type) || 'syscall' in error)) {
    return `plumbline: ${error.message}`;
  }
  return `plumbline: this is a bug, please report it\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
