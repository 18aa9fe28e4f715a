import { at } from '../../model/record.ts';
import { count } from '../parameters.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** The parameter of checks that warn before something expires. */
export const warnDays = count(
  14,
  { min: 1, max: 365 },
  'Days before the end from which it is a finding; for certificates that live shorter, the last third of their time.',
);

/**
 * When something that is valid from `notBefore` to `notAfter` expires, in words, once that is near; undefined before.
 * `today` is when the day began, so what expires during it counts as expiring, not as expired.
 */
export function expiring(validity: unknown, today: number, warnDays: number): string | undefined {
  const until = timeOf(at(validity, 'notAfter'));
  if (until === undefined) return undefined;
  const from = timeOf(at(validity, 'notBefore'));
  const lifetime = from === undefined || from >= until ? Infinity : until - from;
  if (until - today > Math.min(warnDays * dayMs, lifetime / 3)) return undefined;
  const day = new Date(until).toISOString().slice(0, 10);
  return until < today ? `expired on ${day}` : `expires on ${day}`;
}

function timeOf(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const time = Date.parse(text.slice(0, 40));
  return Number.isNaN(time) ? undefined : time;
}
