import { setMaxListeners } from 'node:events';
import { isServedByApi, type KindName } from '../model/kinds.ts';
import { createShare } from '../normalize/share.ts';
import { createApiClient, type ApiLimits } from './api-client.ts';
import { createBackoff, jittered, sleep } from './backoff.ts';
import { runCanary, type CanaryLease } from './canary.ts';
import type { Connection } from './connection.ts';
import { createOwnerVisibility } from './controlled-pods.ts';
import type { Answer, ApiFailure } from './failure.ts';
import { identify } from './identity.ts';
import { createIdentityWatch } from './identity-watch.ts';
import type { KubeletAccess } from './kubelets/configz.ts';
import { createNodeRoster } from './kubelets/node-roster.ts';
import { readNote } from './lease-note.ts';
import type { IngestLog } from './log.ts';
import { neededVerbs } from './permission.ts';
import { probesFor } from './probes/choose.ts';
import { followProbe } from './probes/follow.ts';
import { createReflector, type Reflector } from './reflector.ts';
import { followRejectEvents } from './rejects/follow-events.ts';
import { createSemaphore } from './semaphore.ts';
import type { ClusterSink, ClusterSource, IngestTelemetry } from './sink.ts';
import { createSurvey } from './survey.ts';
import { defaultTimings, type Timings } from './timings.ts';

export interface LiveClusterDeps {
  /** Belongs to the cluster from now on: `run` closes it. */
  readonly connection: Connection;
  /** Kinds that enabled checks need. */
  readonly kinds: readonly KindName[];
  readonly telemetry: IngestTelemetry;
  readonly log: IngestLog;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly options?: LiveClusterOptions;
}

export interface LiveClusterOptions {
  /** Cluster id when the kube-system namespace may not be read. */
  readonly id?: string;
  /** How kubelets may be asked; needed only where KubeletConfig is among the kinds. */
  readonly kubelets?: KubeletAccess;
  /** Whether Events are read for denials by admission, where the sink takes them; off by default. */
  readonly events?: boolean;
  /** Lease to time the watch with; none by default. */
  readonly canary?: CanaryLease;
  readonly timings?: Partial<Timings>;
  readonly limits?: Partial<ApiLimits>;
}

const listsAtOnce = 2;

/**
 * Follows a cluster until the signal fires: who it is, what it serves, what we may see, then one reflector per kind.
 * Whatever the cluster does is reported to the sink and tried again; only a bug rejects.
 */
export function createLiveCluster(deps: LiveClusterDeps): ClusterSource {
  return {
    async run(sink, signal) {
      // Every loop listens to this signal, and a bug in one loop ends the others through it.
      const stop = new AbortController();
      setMaxListeners(0, stop.signal);
      const follow = () => stop.abort();
      if (signal.aborted) follow();
      signal.addEventListener('abort', follow, { once: true });
      try {
        await followCluster(deps, sink, stop);
      } finally {
        signal.removeEventListener('abort', follow);
        await deps.connection.close();
      }
    },
  };
}

