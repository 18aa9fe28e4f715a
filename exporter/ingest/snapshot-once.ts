import type { KindStatus } from '../contract/vocabulary.ts';
import { isServedByApi, resourceLabel, type KindName } from '../model/kinds.ts';
import type { Observed } from '../model/object.ts';
import { createShare } from '../normalize/share.ts';
import { createApiClient, type ApiClient } from './api-client.ts';
import { createBackoff, sleep } from './backoff.ts';
import { createOwnerVisibility } from './controlled-pods.ts';
import type { Answer, ApiFailure } from './failure.ts';
import { identify } from './identity.ts';
import { createIntake } from './intake.ts';
import { createNodeRoster } from './kubelets/node-roster.ts';
import { listPages } from './list-pages.ts';
import type { LiveClusterDeps } from './live-cluster.ts';
import { missingPermission } from './permission.ts';
import { readOnceVerbs } from './preflight.ts';
import { probesFor } from './probes/choose.ts';
import type { Probe } from './probes/probe.ts';
import { createSemaphore } from './semaphore.ts';
import type { ClusterSink } from './sink.ts';
import { createSurvey } from './survey.ts';
import { defaultTimings } from './timings.ts';

/** A kind that could not be seen, and why. */
export interface Gap {
  readonly kind: KindName;
  readonly status: KindStatus;
  readonly reason: string;
}

/** The cluster could not be asked at all; the message names context, server, cause and remedy. */
export class ClusterUnreachable extends Error {
  override readonly name = 'ClusterUnreachable';
}

const mostAttempts = 3;
const listsAtOnce = 4;

/**
 * Reads everything once, without watches, and gives what could not be seen. Throws ClusterUnreachable when the cluster
 * does not answer at all, and closes the connection.
 */
export async function snapshotOnce(
  deps: Omit<LiveClusterDeps, 'log'>,
  sink: ClusterSink,
  signal: AbortSignal,
): Promise<Gap[]> {
  try {
    return await readCluster(deps, sink, signal);
  } finally {
    await deps.connection.close();
  }
}

async function readCluster(
  deps: Omit<LiveClusterDeps, 'log'>,
  outer: ClusterSink,
  signal: AbortSignal,
): Promise<Gap[]> {
  const { connection, telemetry, clock, options = {} } = deps;
  const { sink, addresses } = createNodeRoster(outer);
  const kinds = deps.kinds.filter(isServedByApi);
  const api = createApiClient({ connection, telemetry, clock, ...(options.limits && { limits: options.limits }) });
  const survey = createSurvey({ api, telemetry, kinds, verbs: readOnceVerbs, refusalMs: 0 });

  const identity = await patiently(deps, signal, () => identify({ api, connection, configuredId: options.id }, signal));
  if (signal.aborted) return [];
  if (!identity.ok) throw new ClusterUnreachable(unreachable(connection, identity.failure));
  sink.identified(identity.value);
  sink.contact(undefined, clock());
  const discovered = await patiently(deps, signal, () => survey.discover(signal));
  if (!discovered.ok && discovered.failure.code !== 403 && !signal.aborted) {
    throw new ClusterUnreachable(unreachable(connection, discovered.failure));
  }

  // Pods last: by then it is known which controllers can be seen and answer for them.
  const owners = createOwnerVisibility(kinds, survey.standing, () => undefined);
  const lists = createSemaphore(listsAtOnce);
  const share = createShare();
  const read = async (kind: KindName): Promise<Gap | undefined> => {
    const gap = await lists.run(() => readKind(kind), signal);
    owners.statusChanged(kind, gap?.status === 'pending' ? 'forbidden' : (gap?.status ?? 'synced'));
    return gap;
  };
  const readKind = async (kind: KindName): Promise<Gap | undefined> => {
    const { target, missing } = survey.standing(kind);
    const report = (status: KindStatus, reason: string): Gap => {
      sink.status(kind, status, reason);
      return { kind, status, reason };
    };
    if (target === undefined) return report('absent', 'this cluster does not serve it');
    if (missing.length > 0) return report('forbidden', missingPermission(kind, missing));
    const intake = createIntake({ kind, sink, share, answersForPods: owners.answersForPods });
    const listed = await patiently(deps, signal, () => listInto(api, kind, target, intake.admit, sink, clock, signal));
    if (signal.aborted) return undefined;
    if (!listed.ok) {
      const { code, message } = listed.failure;
      if (code === 403) return report('forbidden', missingPermission(kind, ['list']));
      if (code === 404) return report('absent', 'this cluster does not serve it');
      return report('pending', `could not be listed: ${message}`);
    }
    sink.replaced(kind, listed.value, { receivedAt: clock(), skipped: 'initial', path: 'relist' });
    telemetry.relisted(resourceLabel(kind), 'initial');
    sink.status(kind, 'synced');
    return undefined;
  };

  const others = await Promise.all(kinds.filter((kind) => kind !== 'Pod').map(read));
  const pods = kinds.includes('Pod') ? await read('Pod') : undefined;
  // After the lists: some probes go by the objects that are in them.
  const probes = probesFor(deps.kinds, {
    api,
    connection,
    telemetry,
    clock,
    identity: () => identity.value,
    nodes: addresses,
    kubelets: options.kubelets,
  });
  const probed = await Promise.all(probes.map((probe) => readProbe(probe, sink, clock, signal)));
  return [...others, pods, ...probed.flat()].filter((gap) => gap !== undefined);
}

