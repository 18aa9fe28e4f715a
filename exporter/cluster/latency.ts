import {
  changePaths,
  metrics,
  skippedSampleReasons,
  type ChangePath,
  type SkippedSampleReason,
} from '../contract/index.ts';
import type { Moment } from '../ingest/sink.ts';
import type { HistogramState } from '../publish/posture.ts';

/** Changes older than this say more about an outage before we started than about us; milliseconds. */
const oldest = 24 * 3_600_000;

interface Committed {
  readonly revision: number;
  readonly moments: readonly Moment[];
}

/** Changes remembered while they wait for a commit. */
const mostWaiting = 10_000;

/** A histogram of one label set, in cumulative buckets. */
export class Histogram implements HistogramState {
  readonly bounds: readonly number[];
  readonly buckets: number[];
  sum = 0;
  count = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.buckets = bounds.map(() => 0);
  }

  observe(value: number): void {
    this.bounds.forEach((bound, index) => {
      if (value <= bound) this.buckets[index] = (this.buckets[index] ?? 0) + 1;
    });
    this.sum += value;
    this.count += 1;
  }
}

/** Follows changes from the API server's clock to the snapshot that serves their result (M8). */
export class Latency {
  readonly #byPath = new Map<ChangePath, Histogram>(
    changePaths.map((path) => [path, new Histogram(metrics.changeToResult.buckets)]),
  );
  readonly #skipped = new Map<SkippedSampleReason, number>(skippedSampleReasons.map((reason) => [reason, 0]));
  readonly canary = new Histogram(metrics.watchCanary.buckets);
  /** Seen, not yet evaluated. */
  #arrived: Moment[] = [];
  /** Evaluated and committed, waiting for the snapshot with this revision to be served. */
  #committed: Committed[] = [];

  /** Where nothing can be committed the first changes are kept: they will tell how long the wait was. */
  arrived(moment: Moment): void {
    if (this.#arrived.length < mostWaiting) this.#arrived.push(moment);
  }

  /** Hands over the changes that the evaluation about to start will include. */
  take(): readonly Moment[] {
    const taken = this.#arrived;
    this.#arrived = [];
    return taken;
  }

  /** Takes back what `take` handed over, after an evaluation that could not be committed. */
  giveBack(moments: readonly Moment[]): void {
    this.#arrived = [...moments, ...this.#arrived];
  }

  committed(revision: number, moments: readonly Moment[]): void {
    if (moments.length > 0) this.#committed.push({ revision, moments });
  }

  /** Stops the clocks of all changes up to `revision`; `at` is in milliseconds. */
  served(revision: number, at: number): void {
    const waiting: Committed[] = [];
    for (const entry of this.#committed) {
      if (entry.revision > revision) waiting.push(entry);
      else for (const moment of entry.moments) this.#observe(moment, at);
    }
    this.#committed = waiting;
  }

  histogram(path: ChangePath): HistogramState {
    return this.#byPath.get(path) ?? new Histogram(metrics.changeToResult.buckets);
  }

  skipped(reason: SkippedSampleReason): number {
    return this.#skipped.get(reason) ?? 0;
  }

  /** A change that the clocks put after its own result counts by when it reached us, and as skipped. */
  #observe({ changedAt, receivedAt, skipped, path }: Moment, at: number): void {
    if (skipped !== undefined) this.#skip(skipped);
    // The first list is no change, and what happened long ago (or only to the status) has no result to wait for.
    if (skipped === 'initial' || skipped === 'too_old') return;
    let from = changedAt ?? receivedAt;
    if (at - from > oldest) {
      this.#skip('too_old');
      return;
    }
    if (at < from) {
      this.#skip('negative');
      from = receivedAt;
    }
    this.#byPath.get(path)?.observe(Math.max(0, at - from) / 1000);
  }

  #skip(reason: SkippedSampleReason): void {
    this.#skipped.set(reason, this.skipped(reason) + 1);
  }
}
