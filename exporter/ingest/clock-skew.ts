/** The API server's clock compared with ours. */
export interface ClockSkew {
  /** Takes the Date header of a response whose request left and whose headers arrived at these times (ms). */
  sample(date: string | undefined, sentAt: number, answeredAt: number): number | undefined;
  /** Milliseconds that the server's clock is ahead of ours; 0 until the first sample. */
  readonly ms: number;
}

const weight = 0.2;
const slowestRoundTripMs = 2000;
/** The header has whole seconds: on average it says half a second too little. */
const truncationMs = 500;

/** Smooths the difference between Date headers and the middle of the round trip; slow answers tell nothing. */
export function createClockSkew(): ClockSkew {
  let smoothed: number | undefined;
  return {
    sample(date, sentAt, answeredAt) {
      const server = date === undefined ? NaN : Date.parse(date);
      if (Number.isNaN(server) || answeredAt - sentAt > slowestRoundTripMs) return undefined;
      const difference = server + truncationMs - (sentAt + answeredAt) / 2;
      smoothed = smoothed === undefined ? difference : smoothed + weight * (difference - smoothed);
      return smoothed;
    },
    get ms() {
      return smoothed ?? 0;
    },
  };
}