async function followCluster(deps: LiveClusterDeps, sink: ClusterSink, stop: AbortController): Promise<void> {
  const { connection, telemetry, log, clock, random, options = {} } = deps;
  const { signal } = stop;
  const kinds = deps.kinds.filter(isServedByApi);
  const timings = { ...defaultTimings, ...options.timings };
  const api = createApiClient({ connection, telemetry, clock, ...(options.limits && { limits: options.limits }) });
  const survey = createSurvey({ api, telemetry, kinds, verbs: neededVerbs, refusalMs: timings.refusalMs });
  const who = { api, connection, configuredId: options.id };
  const answered = () => sink.contact(undefined, clock());

  function failed({ code, reason, message }: ApiFailure): void {
    log.warn({ code, reason, error: message }, 'the cluster does not answer');
    sink.lost(message);
  }

  /** Asks until the cluster answers; undefined when stopped first. */
  async function untilAnswered<T>(ask: () => Promise<Answer<T>>): Promise<T | undefined> {
    const backoff = createBackoff(timings.retryFirstMs, timings.retryLongestMs, random);
    while (!signal.aborted) {
      const answer = await ask();
      if (answer.ok) {
        answered();
        return answer.value;
      }
      if (signal.aborted) break;
      failed(answer.failure);
      await sleep(Math.max(answer.failure.retryAfterMs ?? 0, backoff.next()), signal);
    }
    return undefined;
  }

  async function every(ms: () => number, work: () => Promise<void>): Promise<void> {
    await sleep(jittered(ms(), random), signal);
    while (!signal.aborted) {
      await work();
      await sleep(jittered(ms(), random), signal);
    }
  }

  let refusedSince: number | undefined;
  const first = await untilAnswered(async () => {
    // Under a made-up id the cluster would be another one, with a history of its own, until it shows its namespace.
    const isRefused = () => clock() - (refusedSince ??= clock()) >= timings.refusalMs;
    const answer = await identify({ ...who, isRefused }, signal);
    if (!answer.ok && answer.failure.code !== 403) refusedSince = undefined;
    return answer;
  });
  if (first === undefined) return;
  let identity = first;
  log.info({ ...identity }, 'cluster identified');
  const { canary: lease } = options;
  const { note } = sink;
  if (lease && note) await readNote({ api, log, lease, note, withinMs: timings.noteMs }, signal);
  sink.identified(identity);
  // Where discovery is forbidden every kind is tried at its usual place.
  await untilAnswered<void>(async () => {
    const answer = await survey.discover(signal);
    return answer.ok || answer.failure.code !== 403 ? answer : { ok: true, value: undefined };
  });

  const reflectors = new Map<KindName, Reflector>();
  const lists = createSemaphore(listsAtOnce);
  const share = createShare();
  const roster = createNodeRoster(sink);
  const probes = probesFor(deps.kinds, {
    api,
    connection,
    telemetry,
    clock,
    identity: () => identity,
    nodes: roster.addresses,
    kubelets: options.kubelets,
  }).map((probe) => followProbe(probe, { sink, log, clock, random, timings }));
  const owners = createOwnerVisibility(kinds, survey.standing, () => reflectors.get('Pod')?.relist('permission'));
  const identityWatch = createIdentityWatch(
    {
      ...who,
      timings,
      answered,
      failed,
      changed(now, before) {
        log.info({ ...now }, 'the cluster identifies itself anew');
        identity = now;
        sink.identified(now);
        if (now.id !== before.id) for (const reflector of reflectors.values()) reflector.relist('error');
        for (const probe of probes)
          if (now.id === before.id) probe.soon();
          else probe.anew();
      },
    },
    identity,
  );
  const recovered = () => {
    identityWatch.soon();
    for (const probe of probes) probe.soon();
  };

  const takeStock = () => {
    for (const [kind, reflector] of reflectors) reflector.stand(survey.standing(kind));
  };
  const discover = async () => {
    const answer = await survey.discover(signal);
    if (answer.ok) takeStock();
    else if (!signal.aborted) failed(answer.failure);
  };
  let discovering: Promise<void> | undefined;
  const rediscover = () => (discovering ??= discover().finally(() => (discovering = undefined)));

  for (const kind of kinds) {
    const { answersForPods, statusChanged } = owners;
    const hooks = { rediscover, statusChanged, recovered };
    reflectors.set(
      kind,
      createReflector(
        {
          kind,
          api,
          sink: roster.sink,
          telemetry,
          log,
          lists,
          share,
          clock,
          random,
          timings,
          answersForPods,
          ...hooks,
        },
        survey.standing(kind),
      ),
    );
  }

  const reviewMs = () => Math.min(timings.preflightMs, survey.anyDenied() ? timings.forbiddenRetryMs : Infinity);
  const rejects = options.events === true ? sink.rejects : undefined;
  await allOrNone(stop, [
    ...[...reflectors.values()].map((reflector) => reflector.run(signal)),
    ...probes.map((probe) => probe.run(signal)),
    identityWatch.run(signal),
    every(() => timings.rediscoverMs, rediscover),
    // Whoever grants a missing permission watches for the effect.
    every(reviewMs, async () => {
      await survey.review(signal);
      if (!signal.aborted) takeStock();
    }),
    ...(rejects ? [followRejectEvents({ api, rejects, telemetry, log, lists, clock, random, timings }, signal)] : []),
    ...(lease ? [runCanary({ api, sink, telemetry, log, clock, random, timings, lease }, signal)] : []),
  ]);
}

/** Waits for every loop to end; the first that throws ends the rest, and its error is thrown. */
async function allOrNone(stop: AbortController, loops: readonly Promise<void>[]): Promise<void> {
  let failed: { error: unknown } | undefined;
  await Promise.all(
    loops.map((loop) =>
      loop.catch((error: unknown) => {
        failed ??= { error };
        stop.abort();
      }),
    ),
  );
  if (failed !== undefined) throw failed.error;
}
