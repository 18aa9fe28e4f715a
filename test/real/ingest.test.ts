import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConnections } from '../../exporter/ingest/connect.ts';
import { createLiveCluster } from '../../exporter/ingest/live-cluster.ts';
import { snapshotOnce } from '../../exporter/ingest/snapshot-once.ts';
import { isInFilesOnly, kinds, type KindName } from '../../exporter/model/kinds.ts';
import { fast, until } from '../support/ingest-rig.ts';
import { startRealCluster, type RealCluster } from '../support/real-cluster.ts';
import {
  createRecordingSink,
  createRecordingTelemetry,
  type RecordingSink,
  type RecordingTelemetry,
} from '../support/recording-sink.ts';
import { skipWithout } from '../tools/find.ts';

const noCluster = skipWithout('the real cluster', ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl']);
const wanted: KindName[] = [
  'ConfigMap',
  'Deployment',
  'ReplicaSet',
  'Pod',
  'NetworkPolicy',
  'CiliumNetworkPolicy',
  'Secret',
];
const readable = (resources: readonly string[], apiGroups: readonly string[]) => ({
  apiGroups,
  resources,
  verbs: ['get', 'list', 'watch'],
});

describe.skipIf(noCluster)('a real API server', () => {
  let cluster: RealCluster;
  let kubeconfig: string;
  let sink: RecordingSink;
  let telemetry: RecordingTelemetry;
  let running: Promise<void>;
  const stopping = new AbortController();
  const connect = (path: string) => {
    const choice = { kubeconfig: path, contexts: 'current', inCluster: 'never' } as const;
    const [connection] = loadConnections(choice, { env: {}, clock: Date.now });
    if (connection === undefined) throw new Error(`${path} has no context`);
    return connection;
  };
  const is = (kind: KindName, status: string) => () => sink.statuses.get(kind)?.status === status;
  const configMap = (verb: string, name: string, ...rest: string[]) =>
    cluster.kubectl([verb, 'configmap', name, '-n', 'shop', ...rest]);

  beforeAll(async () => {
    cluster = await startRealCluster({ controllerManager: true });
    await cluster.createNamespace('shop');
    await configMap('create', 'first', '--from-literal=key=value');
    kubeconfig = await cluster.createServiceAccountKubeconfig({
      name: 'plumbline',
      namespace: 'shop',
      rules: [
        readable(['configmaps', 'pods', 'namespaces', 'nodes'], ['']),
        readable(['deployments', 'replicasets'], ['apps']),
        readable(['networkpolicies'], ['networking.k8s.io']),
        { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update', 'watch'] },
      ],
    });
    sink = createRecordingSink();
    telemetry = createRecordingTelemetry();
    const live = createLiveCluster({
      connection: connect(kubeconfig),
      kinds: wanted,
      telemetry,
      log: { info: () => undefined, warn: () => undefined },
      clock: Date.now,
      random: Math.random,
      options: {
        canary: { namespace: 'shop', name: 'plumbline-canary' },
        timings: { ...fast, retryFirstMs: 50, refusalMs: 3000, preflightMs: 200, rediscoverMs: 500, canaryMs: 200 },
      },
    });
    running = live.run(sink, stopping.signal);
  });
  afterAll(async () => {
    stopping.abort();
    await running;
    await cluster.stop();
  });

  it('is followed over TLS with what the service account may see', async () => {
    await until(() =>
      ['ConfigMap', 'Deployment', 'ReplicaSet', 'Pod', 'NetworkPolicy'].every((kind) =>
        is(kind as KindName, 'synced')(),
      ),
    );
    await until(is('Secret', 'forbidden'));
    await until(is('CiliumNetworkPolicy', 'absent'));
    const { metadata } = JSON.parse((await cluster.request('/api/v1/namespaces/kube-system')).body) as {
      metadata: { uid: string };
    };
    expect(sink.identities).toMatchObject([{ id: metadata.uid }]);
    expect(sink.names('ConfigMap')).toContain('shop/first');
    expect(Math.abs(telemetry.skew ?? Infinity)).toBeLessThan(2);
  });

  it('delivers changes with the time at which they happened', async () => {
    await configMap('create', 'second');
    await configMap('delete', 'first');
    await until(
      () => sink.names('ConfigMap').includes('shop/second') && !sink.names('ConfigMap').includes('shop/first'),
    );
    const { moment } = sink.moments.find(({ what }) => what === 'put ConfigMap shop/second') ?? {};
    expect(moment?.changedAt).toBeDefined();
    expect((moment?.receivedAt ?? 0) - (moment?.changedAt ?? 0)).toBeLessThan(3000);
    await until(() => sink.canaries.length > 1);
  });

  it('leaves the pods of a deployment to its template', async () => {
    await cluster.kubectl(['create', 'deployment', 'web', '-n', 'shop', '--image=example.test/web:1', '--replicas=3']);
    const pods = async () =>
      JSON.parse(await cluster.kubectl(['get', 'pods', '-n', 'shop', '-o', 'json'])) as { items: unknown[] };
    while ((await pods()).items.length < 3) await new Promise((resolve) => setTimeout(resolve, 50));
    await cluster.kubectl(['run', 'bare', '-n', 'shop', '--image=example.test/bare:1']);
    await until(() => sink.names('Pod').length > 0);
    expect(sink.names('Pod')).toEqual(['shop/bare']);
    expect(sink.names('Deployment')).toEqual(['shop/web']);
  });

  it('is caught up with after a restart and a compaction, with nothing removed meanwhile', async () => {
    const removals = sink.removals.length;
    await cluster.stopApiServer('SIGKILL');
    await until(() => sink.losses.length > 0);
    await cluster.startApiServer();
    await configMap('create', 'third');
    await until(() => sink.names('ConfigMap').includes('shop/third'));
    await configMap('delete', 'third');
    await until(() => !sink.names('ConfigMap').includes('shop/third'));
    await cluster.stopApiServer();
    await cluster.compactEtcd();
    await cluster.startApiServer();
    await configMap('create', 'fourth');
    await until(() => sink.names('ConfigMap').includes('shop/fourth'));
    expect(sink.removals.slice(removals)).toEqual(['ConfigMap shop/third']);
    expect([...telemetry.counts.keys()].filter((key) => /^relisted .* gone$/.test(key))).not.toEqual([]);
  });

  it('shows a permission that is taken away, and one that is given back', async () => {
    const roles = JSON.parse(await cluster.kubectl(['get', 'clusterrole', '-o', 'json'])) as {
      items: { metadata: { name: string }; rules: { resources?: string[] }[] }[];
    };
    const role = roles.items.find(({ rules }) =>
      rules?.some(({ resources }) => resources?.includes('networkpolicies') && resources.length === 1),
    );
    const index = role?.rules.findIndex(({ resources }) => resources?.includes('networkpolicies')) ?? -1;
    const patch = (verbs: readonly string[]) =>
      cluster.kubectl([
        'patch',
        'clusterrole',
        role?.metadata.name ?? '',
        '--type=json',
        '-p',
        JSON.stringify([{ op: 'replace', path: `/rules/${index}/verbs`, value: verbs }]),
      ]);
    await patch(['get']);
    await until(is('NetworkPolicy', 'forbidden'));
    expect([...telemetry.gaps].sort()).toEqual([
      'list networkpolicies',
      'list secrets',
      'watch networkpolicies',
      'watch secrets',
    ]);
    await patch(['get', 'list', 'watch']);
    await until(is('NetworkPolicy', 'synced'));
  });

  it('is read once, every kind of it', async () => {
    const everything = (Object.keys(kinds) as KindName[]).filter((kind) => !isInFilesOnly(kind));
    const seen = createRecordingSink();
    const deps = { kinds: everything, telemetry: createRecordingTelemetry(), clock: Date.now, random: Math.random };
    const gaps = await snapshotOnce({ ...deps, connection: connect(cluster.adminKubeconfig) }, seen, stopping.signal);
    expect(gaps.map(({ kind }) => kind)).toEqual(everything.filter((kind) => kinds[kind].custom));
    expect(seen.names('ClusterRole').length).toBeGreaterThan(50);
  });
});
