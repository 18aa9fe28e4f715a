import type { RelistReason } from '../contract/vocabulary.ts';
import { isRecord } from '../model/record.ts';
import type { Moment } from './sink.ts';

export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED';

export interface Arrival {
  /** Milliseconds on our clock. */
  readonly receivedAt: number;
  /** How far the API server's clock is ahead of ours. */
  readonly skewMs: number;
  /** Our time up to which every change is known to have been delivered: the last list or bookmark. */
  readonly completeUntil: number;
}

/** Times in the API are cut to the second: on average half a second is missing. */
const truncationMs = 500;
/** What truncation, smoothing of the skew and delivery between two events can add up to. */
const toleranceMs = 2000;

/**
 * When the change behind a watch event happened, from what the API server wrote into the raw object. A time that
 * cannot be that of this change is left out with the reason.
 */
export function momentOf(type: WatchEventType, raw: unknown, arrival: Arrival): Moment {
  const { receivedAt, skewMs, completeUntil } = arrival;
  const moment = { receivedAt, path: 'watch' as const };
  const times = timesOf(raw);
  const stamped = type === 'DELETED' ? deletedAt(raw, times.changed) : times.changed;
  if (stamped === undefined) return { ...moment, skipped: 'no_timestamp' };
  const changedAt = stamped + truncationMs - skewMs;
  const onlyStatus = type === 'MODIFIED' && times.status > stamped;
  if (onlyStatus || changedAt < completeUntil - toleranceMs) return { ...moment, skipped: 'too_old' };
  if (changedAt > receivedAt + toleranceMs) return { ...moment, skipped: 'negative' };
  return { ...moment, changedAt: Math.min(changedAt, receivedAt) };
}

/** Our time of the last change to a listed object beside its status, if that was surely after `since`. */
export function listedChangeTime(raw: unknown, skewMs: number, since: number): number | undefined {
  const { changed = -Infinity } = timesOf(raw);
  return changed - skewMs > since ? changed + truncationMs - skewMs : undefined;
}

/** A list says what is there, not when it came; the oldest change that it brings stands for all of them. */
export function listMoment(receivedAt: number, reason: RelistReason, oldestChange: number | undefined): Moment {
  if (reason === 'initial') return { receivedAt, skipped: 'initial', path: 'relist' };
  if (oldestChange === undefined) return { receivedAt, skipped: 'no_timestamp', path: 'relist' };
  return { receivedAt, changedAt: Math.min(oldestChange, receivedAt), path: 'relist' };
}

/** Last changes by server time (ms): of the object itself, and of its subresources (-Infinity when never). */
function timesOf(raw: unknown): { changed: number | undefined; status: number } {
  const metadata = isRecord(raw) && isRecord(raw['metadata']) ? raw['metadata'] : {};
  let changed = timeOf(metadata['creationTimestamp']) ?? -Infinity;
  let status = -Infinity;
  const managed: unknown = metadata['managedFields'];
  for (const entry of Array.isArray(managed) ? (managed as unknown[]) : []) {
    if (!isRecord(entry)) continue;
    const time = timeOf(entry['time']) ?? -Infinity;
    if (entry['subresource'] === undefined || entry['subresource'] === '') changed = Math.max(changed, time);
    else status = Math.max(status, time);
  }
  return { changed: changed === -Infinity ? undefined : changed, status };
}

/** The API writes when deletion is due, not when it was asked for; a finalizer's removal comes later still. */
function deletedAt(raw: unknown, changed: number | undefined): number | undefined {
  const metadata = isRecord(raw) && isRecord(raw['metadata']) ? raw['metadata'] : {};
  const due = timeOf(metadata['deletionTimestamp']);
  if (due === undefined) return undefined;
  const grace = metadata['deletionGracePeriodSeconds'];
  return Math.max(due - (typeof grace === 'number' ? grace * 1000 : 0), changed ?? -Infinity);
}

function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
}
