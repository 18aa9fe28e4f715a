import { z } from 'zod';

/** What every announcement of a window has to keep to. */
export interface WindowTerms {
  /** Longest time from the beginning of a window to its end, in milliseconds. */
  readonly longestMs: number;
}

/** How long before it begins a window may be announced at most; milliseconds. */
export const furthestAheadMs = 90 * 86_400_000;

/** Change ids stand in labels, paths and logs; `_` at the beginning is ours. */
export const changeId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, {
  error:
    'is not a change id; write up to 64 letters, digits, dots, dashes, colons and underscores, such as CHG-1234, that begin with a letter or digit',
});

const line = (what: string) =>
  z
    .string()
    .trim()
    .min(1, `is empty; ${what}`)
    .max(300, 'is longer than 300 characters; shorten it')
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'has a line break or a control character; write one line');
export const who = line('name somebody');
export const reason = line('say what is changed');

/** Names of namespaces, in which `*` stands for anything. */
export const namespaces = z
  .array(
    z.string().regex(/^(?!(?:[^*]*\*){4})[a-z0-9*](?:[a-z0-9*-]{0,61}[a-z0-9*])?$/, {
      error: 'is not the name of a namespace; write one, or a pattern such as shop-* with at most three *',
    }),
  )
  .min(1, 'is empty; leave it out to mean the whole cluster')
  .max(100, 'has more than 100 names; use patterns, or leave it out to mean the whole cluster');

/** A moment after RFC 3339, in milliseconds since the epoch; undefined for anything else. */
export function momentOf(text: string): number | undefined {
  const [, year, month, day] =
    /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  if (day === undefined) return undefined;
  // Date.parse takes the 30th of February for a day of March.
  const exists = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  const at = exists ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** A moment of a document, in milliseconds since the epoch. */
export const moment = z.string().transform((text, context) => {
  const at = momentOf(text);
  if (at !== undefined) return at;
  const message = `${JSON.stringify(text.slice(0, 80))} is not a time; write one such as 2026-12-31T18:00:00Z (RFC 3339)`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});
