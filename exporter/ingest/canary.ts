import { randomUUID } from 'node:crypto';
import type { ApiClient, ApiResponse } from './api-client.ts';
import { createBackoff, jittered, sleep } from './backoff.ts';
import { isRecord } from '../model/record.ts';
import type { Answer, ApiFailure } from './failure.ts';
import { leasesPath, noteAnnotation, noteIn } from './lease-note.ts';
import type { IngestLog } from './log.ts';
import { mayAccess } from './preflight.ts';
import type { ClusterSink, IngestTelemetry } from './sink.ts';
import type { Timings } from './timings.ts';

/**
 * The Lease that only we write, of several replicas the one that leads: the note in it is one per cluster, and two writers
 * would cost each other samples.
 */
export interface CanaryLease {
  readonly namespace: string;
  readonly name: string;
}

export interface CanaryDeps {
  readonly api: ApiClient;
  readonly sink: ClusterSink;
  readonly telemetry: IngestTelemetry;
  readonly log: IngestLog;
  readonly clock: () => number;
  readonly random: () => number;
  readonly timings: Timings;
  readonly lease: CanaryLease;
}

const group = 'coordination.k8s.io';
/** Who does not renew the Lease looks this often whether it is to do so, in milliseconds. */
const standbyMs = 1_000;
/** What keeping our Lease takes. */
export const canaryVerbs = ['get', 'create', 'update', 'watch'] as const;

/**
 * Renews a Lease and times its return on the watch: proof that the stream is alive when nothing changes, on one clock.
 * With each renewal goes what the sink wants kept there. Who does not renew it follows what others keep there, since it
 * may be the next. Without the permission it stays off, says so once, and looks again when permissions are checked.
 */
export async function runCanary(deps: CanaryDeps, signal: AbortSignal): Promise<void> {
  let complained = false;
  while (!signal.aborted) {
    const missing = await missingVerbs(deps, signal);
    if (missing.length === 0) {
      complained = false;
      await sing(deps, signal);
    } else if (!complained && !signal.aborted) {
      complained = true;
      const { namespace, name } = deps.lease;
      deps.log.info(
        { lease: `${namespace}/${name}`, missing },
        'no watch canary, and no baseline that outlives the store: permission is missing',
      );
    }
    await sleep(jittered(deps.timings.preflightMs, deps.random), signal);
  }
}

async function missingVerbs({ api, telemetry, lease }: CanaryDeps, signal: AbortSignal): Promise<string[]> {
  const missing: string[] = [];
  for (const verb of canaryVerbs) {
    // A name cannot be asked about before the object exists.
    const name = verb === 'create' ? {} : { name: lease.name };
    const access = { group, resource: 'leases', verb, namespace: lease.namespace, ...name };
    const allowed = (await mayAccess(api, access, signal)) ?? false;
    if (signal.aborted) return [];
    telemetry.permissionGap('leases', verb, !allowed);
    if (!allowed) missing.push(verb);
  }
  return missing;
}

