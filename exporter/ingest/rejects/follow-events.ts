import { isRecord } from '../../model/record.ts';
import type { RejectSink } from '../../model/reject.ts';
import type { ApiClient } from '../api-client.ts';
import { createBackoff, jittered, sleep } from '../backoff.ts';
import { failureOfStatus, isGone, isThrottled, type ApiFailure } from '../failure.ts';
import { listPages } from '../list-pages.ts';
import type { IngestLog } from '../log.ts';
import type { NeededVerb } from '../permission.ts';
import type { Semaphore } from '../semaphore.ts';
import type { IngestTelemetry } from '../sink.ts';
import type { Timings } from '../timings.ts';
import { rejectEventSelector, rejectOfEvent } from './event.ts';

export interface FollowEventsDeps {
  readonly api: ApiClient;
  readonly rejects: RejectSink;
  readonly telemetry: IngestTelemetry;
  readonly log: IngestLog;
  readonly lists: Semaphore;
  readonly clock: () => number;
  readonly random: () => number;
  readonly timings: Timings;
}

const resource = 'events';
const path = '/api/v1/events';
/** Failed watches in a row after which the version to resume from is itself suspected. */
const mostResumes = 5;

/**
 * Reads Warning Events for denials by admission until the signal fires: list, then watch from there. Events are looked
 * at and let go, so a reflector would be too much: nothing is held, deletions mean nothing, and a cluster is no less
 * watched when they cannot be read. API servers keep no cache of Events and send no bookmarks for them, so a silent
 * watch is normal, and a version that is too old by then means one more list.
 */
export async function followRejectEvents(deps: FollowEventsDeps, signal: AbortSignal): Promise<void> {
  const { api, rejects, telemetry, log, lists, clock, random, timings } = deps;
  const backoff = createBackoff(timings.retryFirstMs, timings.retryLongestMs, random);
  let cursor: string | undefined;
  let failedResumes = 0;
  const denied = new Set<NeededVerb>();

  function take(raw: unknown) {
    const reject = rejectOfEvent(raw, api.skewMs());
    if (reject !== undefined) rejects.seen(reject);
  }

  function readable(verb: NeededVerb) {
    denied.delete(verb);
    telemetry.permissionGap(resource, verb, false);
    if (denied.size === 0) rejects.readable('event', undefined);
  }

  async function failed(verb: NeededVerb, failure: ApiFailure): Promise<void> {
    const { code, reason, message, retryAfterMs = 0 } = failure;
    if (signal.aborted) return;
    if (isGone(failure)) {
      cursor = undefined;
      return sleep(backoff.next(), signal);
    }
    if (code === 403) {
      denied.add(verb);
      telemetry.permissionGap(resource, verb, true);
      rejects.readable('event', missingPermission);
      return sleep(jittered(timings.forbiddenRetryMs, random), signal);
    }
    log.warn({ kind: 'Event', verb, code, reason, error: message }, 'request to the API failed');
    rejects.readable('event', message);
    if (verb === 'watch' && ++failedResumes >= mostResumes) cursor = undefined;
    const waitMs = Math.max(retryAfterMs, backoff.next());
    if (isThrottled(failure)) telemetry.throttled(waitMs / 1000);
    await sleep(waitMs, signal);
  }

  async function list(): Promise<void> {
    const target = { path, apiVersion: 'v1' };
    const pages = { api, resource, target, fieldSelector: rejectEventSelector, begin() {}, take, page() {} };
    const answer = await lists.run(
      () => telemetry.traced('list', { 'plumbline.resource': resource }, () => listPages(pages, signal)),
      signal,
    );
    if (answer === undefined || signal.aborted) return;
    if (!answer.ok) return failed('list', answer.failure);
    cursor = answer.value.resourceVersion;
    failedResumes = 0;
    readable('list');
  }

  async function watch(resourceVersion: string): Promise<void> {
    const timeoutSeconds = Math.round(timings.watchSeconds * (1 + random()));
    const query = { watch: true, resourceVersion, timeoutSeconds, fieldSelector: rejectEventSelector };
    let ended: ApiFailure | undefined;
    const openedAt = clock();
    const end = await api.watch(
      { verb: 'watch', resource, path, query },
      {
        opened: () => readable('watch'),
        event(event) {
          const { type, object } = isRecord(event) ? event : {};
          if (type === 'ERROR') return ((ended = failureOfStatus(object, undefined)), false);
          if (!isRecord(object)) return true;
          // A deleted Event has only reached the end of its time.
          if (type === 'ADDED' || type === 'MODIFIED') take(object);
          const version = isRecord(object['metadata']) ? object['metadata']['resourceVersion'] : undefined;
          if (typeof version === 'string' && version !== '') cursor = version;
          backoff.reset();
          failedResumes = 0;
          return true;
        },
        // One event that cannot be read costs one look at a retry; the next one is as good.
        unreadable: () => true,
      },
      signal,
    );
    if (ended !== undefined) return failed('watch', ended);
    if (end.why === 'failed') return failed('watch', end.failure);
    // A proxy that accepts watches and drops them must not be asked in a tight loop.
    if (clock() - openedAt < timings.retryFirstMs) await sleep(backoff.next(), signal);
  }

  while (!signal.aborted) await (cursor === undefined ? list() : watch(cursor));
}

const missingPermission =
  'not allowed to list and watch events in all namespaces: add the rule ' +
  '{apiGroups: [""], resources: ["events"], verbs: ["get", "list", "watch"]} to the exporter\'s ClusterRole, ' +
  'or set clusters.read.events to false';
