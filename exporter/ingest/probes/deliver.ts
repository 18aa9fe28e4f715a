import { isDeepStrictEqual } from 'node:util';
import type { KindName } from '../../model/kinds.ts';
import type { KubeObject, Observed } from '../../model/object.ts';
import { createStatusKeeper, type StatusKeeperDeps } from '../kind-status.ts';
import type { ClusterSink, Moment } from '../sink.ts';
import type { Reading } from './probe.ts';

/** How soon to ask again: as usual, when permissions may have changed, or as soon as back-off allows. */
export type Next = 'usual' | 'refused' | 'failed';

/** Hands readings of one kind to a sink: nothing where nothing changed, and otherwise only what did. */
export interface Delivery {
  readonly deliver: (reading: Reading) => Next;
  /** Another cluster answers now: the next reading is the whole content. */
  readonly forget: () => void;
  /** Stops the clock. */
  readonly rest: () => void;
}

export interface DeliveryDeps extends Omit<StatusKeeperDeps, 'statusChanged'> {
  /** How long a refusal of what was read before must last until it is believed; milliseconds. */
  readonly refusalMs: number;
}

/** A delivery to this sink; what is not read again in time grows stale. */
export function createDelivery(deps: DeliveryDeps): Delivery {
  const { kind, sink, clock, refusalMs } = deps;
  const keeper = createStatusKeeper({ ...deps, statusChanged: () => undefined });
  let held: ReadonlyMap<string, KubeObject> | undefined;

  function failed(why: string): Next {
    // What was never read is called so at once: nothing waits for it.
    if (keeper.heardAt === undefined) keeper.set('stale', why);
    else keeper.outOfTouch(why);
    return 'failed';
  }

  return {
    deliver(reading) {
      if ('failure' in reading) return failed(reading.failure);
      if ('status' in reading) {
        if (!keeper.isRefused(refusalMs)) return 'failed';
        if (held !== undefined) sink.replaced(kind, [], seenAt(clock()));
        held = undefined;
        keeper.set(reading.status, reading.reason);
        return reading.status === 'forbidden' ? 'refused' : 'usual';
      }
      held = pass(sink, kind, held, reading.observed, seenAt(clock()));
      keeper.heard(clock());
      keeper.inTouch();
      keeper.set('synced');
      // A reading is true of its own moment and ages from then on.
      keeper.outOfTouch('it was not read again');
      return reading.incomplete === true ? 'refused' : 'usual';
    },
    forget() {
      held = undefined;
    },
    rest: () => keeper.rest(),
  };
}

/** Probes see states: when something became what it is, nobody knows. */
function seenAt(receivedAt: number): Moment {
  return { receivedAt, skipped: 'no_timestamp', path: 'relist' };
}

function pass(
  sink: ClusterSink,
  kind: KindName,
  held: ReadonlyMap<string, KubeObject> | undefined,
  observed: readonly Observed[],
  moment: Moment,
): ReadonlyMap<string, KubeObject> {
  const now = new Map(observed.map(({ object }) => [object.metadata.name, object]));
  if (held === undefined) {
    sink.replaced(kind, observed, moment);
    return now;
  }
  for (const one of observed) {
    if (!isDeepStrictEqual(held.get(one.object.metadata.name), one.object)) sink.put(one, moment);
  }
  for (const name of held.keys()) if (!now.has(name)) sink.removed(kind, '', name, moment);
  return now;
}