/** Renews and watches until `signal` fires or the API server forbids it. */
async function sing(deps: CanaryDeps, signal: AbortSignal): Promise<void> {
  const { clock } = deps;
  const forbidden = new AbortController();
  const stop = () => forbidden.abort();
  if (signal.aborted) return;
  signal.addEventListener('abort', stop, { once: true });
  const holder = `plumbline-${randomUUID()}`;
  const sent = new Map<string, number>();
  const heard = (lease: Record<string, unknown>) => {
    const spec = isRecord(lease['spec']) ? lease['spec'] : {};
    const renewed = String(spec['renewTime']);
    if (spec['holderIdentity'] !== holder) {
      const note = noteIn(lease);
      if (note !== undefined) deps.sink.note?.found(note);
      return;
    }
    if (!sent.has(renewed)) return;
    // A watch that was away shows only the newest renewal: it was blind since the oldest that it missed.
    const [oldest = clock()] = sent.values();
    for (const earlier of sent.keys()) {
      sent.delete(earlier);
      if (earlier === renewed) break;
    }
    deps.sink.canary(Math.max(0, clock() - oldest) / 1000);
  };
  try {
    await Promise.all([renew(deps, holder, sent, forbidden), listen(deps, heard, forbidden)]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function renew(
  { api, sink, clock, random, timings, lease, log }: CanaryDeps,
  holder: string,
  sent: Map<string, number>,
  end: AbortController,
): Promise<void> {
  const collection = leasesPath(lease);
  const path = `${collection}/${lease.name}`;
  let resourceVersion: string | undefined;
  let there: string | undefined;
  let count = 0;
  const put = async (): Promise<Answer<ApiResponse>> => {
    if (resourceVersion === undefined) {
      const found = await api.request({ verb: 'get', resource: 'leases', path }, end.signal);
      if (!found.ok && found.failure.code !== 404) return found;
      resourceVersion = found.ok ? versionOf(found.value.body) : undefined;
      there = found.ok ? noteIn(found.value.body) : undefined;
      if (there !== undefined) sink.note?.found(there);
    }
    // The count makes every renewal unique, even when the clock stands still.
    const renewTime = `${new Date(clock()).toISOString().slice(0, -1)}${String(count++ % 1000).padStart(3, '0')}Z`;
    const note = sink.note?.kept() ?? there;
    const body = {
      apiVersion: `${group}/v1`,
      kind: 'Lease',
      metadata: {
        name: lease.name,
        namespace: lease.namespace,
        ...(resourceVersion && { resourceVersion }),
        ...(note !== undefined && { annotations: { [noteAnnotation]: note } }),
      },
      spec: { holderIdentity: holder, renewTime, leaseDurationSeconds: Math.ceil((timings.canaryMs * 2) / 1000) },
    };
    sent.set(renewTime, clock());
    const answer = await (resourceVersion === undefined
      ? api.request({ verb: 'create', resource: 'leases', path: collection, body }, end.signal)
      : api.request({ verb: 'update', resource: 'leases', path, body }, end.signal));
    if (answer.ok) there = note;
    else sent.delete(renewTime);
    return answer;
  };

  while (!end.signal.aborted) {
    if (sink.renewsLease === false) {
      // Another writes it meanwhile: what is there is read again, and an old renewal has nothing more to time.
      resourceVersion = undefined;
      sent.clear();
      await sleep(jittered(Math.min(standbyMs, timings.canaryMs), random), end.signal);
      continue;
    }
    const answer = await put();
    resourceVersion = answer.ok ? versionOf(answer.value.body) : undefined;
    if (!answer.ok && !end.signal.aborted) {
      log.warn({ code: answer.failure.code, reason: answer.failure.reason }, 'the canary lease was not renewed');
      if (isForbidden(answer.failure)) return end.abort();
    }
    await sleep(jittered(timings.canaryMs, random), end.signal);
  }
}

async function listen(
  { api, random, timings, lease }: CanaryDeps,
  heard: (lease: Record<string, unknown>) => void,
  end: AbortController,
): Promise<void> {
  const backoff = createBackoff(timings.retryFirstMs, timings.retryLongestMs, random);
  const query = {
    watch: true,
    fieldSelector: `metadata.name=${lease.name}`,
    timeoutSeconds: Math.round(timings.watchSeconds * (1 + random())),
  };
  const path = leasesPath(lease);
  while (!end.signal.aborted) {
    const ended = await api.watch(
      { verb: 'watch', resource: 'leases', path, query },
      {
        opened: () => backoff.reset(),
        event(event) {
          if (isRecord(event) && isRecord(event['object'])) heard(event['object']);
          return true;
        },
        unreadable: () => false,
      },
      end.signal,
    );
    if (ended.why === 'failed' && isForbidden(ended.failure)) return end.abort();
    await sleep(backoff.next(), end.signal);
  }
}

function isForbidden({ code }: ApiFailure): boolean {
  return code === 403;
}

function versionOf(body: unknown): string | undefined {
  const metadata = isRecord(body) && isRecord(body['metadata']) ? body['metadata'] : {};
  return typeof metadata['resourceVersion'] === 'string' ? metadata['resourceVersion'] : undefined;
}
