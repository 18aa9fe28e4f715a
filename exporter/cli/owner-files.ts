import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Config } from '../config/schema.ts';
import { follow } from '../config/follow.ts';
import { ConfigError } from '../config/load.ts';
import type { Exporter } from '../compose.ts';
import { createOwnerDirectory, type ReloadableDirectory } from '../owners/directory.ts';
import { parseOwners } from '../owners/rule-file.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Reloads } from './reloads.ts';

/** A directory of owners, and which version of its file it answers by. */
export interface OpenDirectory {
  readonly owners: ReloadableDirectory;
  readonly fingerprint: string;
}

/** The directory that the configuration asks for. Throws ConfigError for a file that is wrong. */
export function openDirectory({ keys, file }: Config['owners']): OpenDirectory {
  if (file === undefined) return { owners: createOwnerDirectory({ keys }), fingerprint: '' };
  const text = textOf(file);
  return { owners: createOwnerDirectory({ keys, file: parseOwners(file, text) }), fingerprint: digestOf(text) };
}

/** Takes over other versions of the owners file until the signal fires; one that is wrong leaves the last good one in force. */
export function followOwners(
  config: Pick<Config, 'owners' | 'schedule'>,
  { owners, fingerprint }: OpenDirectory,
  deps: {
    readonly reloads: Reloads;
    readonly exporter: Pick<Exporter, 'ownersChanged'>;
    readonly logger: Logger;
    readonly signal: AbortSignal;
  },
): void {
  const { file } = config.owners;
  if (file === undefined) return;
  const { reloads, exporter, logger, signal } = deps;
  const followed = {
    look: () => ({ text: textOf(file) }),
    fingerprint: ({ text }: { readonly text: string }) => digestOf(text),
    taken({ text }: { readonly text: string }) {
      const next = parseOwners(file, text);
      owners.follow(next);
      exporter.ownersChanged();
      reloads.succeeded('owners');
      logger.info({ file, rules: next.rules.length }, 'owners file read again');
    },
    refused(error: unknown) {
      reloads.failed('owners');
      logger.error({ err: error, file }, 'owners file is wrong; the last good one stays in force');
    },
  };
  void follow(followed, { seen: fingerprint, everyMs: config.schedule.reread, signal });
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new ConfigError(`owners.file: ${file} cannot be read (${code}); check the path and its permissions`, {
      cause: error,
    });
  }
}
