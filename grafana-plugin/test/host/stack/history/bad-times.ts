/** A stretch of time in which a cluster was not good, in seconds since the epoch. */
export interface BadTime {
  readonly from: number;
  /** Infinity while it lasts. */
  readonly to: number;
}

/** Whether a moment lies in one of them. */
export function isBadAt(times: readonly BadTime[], at: number): boolean {
  return times.some(({ from, to }) => from <= at && at < to);
}

/** The share of the seconds before a moment that lies in them, which must not overlap. */
export function badShare(times: readonly BadTime[], at: number, window: number): number {
  const bad = times.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, at) - Math.max(from, at - window)), 0);
  return bad / window;
}
