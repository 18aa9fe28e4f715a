import { describe, expect, it } from 'vitest';
import { checks } from '../../exporter/checks/index.ts';
import type { ClusterSession } from '../../exporter/cluster/session.ts';
import { composeExporter, type ExporterDeps } from '../../exporter/compose.ts';
import { loadConfig } from '../../exporter/config/load.ts';
import { nothingGranted } from '../../exporter/evaluate/exemptions.ts';
import { createMemoryStore } from '../../exporter/findings/memory-store.ts';
import { selfMetrics } from '../../exporter/contract/index.ts';
import type { ClusterSink } from '../../exporter/ingest/sink.ts';
import { kindsNeeded } from '../../exporter/model/needs.ts';
import { createOwnerDirectory } from '../../exporter/owners/directory.ts';
import type { KindName } from '../../exporter/model/kinds.ts';
import type { Manifest } from '../../exporter/checks/patch.ts';
import { createLogger } from '../../exporter/telemetry/logger.ts';
import { onlyReplica } from '../../exporter/testing/watched.ts';
import { observed } from '../../exporter/testing/world.ts';
import { createWindowBook } from '../../exporter/windows/book.ts';
import { waitUntil } from '../support/process.ts';
import { historyOf } from '../../exporter/testing/history.ts';

const kinds = kindsNeeded(checks);

function deployment(name: string, privileged: boolean): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: { template: { spec: { containers: [{ name: 'app', image: 'app:1', securityContext: { privileged } }] } } },
  };
}

const nothing = () => undefined;
/** For tests whose source speaks for itself. */
const silent: ClusterSink = {
  identified: nothing,
  status: nothing,
  replaced: nothing,
  put: nothing,
  removed: nothing,
  contact: nothing,
  lost: nothing,
  passedOver: nothing,
  canary: nothing,
};

/** The whole exporter behind a source that the test speaks for. */
async function running(over: Partial<ExporterDeps> = {}, speaks?: () => ClusterSink | undefined) {
  let sink: ClusterSink | undefined;
  const transitions: string[] = [];
  const { config } = loadConfig({ env: {}, overrides: { 'clusters.syncTimeout': '200ms' } });
  const exporter = composeExporter({
    config,
    replica: onlyReplica,
    checks,
    store: createMemoryStore(),
    owners: createOwnerDirectory(),
    waivers: () => nothingGranted,
    windows: createWindowBook({ terms: { longestMs: 86_400_000 }, annotations: 'mark' }),
    logger: createLogger('silent'),
    version: 'test',
    clock: Date.now,
    clusters: [
      {
        name: 'prod',
        connect: () => ({
          run(given, signal) {
            sink = given;
            return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
          },
        }),
      },
    ],
    ...over,
  });
  exporter.onTransition((_cluster, { type, reason, finding }) => {
    if (finding.check === 'pod-privileged') transitions.push(`${finding.object.name} ${type} ${reason}`);
  });
  exporter.start();
  const [session] = exporter.sessions;
  const speaker = speaks === undefined ? sink : (speaks() ?? silent);
  if (session === undefined || speaker === undefined) throw new Error('the exporter has one cluster');
  return {
    exporter,
    session,
    sink: speaker,
    transitions,
    put: (manifest: Manifest) =>
      speaker.put(observed(manifest), { receivedAt: Date.now(), changedAt: Date.now(), path: 'watch' }),
    list: (manifests: readonly Manifest[], except: readonly KindName[] = []): void => {
      speaker.identified({ id: 'uid', version: 'v1.37.0', provider: 'unknown' });
      const byKind = Map.groupBy(manifests.map(observed), ({ kind }) => kind);
      for (const kind of kinds) {
        if (except.includes(kind)) continue;
        speaker.replaced(kind, byKind.get(kind) ?? [], { receivedAt: Date.now(), skipped: 'initial', path: 'relist' });
        speaker.status(kind, 'synced');
        speaker.contact(kind, Date.now());
      }
    },
  };
}

const settled = (session: ClusterSession) =>
  waitUntil('the cluster is evaluated', async () => session.posture !== undefined && session.queueDepth() === 0);
const failing = ({ posture }: ClusterSession, check: string) =>
  posture?.counts.count(
    checks.findIndex(({ id }) => id === check),
    'fail',
  );

