import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Exporter } from '../compose.ts';
import { follow } from '../config/follow.ts';
import { ConfigError } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { Logger } from '../telemetry/logger.ts';
import { createWindowBook, type WindowBook } from '../windows/book.ts';
import { parseWindows } from '../windows/window-file.ts';
import type { Reloads } from './reloads.ts';

/** A book of deploy windows, and which version of its file it began with. */
export interface OpenWindowBook {
  readonly book: WindowBook;
  readonly fingerprint: string;
}

/** The book that the configuration asks for. Throws ConfigError for a file that is wrong. */
export function openWindowBook({ file, maxDuration, annotations }: Config['windows']): OpenWindowBook {
  const terms = { longestMs: maxDuration };
  if (file === undefined) return { book: createWindowBook({ terms, annotations }), fingerprint: '' };
  const text = textOfWindows(file, 'windows.file');
  const book = createWindowBook({ terms, annotations, first: parseWindows(file, text, terms) });
  return { book, fingerprint: digestOf(text) };
}

/** Takes over other versions of the file until the signal fires; one that is wrong leaves the last good one in force. */
export function followWindows(
  { windows: { file }, schedule }: Pick<Config, 'windows' | 'schedule'>,
  { book, fingerprint }: OpenWindowBook,
  deps: {
    readonly reloads: Reloads;
    readonly exporter: Pick<Exporter, 'windowsChanged'>;
    readonly logger: Logger;
    readonly signal: AbortSignal;
  },
): void {
  if (file === undefined) return;
  const { reloads, exporter, logger, signal } = deps;
  const followed = {
    look: () => ({ text: textOfWindows(file, 'windows.file') }),
    fingerprint: ({ text }: { readonly text: string }) => digestOf(text),
    taken({ text }: { readonly text: string }) {
      const next = parseWindows(file, text, book.terms);
      book.follow(next);
      exporter.windowsChanged();
      reloads.succeeded('windows');
      logger.info({ file, windows: next.size }, 'file of deploy windows read again');
    },
    refused(error: unknown) {
      reloads.failed('windows');
      logger.error({ err: error, file }, 'file of deploy windows is wrong; the last good one stays in force');
    },
  };
  void follow(followed, { seen: fingerprint, everyMs: schedule.reread, signal });
}

/** The text of a file of windows that a setting names. Throws ConfigError where it cannot be read. */
export function textOfWindows(file: string, setting: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new ConfigError(`${setting}: ${file} cannot be read (${code}); check the path and its permissions`, {
      cause: error,
    });
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
