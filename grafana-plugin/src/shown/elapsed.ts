const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Between two moments in milliseconds, as one rounded-down number and its unit; what lies ahead counts as no time. */
export function elapsed(from: number, until: number): string {
  const span = until - from;
  if (Number.isNaN(span)) return 'an unknown time';
  if (span < minute) return 'under a minute';
  if (span < hour) return counted(span / minute, 'minute');
  if (span < 2 * day) return counted(span / hour, 'hour');
  if (span < 90 * day) return counted(span / day, 'day');
  if (span < 730 * day) return counted(span / (30.44 * day), 'month');
  return counted(span / (365.25 * day), 'year');
}

/** The same, as said of a moment that has passed. */
export function ago(from: number, now: number): string {
  return now - from < minute ? 'just now' : `${elapsed(from, now)} ago`;
}

/** Until a moment that lies ahead. */
export function until(at: number, now: number): string {
  return at <= now ? 'now' : `in ${elapsed(now, at)}`;
}

function counted(amount: number, unit: string): string {
  const whole = Math.floor(amount);
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}
