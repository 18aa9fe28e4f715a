import { isRecord } from '../model/record.ts';
/** Why a request to a cluster did not succeed. Nothing in it is secret; `message` may quote the API server. */
export interface ApiFailure {
  /** HTTP status, or undefined when no answer came. */
  readonly code: number | undefined;
  /** Reason of a Kubernetes Status, or Unreachable, Timeout, TooLarge, Garbled, Credentials, Aborted. */
  readonly reason: string;
  readonly message: string;
  /** How long the API asked us to wait. */
  readonly retryAfterMs?: number;
}

/** An expected outcome of a request: its value, or the failure in words. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: ApiFailure };

const longestMessage = 300;

/** Text from a cluster made safe for a log line: one line, no control characters, bounded. */
export function printable(text: string, longest = longestMessage): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is replaced
  const line = text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest)}…`;
}

/** Reads a Kubernetes Status (any shape survives) that came with this HTTP status or inside an ERROR event. */
export function failureOfStatus(status: unknown, httpCode: number | undefined, retryAfter?: string): ApiFailure {
  const { code, reason, message, details } = isRecord(status) ? status : {};
  const suggested = isRecord(details) ? details['retryAfterSeconds'] : undefined;
  const waitMs = retryAfterMs(retryAfter) ?? (typeof suggested === 'number' ? suggested * 1000 : undefined);
  const known = httpCode ?? (typeof code === 'number' ? code : undefined);
  return {
    code: known,
    reason: typeof reason === 'string' && reason !== '' ? printable(reason) : `HTTP ${known ?? 'unknown'}`,
    message:
      typeof message === 'string' && message !== '' ? printable(message) : `the API answered ${known ?? 'an error'}`,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  };
}

function retryAfterMs(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return header === undefined || header === '' || !Number.isFinite(seconds) || seconds < 0 ? undefined : seconds * 1000;
}

/** Whether the resource version that was asked for is history: only a fresh list helps. */
export function isGone({ code, reason, message }: ApiFailure): boolean {
  // After a restore of etcd the server's versions are older than ours; it reports a timeout that never ends.
  return code === 410 || reason === 'Expired' || reason === 'Gone' || /too large resource version/i.test(message);
}

/** Whether the API asked for less: 429, or 503 with or without Retry-After. */
export function isThrottled({ code }: ApiFailure): boolean {
  return code === 429 || code === 503;
}