describe('the composed exporter', () => {
  it('takes the first inventory as baseline and what comes after as new', async () => {
    const { exporter, session, list, put, transitions } = await running();
    list([deployment('old', true)]);
    await settled(session);
    put(deployment('fresh', true));
    await waitUntil('both are counted', async () => failing(session, 'pod-privileged') === 2);
    expect(transitions).toEqual(['old opened baseline', 'fresh opened new']);
    await exporter.stop();
  });

  it('shows nothing of a cluster before every kind was listed, and then everything at once', async () => {
    const { exporter, session, list, sink } = await running({
      config: loadConfig({ env: {} }).config,
    });
    list([deployment('web', true)], ['Namespace']);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(session.posture).toBeUndefined();
    sink.replaced('Namespace', [], { receivedAt: Date.now(), skipped: 'initial', path: 'relist' });
    sink.status('Namespace', 'synced');
    await settled(session);
    expect(failing(session, 'pod-privileged')).toBe(1);
    await exporter.stop();
  });

  it('keeps findings through an outage and calls what it cannot see unknown', async () => {
    const { exporter, session, list, sink, transitions } = await running();
    list([deployment('web', true)]);
    await settled(session);
    sink.lost('connection refused');
    sink.status('Deployment', 'stale', 'not heard for long');
    await waitUntil('the results are unknown', async () => failing(session, 'pod-privileged') === 0);
    expect(session.posture?.findings.count('critical')).toBe(1);
    expect(session.posture?.clean).toBe(false);
    expect(session.posture?.coverage).toBeLessThan(1);
    sink.status('Deployment', 'synced');
    await waitUntil('it is seen again', async () => failing(session, 'pod-privileged') === 1);
    expect(transitions).toEqual(['web opened baseline']);
    await exporter.stop();
  });

  it('takes the backlog of a kind that a permission opens later as baseline', async () => {
    const { exporter, session, list, sink, transitions, put } = await running();
    list([], ['Deployment']);
    sink.status('Deployment', 'forbidden', 'not allowed');
    await settled(session);
    sink.replaced('Deployment', [observed(deployment('old', true))], {
      receivedAt: Date.now(),
      skipped: 'initial',
      path: 'relist',
    });
    sink.status('Deployment', 'synced');
    await waitUntil('it is seen', async () => failing(session, 'pod-privileged') === 1);
    put(deployment('fresh', true));
    await waitUntil('both are', async () => failing(session, 'pod-privileged') === 2);
    expect(transitions).toEqual(['old opened baseline', 'fresh opened new']);
    await exporter.stop();
  });

  it('goes on with current state while the store fails, and tells of transitions once it has them', async () => {
    const store = createMemoryStore();
    let broken = false;
    const { exporter, session, list, put, transitions } = await running({
      store: { ...store, apply: (batch) => (broken ? Promise.reject(new Error('disk full')) : store.apply(batch)) },
    });
    list([]);
    await settled(session);
    expect(session.posture?.memory).toBe('whole');
    broken = true;
    put(deployment('web', true));
    await waitUntil('it is evaluated', async () => failing(session, 'pod-privileged') === 1);
    expect(session.posture?.memory).toBe('behind');
    expect(transitions).toEqual([]);
    put(deployment('web', false));
    await waitUntil('it is mended', async () => failing(session, 'pod-privileged') === 0);
    broken = false;
    await waitUntil('everything is committed', async () => session.posture?.memory === 'whole');
    expect(transitions).toEqual(['web opened new', 'web resolved fixed']);
    const stored = await historyOf(store, 'uid');
    expect(stored.map(({ transition }) => transition.type)).toContain('resolved');
    expect(await exporter.metrics.registry.metrics()).toMatch(/kspm_store_errors_total{operation="apply"} [1-9]/);
    await exporter.stop();
  });

  it('shows current state without any time in it while the store hands over nothing, and takes it over later', async () => {
    const store = createMemoryStore();
    let broken = true;
    const { exporter, session, list, transitions } = await running({
      store: { ...store, take: (id, name) => (broken ? Promise.reject(new Error('locked')) : store.take(id, name)) },
    });
    list([deployment('web', true)]);
    await settled(session);
    expect(failing(session, 'pod-privileged')).toBe(1);
    expect(session.posture).toMatchObject({ memory: 'none', baselineAt: undefined });
    expect(session.leads).toBe(false);
    expect(transitions).toEqual([]);
    broken = false;
    await waitUntil('the store is used', async () => session.posture?.memory === 'whole');
    expect(transitions).toEqual(['web opened baseline']);
    expect(session.leads).toBe(true);
    await exporter.stop();
  });

  it('evaluates everything again when the control plane is upgraded', async () => {
    const { exporter, session, list, sink } = await running();
    const probe = deployment('web', false);
    const spec = {
      template: {
        spec: { containers: [{ name: 'app', livenessProbe: { tcpSocket: { host: '10.0.0.1', port: 1 } } }] },
      },
    };
    list([{ ...probe, spec }]);
    await settled(session);
    expect(failing(session, 'pod-host-probes')).toBe(1);
    // The rule is of 1.34.
    sink.identified({ id: 'uid', version: 'v1.33.0', provider: 'unknown' });
    await waitUntil('the older rules apply', async () => failing(session, 'pod-host-probes') === 0);
    await exporter.stop();
  });

  it('starts without a kind that never answers, and calls it unknown', async () => {
    const { exporter, session, list } = await running();
    list([deployment('web', true)], ['Ingress']);
    await settled(session);
    expect(session.posture?.coverage).toBeLessThan(1);
    expect(failing(session, 'pod-privileged')).toBe(1);
    await exporter.stop();
  });

  it('takes nothing of the cluster that had the name before into the baseline of the next', async () => {
    const { exporter, session, list, sink, transitions } = await running();
    list([deployment('old', true)]);
    await settled(session);
    sink.identified({ id: 'another', version: 'v1.37.0', provider: 'unknown' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(session.posture).toBeUndefined();
    for (const kind of kinds) {
      const content = kind === 'Deployment' ? [observed(deployment('other', true))] : [];
      sink.replaced(kind, content, { receivedAt: Date.now(), skipped: 'initial', path: 'relist' });
    }
    await settled(session);
    expect(transitions).toEqual(['old opened baseline', 'other opened baseline']);
    expect(session.posture?.findings.count('critical')).toBe(1);
    await exporter.stop();
  });

  it('opens nothing on what a controller owned when the controllers can no longer be seen', async () => {
    const { exporter, session, list, sink, transitions } = await running();
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', controller: true };
    const web = deployment('web', true);
    const replicas = {
      ...web,
      kind: 'ReplicaSet',
      metadata: { name: 'web-1', namespace: 'shop', ownerReferences: [owner] },
    };
    list([web, replicas]);
    await settled(session);
    sink.status('Deployment', 'forbidden', 'not allowed any more');
    await waitUntil('the results are unknown', async () => failing(session, 'pod-privileged') === 0);
    expect(transitions).toEqual(['web opened baseline']);
    await exporter.stop();
  });

  it('still takes a backlog as baseline when the store failed at the first attempt', async () => {
    const store = createMemoryStore();
    let broken = false;
    const { exporter, session, list, sink, transitions } = await running({
      store: { ...store, apply: (batch) => (broken ? Promise.reject(new Error('disk full')) : store.apply(batch)) },
    });
    list([], ['Deployment']);
    sink.status('Deployment', 'forbidden', 'not allowed');
    await settled(session);
    broken = true;
    const backlog = [observed(deployment('old', true))];
    sink.replaced('Deployment', backlog, { receivedAt: Date.now(), skipped: 'initial', path: 'relist' });
    sink.status('Deployment', 'synced');
    await waitUntil('it is evaluated', async () => failing(session, 'pod-privileged') === 1);
    expect(transitions).toEqual([]);
    broken = false;
    await waitUntil('it is committed', async () => session.posture?.memory === 'whole');
    expect(transitions).toEqual(['old opened baseline']);
    await exporter.stop();
  });

  it('watches a cluster once, even if two contexts lead to it', async () => {
    const sinks: ClusterSink[] = [];
    const context = (name: string) => ({
      name,
      connect: () => ({
        run(given: ClusterSink, signal: AbortSignal) {
          sinks.push(given);
          return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
        },
      }),
    });
    const { exporter } = await running({ clusters: [context('admin'), context('viewer')] }, () => sinks[0]);
    for (const sink of sinks) {
      sink.identified({ id: 'uid', version: 'v1.37.0', provider: 'unknown' });
      for (const kind of kinds) {
        sink.replaced(kind, [], { receivedAt: Date.now(), skipped: 'initial', path: 'relist' });
        sink.status(kind, 'synced');
      }
    }
    const [admin, viewer] = exporter.sessions;
    await waitUntil('one of them is evaluated', async () => admin?.posture !== undefined);
    await waitUntil('the other says why it is not', async () => /same cluster as "admin"/.test(viewer?.problem ?? ''));
    sinks[1]?.contact(undefined, Date.now());
    expect(viewer?.problem).toContain('watch it through one context only');
    expect(viewer?.posture).toBeUndefined();
    await exporter.stop();
  });

  it('starts a source again that breaks, and calls what it said stale meanwhile', async () => {
    let starts = 0;
    const { exporter, session } = await running(
      {
        clusters: [
          {
            name: 'prod',
            connect: () => ({
              run(given) {
                starts += 1;
                given.identified({ id: 'uid', version: 'v1.37.0', provider: 'unknown' });
                for (const kind of kinds) {
                  given.replaced(kind, [], { receivedAt: Date.now(), skipped: 'initial', path: 'relist' });
                  given.status(kind, 'synced');
                }
                return Promise.reject(new Error('a bug'));
              },
            }),
          },
        ],
      },
      () => undefined,
    );
    await waitUntil('it is evaluated', async () => session.posture !== undefined);
    expect(session.posture?.clean).toBe(false);
    expect(session.problem).toBe('a bug');
    await waitUntil('it is started again', async () => starts > 1);
    await exporter.stop();
  });

  it('tells of itself what it does: commits, passes and failures have figures', async () => {
    const { exporter, session, list } = await running();
    list([deployment('web', true)]);
    await settled(session);
    const text = await exporter.metrics.registry.metrics();
    expect(text).toMatch(new RegExp(`^${selfMetrics.storeApplyDuration.name}_count [1-9]`, 'm'));
    expect(text).toMatch(new RegExp(`^${selfMetrics.scanDuration.name}_count{cluster="prod",kind="full"} 1$`, 'm'));
    expect(text).toMatch(new RegExp(`^${selfMetrics.storeErrors.name}{operation="apply"} 0$`, 'm'));
    await exporter.stop();
  });
});
