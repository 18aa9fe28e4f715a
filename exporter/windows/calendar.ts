import { plusDays, weekdayOf, type LocalDay, type Zone } from './zone.ts';

const dayMs = 86_400_000;

/** Days of the week as the file of windows names them; the place is that of `weekdayOf`. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof weekdays)[number];

/** When a window recurs. */
export interface Recurrence {
  readonly zone: Zone;
  readonly days: readonly Weekday[];
  /** When it begins, by clocks of the zone: minutes after midnight. */
  readonly beginsAt: number;
  /** How long it is open, in milliseconds that pass: an hour that clocks skip or repeat makes it no longer or shorter. */
  readonly lasts: number;
}

/** A time span in milliseconds since the epoch; `until` is its first moment after it. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** Occurrences that are not over at a time, in order: those that are open then, and the next one. */
export function occurrencesFrom({ zone, days, beginsAt, lasts }: Recurrence, now: number): readonly Span[] {
  const found: Span[] = [];
  // Two days more than it lasts: clocks of the zone are up to a day ahead, and a skipped time is later than it says.
  const begin = plusDays(zone.dayAt(now - lasts), -1);
  const most = Math.ceil(lasts / dayMs) + 10;
  for (let passed = 0; passed <= most; passed += 1) {
    const day: LocalDay = plusDays(begin, passed);
    const weekday = weekdays[weekdayOf(day)];
    if (weekday === undefined || !days.includes(weekday)) continue;
    const from = zone.momentOf(day, beginsAt);
    const until = from + lasts;
    if (until <= now) continue;
    found.push({ from, until });
    if (from > now) break;
  }
  return found;
}
