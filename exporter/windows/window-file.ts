import picomatch from 'picomatch';
import { z } from 'zod';
import { formatDuration, parseDuration } from '../config/duration.ts';
import { readBy, yamlDocuments } from '../config/yaml-file.ts';
import { ConfigError } from '../config/load.ts';
import type { DeployWindow } from '../model/window.ts';
import { occurrencesFrom, weekdays, type Recurrence, type Span } from './calendar.ts';
import { changeId, moment, namespaces, reason, who, type WindowTerms } from './words.ts';
import { zoneOf } from './zone.ts';

/** A window of the file: when it is open, and for what. */
interface Announced {
  readonly about: Pick<DeployWindow, 'changeId' | 'who' | 'reason' | 'namespaces'>;
  readonly coversCluster: (name: string) => boolean;
  readonly when: Recurrence | Span;
}

/** The windows of a file. */
export interface Calendar {
  readonly size: number;
  /** Windows of a cluster (by name) that are not over at a time (milliseconds): open ones, and the next of each. */
  readonly windowsOf: (cluster: string, now: number) => readonly DeployWindow[];
}

export const emptyCalendar: Calendar = { size: 0, windowsOf: () => [] };

const about = {
  changeId,
  who: who.default('calendar'),
  reason,
  clusters: z.array(z.string().min(1)).min(1, 'is empty; leave it out to mean every cluster').optional(),
  namespaces: namespaces.optional(),
};

const clockTime = z.string().transform((text, context) => {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hours !== undefined && minutes !== undefined) return Number(hours) * 60 + Number(minutes);
  const message = `${JSON.stringify(text)} is not a time of a day; write hours and minutes such as "22:00"`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const timeZone = z.string().transform((name, context) => {
  const zone = zoneOf(name);
  if (zone !== undefined) return zone;
  const message = `${JSON.stringify(name)} is not a time zone of the IANA database; write one such as Europe/Berlin, or UTC`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

function fileSchema({ longestMs }: WindowTerms) {
  const shortestMs = 60_000;
  const lasting = z.string().transform((text, context) => {
    const lasts = parseDuration(text);
    if (lasts !== undefined && lasts >= shortestMs && lasts <= longestMs) return lasts;
    const message =
      lasts === undefined
        ? `"${text}" is not a duration; write for example 30m or 2h`
        : `"${text}" is out of range; write a duration from ${formatDuration(shortestMs)} to ${formatDuration(longestMs)} (windows.maxDuration)`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
  const recurring = z.strictObject({
    ...about,
    days: z
      .array(z.enum(weekdays, { error: `is not a day of the week; there are ${weekdays.join(', ')}` }))
      .min(1, `is empty; name days of the week: ${weekdays.join(', ')}`),
    from: clockTime,
    for: lasting,
    timeZone,
  });
  const once = z.strictObject({ ...about, from: moment, until: moment }).superRefine(({ from, until }, context) => {
    const problem = spanProblem({ from, until }, longestMs);
    if (problem !== undefined) context.addIssue({ code: 'custom', path: ['until'], message: problem });
  });
  return z.strictObject({ recurring: z.array(recurring).default([]), once: z.array(once).default([]) });
}

/** What is wrong with the end of a window, and what to write; undefined where nothing is. */
export function spanProblem({ from, until }: Span, longestMs: number): string | undefined {
  if (until <= from)
    return `does not lie after ${new Date(from).toISOString()}, when the window begins; write a later time`;
  if (until - from <= longestMs) return undefined;
  const latest = new Date(from + longestMs).toISOString();
  return `is more than ${formatDuration(longestMs)} after the beginning (windows.maxDuration); write ${latest} or earlier, and announce another window then`;
}

/** Reads a file of windows. Throws ConfigError with a line for each problem: file, line, field and remedy. */
export function parseWindows(file: string, text: string, terms: WindowTerms): Calendar {
  const [document, ...others] = yamlDocuments(file, text);
  if (document === undefined) return emptyCalendar;
  if (others[0] !== undefined) {
    throw new ConfigError(`${file}:${others[0].lineOf([])}: a file of windows is one document; leave out the others`);
  }
  const { recurring, once } = readBy(fileSchema(terms), file, document);
  const known = new Set<string>();
  for (const [list, entries] of Object.entries({ recurring, once })) {
    entries.forEach((entry, index) => {
      if (known.has(entry.changeId)) {
        const at = document.lineOf([list, index, 'changeId']);
        throw new ConfigError(
          `${file}:${at}: ${list}.${index}.changeId: "${entry.changeId}" is there twice; give each window an id of its own`,
        );
      }
      known.add(entry.changeId);
    });
  }
  const announced: readonly Announced[] = [
    ...recurring.map(({ days, from, for: lasts, timeZone: zone, ...rest }) =>
      announcedBy(rest, { zone, days, beginsAt: from, lasts }),
    ),
    ...once.map(({ from, until, ...rest }) => announcedBy(rest, { from, until })),
  ];
  return {
    size: announced.length,
    windowsOf: (cluster, now) =>
      announced
        .filter(({ coversCluster }) => coversCluster(cluster))
        .flatMap(({ about: words, when }) => spansOf(when, now).map((span) => windowOf(words, span))),
  };
}

interface Told {
  readonly changeId: string;
  readonly who: string;
  readonly reason: string;
  readonly clusters?: readonly string[] | undefined;
  readonly namespaces?: readonly string[] | undefined;
}

function announcedBy({ clusters, namespaces: within, ...words }: Told, when: Announced['when']): Announced {
  return {
    about: { ...words, ...(within !== undefined && { namespaces: within }) },
    coversCluster: clusters === undefined ? () => true : picomatch([...clusters]),
    when,
  };
}

function spansOf(when: Announced['when'], now: number): readonly Span[] {
  if ('zone' in when) return occurrencesFrom(when, now);
  return when.until > now ? [when] : [];
}

function windowOf(words: Announced['about'], { from, until }: Span): DeployWindow {
  const key = `calendar|${words.changeId}|${new Date(from).toISOString()}`;
  return { ...words, key, from, until, source: { kind: 'calendar' } };
}
