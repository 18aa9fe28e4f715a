const minuteMs = 60_000;
const dayMs = 86_400_000;

/** A day of the calendar, without a time zone. */
export interface LocalDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** A time zone of the IANA database, with its daylight saving. */
export interface Zone {
  readonly name: string;
  /** The day that it is there. */
  readonly dayAt: (at: number) => LocalDay;
  /**
   * When a clock there shows a time of a day, in milliseconds since the epoch. A time that occurs twice means the first
   * of the two; one that is skipped means as much later as clocks are put forward, as RFC 5545 has it.
   */
  readonly momentOf: (day: LocalDay, minutes: number) => number;
}

/** The zone with a name such as `Europe/Berlin` or `UTC`; undefined where there is none. */
export function zoneOf(name: string): Zone | undefined {
  const format = formatOf(name);
  if (format === undefined) return undefined;

  /** What a clock there shows, as if it were UTC; whole minutes. */
  function shownAt(at: number): number {
    const parts = Object.fromEntries(format?.formatToParts(at).map(({ type, value }) => [type, Number(value)]) ?? []);
    const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN } = parts;
    return Date.UTC(year, month - 1, day, hour, minute);
  }
  const offsetAt = (at: number): number => shownAt(at) - Math.floor(at / minuteMs) * minuteMs;

  return {
    name,
    dayAt: (at) => dayOf(shownAt(at)),
    momentOf({ year, month, day }, minutes) {
      const shown = Date.UTC(year, month - 1, day, 0, minutes);
      // Offsets of the day before and of the day after are all that can hold: no zone changes twice within two days.
      const before = shown - offsetAt(shown - dayMs);
      const after = shown - offsetAt(shown + dayMs);
      const meant = [before, after].filter((at) => shownAt(at) === shown);
      return meant.length === 0 ? before : Math.min(...meant);
    },
  };
}

/** The day so many days later. */
export function plusDays({ year, month, day }: LocalDay, days: number): LocalDay {
  return dayOf(Date.UTC(year, month - 1, day + days));
}

/** Day of the week, 0 for Sunday. */
export function weekdayOf({ year, month, day }: LocalDay): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

function dayOf(shown: number): LocalDay {
  const date = new Date(shown);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  // Offsets such as +02:00 are taken as well, and know no daylight saving: whoever means a place has to name it.
  if (!/^(?:UTC|[A-Z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)+)$/.test(timeZone)) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
