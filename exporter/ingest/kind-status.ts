import type { KindStatus } from '../contract/vocabulary.ts';
import type { KindName } from '../model/kinds.ts';
import type { ClusterSink } from './sink.ts';

/** What the sink was last told of a kind, and the clock that turns silence into staleness. */
export interface StatusKeeper {
  readonly current: KindStatus;
  /** When the API last answered for this kind; undefined before it did. */
  readonly heardAt: number | undefined;
  set(status: KindStatus, reason?: string): void;
  heard(at: number): void;
  /** A list was read or a watch is open: what we know is current. */
  inTouch(): void;
  /** No watch is open: unless that changes in time, what we know is stale. */
  outOfTouch(why: string): void;
  /** Whether a refusal is to be believed: what could be read is refused by mistake while an API server starts. */
  isRefused(afterMs: number): boolean;
  /** The API did not answer: refusals of the server that was there before say nothing of the one that comes back. */
  unanswered(): void;
  /** Stops the clock. */
  rest(): void;
}

export interface StatusKeeperDeps {
  readonly kind: KindName;
  readonly sink: ClusterSink;
  readonly clock: () => number;
  readonly staleAfterMs: number;
  readonly statusChanged: (kind: KindName, status: KindStatus) => void;
}

/** Starts as pending; tells the sink only what is new. */
export function createStatusKeeper({ kind, sink, clock, staleAfterMs, statusChanged }: StatusKeeperDeps): StatusKeeper {
  let current: KindStatus = 'pending';
  let reason: string | undefined;
  let heardAt: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastWhy = '';
  let refusedSince: number | undefined;

  function rest() {
    clearTimeout(timer);
    timer = undefined;
  }

  function set(status: KindStatus, why?: string) {
    if (status !== 'synced') rest();
    if (status === current && why === reason) return;
    [current, reason] = [status, why];
    sink.status(kind, status, why);
    statusChanged(kind, status);
  }

  return {
    get current() {
      return current;
    },
    get heardAt() {
      return heardAt;
    },
    set,
    rest,
    heard(at) {
      heardAt = at;
      refusedSince = undefined;
      sink.contact(kind, at);
    },
    isRefused(afterMs) {
      if (current !== 'synced' && current !== 'stale') return true;
      refusedSince ??= clock();
      return clock() - refusedSince >= afterMs;
    },
    unanswered() {
      refusedSince = undefined;
    },
    inTouch() {
      rest();
      if (current === 'stale') set('synced');
    },
    outOfTouch(why) {
      lastWhy = why;
      if (current !== 'synced' || timer !== undefined) return;
      const now = clock();
      const left = staleAfterMs - (now - (heardAt ?? now));
      const stale = () => set('stale', `not watched for ${Math.round(staleAfterMs / 1000)} s: ${lastWhy}`);
      timer = setTimeout(stale, Math.max(0, left));
    },
  };
}
