/** How long ingest waits for what; milliseconds unless named otherwise. */
export interface Timings {
  /** First delay after a failure. */
  readonly retryFirstMs: number;
  readonly retryLongestMs: number;
  /** Between attempts to read a kind that the API server forbids. */
  readonly forbiddenRetryMs: number;
  /** How long a refusal must last before it is believed: an API server that starts refuses what it will allow. */
  readonly refusalMs: number;
  /** Without a watch for so long, what is known of a kind is called stale. */
  readonly staleAfterMs: number;
  /** A watch asks to be ended after once to twice this many seconds. */
  readonly watchSeconds: number;
  readonly rediscoverMs: number;
  readonly preflightMs: number;
  readonly identityMs: number;
  readonly canaryMs: number;
  /** How long a start waits for what our Lease says. */
  readonly noteMs: number;
  /** Between two readings of a probe. */
  readonly probeMs: number;
}

export const defaultTimings: Timings = {
  retryFirstMs: 1000,
  retryLongestMs: 30_000,
  forbiddenRetryMs: 60_000,
  refusalMs: 10_000,
  staleAfterMs: 15 * 60_000,
  watchSeconds: 300,
  rediscoverMs: 5 * 60_000,
  preflightMs: 5 * 60_000,
  identityMs: 60_000,
  canaryMs: 30_000,
  noteMs: 5_000,
  probeMs: 10 * 60_000,
};
