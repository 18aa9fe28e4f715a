const dayMs = 86_400_000;

/**
 * The moment at which a date ends: of a day such as `2026-12-31` its last moment in UTC, of an RFC 3339 time that time
 * itself; milliseconds since the epoch, undefined for anything else.
 */
export function endOf(text: string): number | undefined {
  const at = startOf(text);
  return at !== undefined && isDay(text) ? at + dayMs : at;
}

/** The moment at which a date begins. */
export function startOf(text: string): number | undefined {
  if (!isDay(text) && !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const at = Date.parse(text);
  // Date.parse takes the 30th of February for a day of March.
  const sound = !Number.isNaN(at) && (!isDay(text) || dayOf(at) === text);
  return sound ? at : undefined;
}

/** The day (UTC) of a moment, as `2026-12-31`. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The last day on which something that ends at this moment is in force. */
export function lastDayBefore(end: number): string {
  return dayOf(end - 1);
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text);
}
