/** A range of time in seconds since the epoch, and the step of its samples. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** Prometheus refuses queries with more steps than this. */
const mostSteps = 11_000;

/** What a query asks its interval from. */
export interface IntervalWish {
  /** Seconds of what the panel can draw apart. */
  readonly interval: number;
  /** Seconds between scrapes, from the settings of the data source. */
  readonly scrape: number;
  /** Least seconds, from the query. */
  readonly atLeast?: number;
}

/** The step of a range query, and the range itself moved to multiples of it, so that samples stay where they are from one refresh to the next. */
export function spanOf(from: number, to: number, { interval, scrape, atLeast }: IntervalWish): Span {
  const step = Math.max(interval, atLeast ?? scrape, Math.ceil((to - from) / mostSteps), 1);
  return { start: Math.floor(from / step) * step, end: Math.floor(to / step) * step, step };
}

/** What `$__interval`, `$__rate_interval` and `$__range` stand for, as text and in their variants. */
export function intervalVariables({ step }: Span, scrape: number, range: number): Readonly<Record<string, string>> {
  // Wide enough for four scrapes: rate() needs two samples, one may be late and one may fail.
  const rate = Math.max(step + scrape, 4 * scrape);
  const whole = Math.round(range);
  return {
    __interval: `${step}s`,
    __interval_ms: String(step * 1000),
    __rate_interval: `${rate}s`,
    __rate_interval_ms: String(rate * 1000),
    __range: `${whole}s`,
    __range_s: String(whole),
    __range_ms: String(whole * 1000),
  };
}

/** Seconds of a duration such as `30s`, `1m` or `1h`; undefined when it is none. */
export function secondsOf(duration: string | undefined): number | undefined {
  const found = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration ?? '');
  if (found === null) return undefined;
  return Number(found[1]) * (units[found[2] ?? ''] ?? 1);
}

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };
