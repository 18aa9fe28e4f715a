import type { KubeObject, ObjectMeta } from '../../model/object.ts';
import { isRecord } from '../../model/record.ts';
import type { Snapshot, SnapshotEvent } from './format.ts';

/**
 * The same snapshot as if it had been taken at `to`, in milliseconds since the epoch: the times of its objects move
 * along, so that they have the age that they had. One without a readable `takenAt` stays as it is.
 */
export function shiftTimes(snapshot: Snapshot, to: number): Snapshot {
  const by = to - Date.parse(snapshot.header.takenAt);
  if (Number.isNaN(by)) return snapshot;
  return {
    ...snapshot,
    header: { ...snapshot.header, takenAt: new Date(to).toISOString() },
    objects: snapshot.objects.map(({ object, ...rest }) => ({ ...rest, object: shifted(object, by) })),
    events: snapshot.events.map((event) => shiftedEvent(event, by)),
  };
}

function shiftedEvent(event: SnapshotEvent, by: number): SnapshotEvent {
  if (!('put' in event)) return event;
  return { at: event.at, put: { kind: event.put.kind, object: shifted(event.put.object, by) } };
}

function shifted(object: KubeObject, by: number): KubeObject {
  const { creationTimestamp, deletionTimestamp, managers } = object.metadata;
  const metadata: ObjectMeta = {
    ...object.metadata,
    ...(creationTimestamp !== undefined && { creationTimestamp: moved(creationTimestamp, by) }),
    ...(deletionTimestamp !== undefined && { deletionTimestamp: moved(deletionTimestamp, by) }),
    ...(managers && {
      managers: managers.map((manager) =>
        manager.time === undefined ? manager : { ...manager, time: moved(manager.time, by) },
      ),
    }),
  };
  return { ...object, metadata, ...withTimeMoved(object, 'status', by), ...withTimeMoved(object, 'certificate', by) };
}

const ends = ['notBefore', 'notAfter'];

/** From when until when a certificate is valid, which is told of cert-manager's and of those in Secrets. */
function withTimeMoved(object: KubeObject, field: string, by: number): Record<string, unknown> {
  const held = object[field];
  if (!isRecord(held) || !ends.some((end) => typeof held[end] === 'string')) return {};
  const times = ends.flatMap((end) => (typeof held[end] === 'string' ? [[end, moved(held[end], by)]] : []));
  return { [field]: { ...held, ...Object.fromEntries(times) } };
}

/** Times that cannot be read, or that would leave the range of dates, stay as they are. */
function moved(time: string, by: number): string {
  const date = new Date(Date.parse(time) + by);
  return Number.isNaN(date.getTime()) ? time : date.toISOString().replace(/\.\d+Z$/, 'Z');
}
