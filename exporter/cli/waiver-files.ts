import type { ApiFramework } from '../contract/api.ts';
import type { Check } from '../checks/define.ts';
import { checks as library } from '../checks/index.ts';
import type { Exporter } from '../compose.ts';
import { follow } from '../config/follow.ts';
import type { Config } from '../config/schema.ts';
import type { Logger } from '../telemetry/logger.ts';
import { annotationExemptions } from '../waivers/annotations.ts';
import { createWaiverBook, type WaiverBook } from '../waivers/book.ts';
import { digestOfTexts, parseWaivers, readWaiverTexts, type WaiverText } from '../waivers/read-files.ts';
import type { WaiverTerms } from '../waivers/schema.ts';
import type { Reloads } from './reloads.ts';

const setting = 'waivers.paths';

/** A book of waivers, what they are held against, and which version of the files it began with. */
export interface OpenBook {
  readonly book: WaiverBook;
  readonly terms: WaiverTerms;
  readonly fingerprint: string;
}

/** What waivers are held against in this configuration. */
export function termsOf(
  { maxDuration }: Config['waivers'],
  frameworks: readonly ApiFramework[],
  clock: () => number,
): WaiverTerms {
  return { checks: library.map(({ id }) => id), frameworks, longestMs: maxDuration, clock };
}

interface BookOptions {
  readonly clock: () => number;
  /** The checks in use, with the severities that the configuration gives them. */
  readonly checks: readonly Pick<Check, 'id' | 'severity'>[];
  /** Paths beside those of the configuration. */
  readonly more?: readonly string[];
}

/** The book that the configuration asks for, with files beside its own. Throws ConfigError for a file that is wrong. */
export async function openBook(
  config: Config['waivers'],
  frameworks: readonly ApiFramework[],
  { clock, checks, more = [] }: BookOptions,
): Promise<OpenBook> {
  const terms = termsOf(config, frameworks, clock);
  const texts = [...(await readWaiverTexts(config.paths, setting)), ...(await readWaiverTexts(more, '--waivers'))];
  const first = parseWaivers(texts, terms);
  const severities = new Map(checks.map(({ id, severity }) => [id, severity]));
  const honoured = {
    tools: config.annotations,
    exempt: annotationExemptions({
      tools: config.annotations,
      worst: config.annotationSeverity,
      severityOf: (check) => severities.get(check),
    }),
  };
  return { book: createWaiverBook(terms, config.expiring, first, honoured), terms, fingerprint: digestOfTexts(texts) };
}

/** Takes over other versions of the files until the signal fires; one that is wrong leaves the last good one in force. */
export function followWaivers(
  { waivers: { paths }, schedule }: Pick<Config, 'waivers' | 'schedule'>,
  { book, terms, fingerprint }: OpenBook,
  deps: {
    readonly reloads: Reloads;
    readonly exporter: Pick<Exporter, 'waiversChanged'>;
    readonly logger: Logger;
    readonly signal: AbortSignal;
  },
): void {
  if (paths.length === 0) return;
  const { reloads, exporter, logger, signal } = deps;
  const followed = {
    look: () => readWaiverTexts(paths, setting),
    fingerprint: digestOfTexts,
    taken(texts: readonly WaiverText[]) {
      const next = parseWaivers(texts, terms);
      book.follow(next);
      exporter.waiversChanged();
      reloads.succeeded('waivers');
      logger.info({ waivers: next.length }, 'waivers read again');
    },
    refused(error: unknown) {
      reloads.failed('waivers');
      logger.error({ err: error }, 'a file of waivers is wrong; the last good ones stay in force');
    },
  };
  void follow(followed, { seen: fingerprint, everyMs: schedule.reread, signal });
}
