import type { KindStatus, RelistReason, WatchRestartReason } from '../contract/vocabulary.ts';
import { resourceLabel, type KindName } from '../model/kinds.ts';
import type { Observed } from '../model/object.ts';
import type { ApiClient, WatchEnd } from './api-client.ts';
import { createBackoff, jittered, sleep, untilAborted } from './backoff.ts';
import { listedChangeTime, listMoment, type WatchEventType } from './change-time.ts';
import { isRecord } from '../model/record.ts';
import { failureOfStatus, isGone, isThrottled, type ApiFailure } from './failure.ts';
import type { Share } from '../normalize/share.ts';
import { createIntake } from './intake.ts';
import { createStatusKeeper } from './kind-status.ts';
import { listPages, type Target } from './list-pages.ts';
import type { IngestLog } from './log.ts';
import { missingPermission, type NeededVerb } from './permission.ts';
import type { Semaphore } from './semaphore.ts';
import type { ClusterSink, IngestTelemetry } from './sink.ts';
import type { Standing } from './survey.ts';
import type { Timings } from './timings.ts';

/** Keeps one kind of one cluster in step with the API. */
export interface Reflector {
  run(signal: AbortSignal): Promise<void>;
  /** Takes what discovery and preflight found last. */
  stand(standing: Standing): void;
  /** Reads everything again. */
  relist(reason: RelistReason): void;
}

export interface ReflectorDeps {
  readonly kind: KindName;
  readonly api: ApiClient;
  readonly sink: ClusterSink;
  readonly telemetry: IngestTelemetry;
  readonly log: IngestLog;
  readonly lists: Semaphore;
  readonly share: Share;
  readonly clock: () => number;
  readonly random: () => number;
  readonly timings: Timings;
  readonly answersForPods: (kind: KindName) => boolean;
  /** A served path answered 404: discovery should look again. */
  readonly rediscover: () => Promise<void>;
  readonly statusChanged: (kind: KindName, status: KindStatus) => void;
  /** The API answers again after it did not: it may be another version, or another cluster. */
  readonly recovered: () => void;
}

/** Failed watches in a row, with the API answering, after which the resume version itself is suspected. */
const mostResumes = 5;

/**
 * List, then watch from there, for ever. An outage, a refusal or half a list changes nothing in the sink but the
 * status: objects leave it only by a DELETED event or a list that was read to its end.
 */
