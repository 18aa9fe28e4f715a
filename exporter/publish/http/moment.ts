import { refused, type Query } from './query.ts';

const form =
  /^(\d{4})-(\d\d)-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/** The past time that a parameter names (RFC 3339), in milliseconds; undefined without it. A Problem for any other. */
export function momentOf(query: Query, name: string, now: number): number | undefined {
  const text = query.text(name);
  if (text === undefined) return undefined;
  const [, year, month, day] = form.exec(text) ?? [];
  // A day that its month does not have would be taken for one of the next.
  const exists = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  const at = exists ? Date.parse(text.toUpperCase()) : NaN;
  if (Number.isNaN(at)) {
    const remedy = 'give a time such as 2026-05-31T18:00:00Z (RFC 3339; a + of an offset is written %2B)';
    throw refused(name, `is ${JSON.stringify(text.slice(0, 80))}`, remedy);
  }
  if (at > now) {
    throw refused(name, 'lies in the future', `give a time before ${new Date(now).toISOString()}, or leave it out`);
  }
  return at;
}
