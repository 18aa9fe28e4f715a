import { allKinds } from '../../model/inventory.ts';
import { isInFilesOnly, isReadOnRequest, type KindName } from '../../model/kinds.ts';
import { sleep as realSleep } from '../backoff.ts';
import type { ClusterSink, ClusterSource, Moment } from '../sink.ts';
import type { Snapshot, SnapshotEvent } from './format.ts';
import { readSnapshot } from './read-snapshot.ts';
import { shiftTimes } from './shift-times.ts';

export interface SnapshotSourceDeps {
  /** File to read, or a snapshot that was read already. */
  readonly path: string | Snapshot;
  /** Kinds to deliver; all by default. */
  readonly kinds?: readonly KindName[];
  /** Plays timed events and then stays, as a cluster where nothing changes; otherwise the source ends at once. */
  readonly playEvents: boolean;
  /** Moves all times of the recording so that it was taken at the start of the run; no by default. */
  readonly shiftTimes?: boolean;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Waits this many milliseconds, or less when the signal fires. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const heartbeatMs = 10_000;

/**
 * A recorded cluster as a world of its own. Kinds that the recording could not see stay unseen, and kinds that it never
 * asked for are unseen too. Its `run` throws SnapshotError when the file is not whole.
 */
export function createSnapshotSource(deps: SnapshotSourceDeps): ClusterSource {
  const { path, kinds = allKinds, playEvents, clock, sleep = realSleep } = deps;
  const wanted = new Set<KindName>(kinds);

  /** Waits, reporting contact meanwhile: a recording never grows stale. */
  async function stay(sink: ClusterSink, until: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const now = clock();
      sink.contact(undefined, now);
      if (now >= until) return;
      await sleep(Math.min(heartbeatMs, until - now), signal);
    }
  }

  return {
    async run(sink, signal) {
      const recorded = typeof path === 'string' ? await readSnapshot(path) : path;
      const start = clock();
      const { header, objects, events, passedOver } = deps.shiftTimes ? shiftTimes(recorded, start) : recorded;
      const initial: Moment = { receivedAt: start, skipped: 'initial', path: 'relist' };
      const { id, version, provider } = header.cluster;
      sink.identified({ id, version, provider });
      for (const { reason, detail } of passedOver) sink.passedOver(reason, detail);
      const byKind = Map.groupBy(objects, ({ kind }) => kind);
      for (const kind of wanted) {
        const state = header.kinds[kind];
        if (state === undefined) {
          // What is read only on request was not asked for: that is no gap.
          if (isReadOnRequest(kind) || isInFilesOnly(kind)) continue;
          sink.status(kind, 'forbidden', 'the snapshot does not hold this kind');
          continue;
        }
        sink.replaced(kind, byKind.get(kind) ?? [], initial);
        sink.status(kind, state.status, state.reason);
        if (state.status === 'synced') sink.contact(kind, start);
      }
      if (!playEvents) return;
      for (const event of events) {
        await stay(sink, start + event.at * 1000, signal);
        if (signal.aborted) return;
        if (wanted.has(kindOf(event))) play(sink, event, clock());
      }
      await stay(sink, Infinity, signal);
    },
  };
}

function kindOf(event: SnapshotEvent): KindName {
  if ('put' in event) return event.put.kind;
  return 'remove' in event ? event.remove.kind : event.status.kind;
}

function play(sink: ClusterSink, event: SnapshotEvent, now: number): void {
  const moment: Moment = { receivedAt: now, changedAt: now, path: 'watch' };
  if ('put' in event) sink.put(event.put, moment);
  else if ('remove' in event) sink.removed(event.remove.kind, event.remove.namespace, event.remove.name, moment);
  else sink.status(event.status.kind, event.status.status, event.status.reason);
}