async function readProbe(
  probe: Probe,
  sink: ClusterSink,
  clock: () => number,
  signal: AbortSignal,
): Promise<readonly Gap[]> {
  try {
    const readings = await probe.read(signal);
    if (signal.aborted) return [];
    return readings.flatMap((reading): Gap[] => {
      const { kind } = reading;
      if ('observed' in reading) {
        sink.replaced(kind, reading.observed, { receivedAt: clock(), skipped: 'initial', path: 'relist' });
        sink.status(kind, 'synced');
        return [];
      }
      const [status, reason] =
        'status' in reading ? ([reading.status, reading.reason] as const) : (['pending', reading.failure] as const);
      sink.status(kind, status, reason);
      return [{ kind, status, reason }];
    });
  } finally {
    await probe.close?.();
  }
}

async function listInto(
  api: ApiClient,
  kind: KindName,
  target: { path: string; apiVersion: string },
  admit: (raw: Record<string, unknown>) => Observed | undefined,
  sink: ClusterSink,
  clock: () => number,
  signal: AbortSignal,
): Promise<Answer<Observed[]>> {
  let kept: Observed[] = [];
  const page = () => sink.contact(kind, clock());
  const begin = () => {
    kept = [];
  };
  const take = (raw: Record<string, unknown>) => {
    const observed = admit(raw);
    if (observed !== undefined) kept.push(observed);
  };
  const answer = await listPages({ api, resource: resourceLabel(kind), target, begin, take, page }, signal);
  return answer.ok ? { ok: true, value: kept } : answer;
}

/** Tries a few times: somebody is waiting, and a cluster that is merely busy is worth a second. */
async function patiently<T>(
  { telemetry, random, options }: Omit<LiveClusterDeps, 'log'>,
  signal: AbortSignal,
  ask: () => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const timings = { ...defaultTimings, ...options?.timings };
  const backoff = createBackoff(timings.retryFirstMs, timings.retryLongestMs, random);
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    if (answer.ok || attempt === mostAttempts || signal.aborted) return answer;
    const { code, reason, retryAfterMs } = answer.failure;
    if (code === 403 || code === 404 || reason === 'Credentials') return answer;
    const waitMs = Math.max(retryAfterMs ?? 0, backoff.next());
    if (retryAfterMs !== undefined) telemetry.throttled(waitMs / 1000);
    await sleep(waitMs, signal);
  }
}

function unreachable(connection: { name: string; server: string }, { code, reason, message }: ApiFailure): string {
  const where = `cluster "${connection.name}" (${connection.server})`;
  if (code === 401) return `${where} refuses the credentials of this context: log in again`;
  if (reason === 'Credentials') return message;
  if (code !== undefined) return `${where} answers with an error (${code}): ${message}`;
  return `${where} cannot be reached: ${message}. Check the network, VPN and proxy, and try \`kubectl version\``;
}