export function createReflector(deps: ReflectorDeps, first: Standing): Reflector {
  const { kind, api, sink, telemetry, log, clock, random, timings } = deps;
  const resource = resourceLabel(kind);
  const intake = createIntake(deps);
  const status = createStatusKeeper({ ...deps, staleAfterMs: timings.staleAfterMs });
  const backoff = createBackoff(timings.retryFirstMs, timings.retryLongestMs, random);

  let standing = first;
  /** Interrupts whatever the loop is doing, so that it looks at `standing` and `cursor` again. */
  let turn = new AbortController();
  /** Version to watch from; undefined when everything must be read first. */
  let cursor: string | undefined;
  let listFor: RelistReason = 'initial';
  let completeUntil = 0;
  let failedResumes = 0;
  let troubled = false;
  const gaps = new Set<NeededVerb>();

  function inTouch() {
    status.inTouch();
    if (troubled) deps.recovered();
    troubled = false;
  }

  function permitted(verb: NeededVerb) {
    if (gaps.delete(verb)) telemetry.permissionGap(resource, verb, false);
  }

  function readAgain(why: RelistReason) {
    if (cursor !== undefined) listFor = why;
    cursor = undefined;
  }

  async function list(target: Target, signal: AbortSignal): Promise<void> {
    const reading = listFor;
    const startedAt = clock();
    const lastHeardAt = status.heardAt ?? startedAt;
    let kept: Observed[] = [];
    let oldestChange: number | undefined;
    const read = () =>
      listPages(
        {
          api,
          resource,
          target,
          begin() {
            kept = [];
            oldestChange = undefined;
          },
          take(raw) {
            const changedAt = listedChangeTime(raw, api.skewMs(), lastHeardAt);
            const observed = intake.admit(raw);
            if (observed === undefined) return;
            kept.push(observed);
            if (changedAt !== undefined) oldestChange = Math.min(oldestChange ?? Infinity, changedAt);
          },
          page: () => status.heard(clock()),
        },
        signal,
      );
    const answer = await deps.lists.run(
      () => telemetry.traced('list', { 'plumbline.resource': resource }, read),
      signal,
    );
    if (answer === undefined || signal.aborted) return;
    if (!answer.ok) return recover('list', answer.failure, signal);
    permitted('list');
    cursor = answer.value.resourceVersion;
    completeUntil = startedAt;
    failedResumes = 0;
    intake.listed(kept);
    sink.replaced(kind, kept, listMoment(clock(), reading, oldestChange));
    telemetry.relisted(resource, reading);
    inTouch();
    status.set('synced');
    log.info({ kind, objects: kept.length, pages: answer.value.pages, reason: reading }, 'kind listed');
  }

  async function watch(target: Target, from: string, signal: AbortSignal): Promise<void> {
    const timeoutSeconds = Math.round(timings.watchSeconds * (1 + random()));
    const query = { watch: true, allowWatchBookmarks: true, resourceVersion: from, timeoutSeconds };
    let openedAt: number | undefined;
    let failure: ApiFailure | undefined;
    let unreadable: string | undefined;

    const end = await api.watch(
      { verb: 'watch', resource, path: target.path, query },
      {
        opened() {
          openedAt = clock();
          permitted('watch');
          status.heard(openedAt);
          inTouch();
        },
        event(event) {
          if (signal.aborted) return false;
          const { type, object } = isRecord(event) ? event : {};
          if (!isRecord(object) || typeof type !== 'string') return ((unreadable = 'an event without object'), false);
          if (type === 'ERROR') return ((failure = failureOfStatus(object, undefined)), false);
          accept(type, object, target);
          backoff.reset();
          failedResumes = 0;
          return true;
        },
        unreadable(why) {
          unreadable = why;
          return false;
        },
      },
      signal,
    );
    if (signal.aborted) return;
    status.outOfTouch(end.why === 'failed' ? end.failure.message : 'the watch ended');
    if (unreadable !== undefined) return missed(unreadable, signal);
    if (failure !== undefined) return recover('watch', failure, signal);
    if (end.why === 'failed') return recover('watch', end.failure, signal);
    return resume(end.why, openedAt ?? clock(), signal);
  }

  function accept(type: string, object: Record<string, unknown>, target: Target) {
    const receivedAt = clock();
    status.heard(receivedAt);
    const version = isRecord(object['metadata']) ? object['metadata']['resourceVersion'] : undefined;
    if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') {
      object['apiVersion'] ??= target.apiVersion;
      intake.apply(type satisfies WatchEventType, object, { receivedAt, skewMs: api.skewMs(), completeUntil });
    } else if (type === 'BOOKMARK') completeUntil = receivedAt;
    if (typeof version === 'string' && version !== '') cursor = version;
  }

  /** What a lost event did is unknown; it may have been a deletion. */
  async function missed(what: string, signal: AbortSignal): Promise<void> {
    sink.passedOver('malformed', `${kind}: ${what} on the watch`);
    ended('error');
    readAgain('error');
    await sleep(backoff.next(), signal);
  }

  async function resume(why: Exclude<WatchEnd['why'], 'failed'>, openedAt: number, signal: AbortSignal): Promise<void> {
    ended(why === 'idle' ? 'idle' : 'eof');
    if (why === 'idle') sink.lost(`${resource}: nothing on the watch for too long`);
    // A server or proxy that accepts watches and drops them must not be asked in a tight loop.
    const lasted = clock() - openedAt;
    if (lasted < timings.retryFirstMs) return sleep(backoff.next(), signal);
    if (lasted > timings.retryLongestMs) backoff.reset();
  }

  function ended(why: WatchRestartReason) {
    telemetry.watchRestarted(resource, why);
  }

  async function recover(verb: NeededVerb, failure: ApiFailure, signal: AbortSignal): Promise<void> {
    if (signal.aborted || failure.reason === 'Aborted') return;
    const { code, message } = failure;
    const restarted = (why: WatchRestartReason) => verb === 'watch' && ended(why);
    if (code === undefined) status.unanswered();
    if (code === 403 && status.isRefused(timings.refusalMs)) return refused(verb, signal);
    status.outOfTouch(message);
    if (isGone(failure)) {
      restarted('gone');
      readAgain('gone');
      // A compaction ends many watches at once: they must not all list in the same moment.
      return sleep(backoff.next(), signal);
    }
    log.warn({ kind, verb, code, reason: failure.reason, error: message }, 'request to the API failed');
    if (isThrottled(failure)) {
      restarted('throttled');
      const waitMs = Math.max((failure.retryAfterMs ?? 0) * (1 + random() / 5), backoff.next());
      sink.lost(`${resource}: the API asks for less (${code})`);
      telemetry.throttled(waitMs / 1000);
      return sleep(waitMs, signal);
    }
    restarted('error');
    troubled = true;
    if (code === 404) await deps.rediscover();
    else sink.lost(`${resource}: ${message}`);
    // Proxies and load balancers say 502 and above; the API server itself says the rest.
    if (verb === 'watch' && code !== undefined && code !== 401 && code !== 403 && code < 502) {
      failedResumes += 1;
      if (failedResumes >= mostResumes) readAgain('error');
    }
    await sleep(backoff.next(), signal);
  }

  async function refused(verb: NeededVerb, signal: AbortSignal): Promise<void> {
    if (verb === 'watch') ended('error');
    gaps.add(verb);
    telemetry.permissionGap(resource, verb, true);
    forbid(missingPermission(kind, [verb]));
    await sleep(jittered(timings.forbiddenRetryMs, random), signal);
  }

  function forbid(why: string) {
    readAgain('permission');
    status.set('forbidden', why);
  }

  /** A successful discovery without the kind is a complete answer: nothing of it is left. */
  function absent() {
    if (status.heardAt !== undefined) {
      intake.listed([]);
      sink.replaced(kind, [], { receivedAt: clock(), skipped: 'no_timestamp', path: 'relist' });
    }
    readAgain('scheduled');
    status.set('absent');
  }

  async function step(signal: AbortSignal): Promise<void> {
    const { target, missing } = standing;
    if (target === undefined) {
      if (status.current !== 'absent') absent();
      return untilAborted(signal);
    }
    if (missing.length > 0) {
      forbid(missingPermission(kind, missing));
      return untilAborted(signal);
    }
    return cursor === undefined ? list(target, signal) : watch(target, cursor, signal);
  }

  return {
    async run(signal) {
      const stop = () => turn.abort();
      signal.addEventListener('abort', stop, { once: true });
      try {
        while (!signal.aborted) {
          turn = new AbortController();
          await step(turn.signal);
        }
      } finally {
        status.rest();
        signal.removeEventListener('abort', stop);
      }
    },
    stand(next) {
      const same = next.target?.path === standing.target?.path && next.missing.join() === standing.missing.join();
      standing = next;
      if (same) return;
      readAgain(next.target === undefined ? 'scheduled' : 'permission');
      turn.abort();
    },
    relist(why) {
      readAgain(why);
      turn.abort();
    },
  };
}
