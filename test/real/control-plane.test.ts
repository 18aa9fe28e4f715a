import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks, type CheckId } from '../../exporter/checks/index.ts';
import type { Check } from '../../exporter/checks/define.ts';
import { codes, Evaluator } from '../../exporter/evaluate/evaluator.ts';
import { noExemptions } from '../../exporter/evaluate/exemptions.ts';
import { loadConnections } from '../../exporter/ingest/connect.ts';
import { createLiveCluster } from '../../exporter/ingest/live-cluster.ts';
import { noTelemetry } from '../../exporter/ingest/no-telemetry.ts';
import { snapshotOnce } from '../../exporter/ingest/snapshot-once.ts';
import { controlPlaneName, type ControlPlaneObject } from '../../exporter/model/control-plane.ts';
import { Inventory } from '../../exporter/model/inventory.ts';
import type { KindName } from '../../exporter/model/kinds.ts';
import { fast, until } from '../support/ingest-rig.ts';
import { startRealCluster, type RealCluster } from '../support/real-cluster.ts';
import { createRecordingSink, createRecordingTelemetry, type RecordingSink } from '../support/recording-sink.ts';
import { skipWithout } from '../tools/find.ts';

const noCluster = skipWithout('the probes of the control plane', ['etcd', 'kube-apiserver', 'kubectl']);
const probed: readonly KindName[] = ['ControlPlane', 'AnonymousAccess', 'Pod'];
const mayRead = { nonResourceURLs: ['/flagz', '/metrics'], verbs: ['get'] };
const mayList = { apiGroups: [''], resources: ['pods', 'namespaces', 'nodes'], verbs: ['get', 'list', 'watch'] };
const encryption = `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - aescbc: { keys: [{ name: one, secret: ${Buffer.alloc(32, 7).toString('base64')} }] }
      - identity: {}
`;
const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
rules: [{ level: Metadata }]
`;

function connect(kubeconfig: string) {
  const choice = { kubeconfig, contexts: 'current', inCluster: 'never' } as const;
  const [connection] = loadConnections(choice, { env: {}, clock: Date.now });
  if (connection === undefined) throw new Error(`${kubeconfig} has no context`);
  return connection;
}

/** What is read of a cluster once. */
async function seen(kubeconfig: string): Promise<RecordingSink> {
  const sink = createRecordingSink();
  const deps = { connection: connect(kubeconfig), telemetry: noTelemetry, clock: Date.now, random: Math.random };
  await snapshotOnce({ ...deps, kinds: probed }, sink, new AbortController().signal);
  return sink;
}

function controlPlaneIn(sink: RecordingSink): ControlPlaneObject {
  const object = sink.objects.get('ControlPlane')?.get(`/${controlPlaneName}`);
  if (object === undefined) throw new Error('the control plane was not delivered');
  return object;
}

/** What checks say of the control plane that was seen. */
function verdicts(sink: RecordingSink, ids: readonly CheckId[]): Record<string, string> {
  const all: readonly Check[] = checks;
  const inventory = new Inventory({ complete: true });
  inventory.setNow(Date.now());
  for (const [kind, objects] of sink.objects) for (const object of objects.values()) inventory.put({ kind, object });
  const evaluator = new Evaluator({
    checks: all.filter(({ id }) => (ids as readonly string[]).includes(id)),
    inventory,
    exempt: noExemptions,
    onError(_check, _object, error) {
      throw error;
    },
  });
  const { results, reasons } = evaluator.evaluate('ControlPlane', controlPlaneIn(sink));
  return Object.fromEntries(
    evaluator.checks.map(({ id }, index) => [id, reasons?.get(index) ?? codes[results[index] ?? 0] ?? 'none']),
  );
}

describe.skipIf(noCluster)('the control plane of a real API server', () => {
  let cluster: RealCluster;
  let dir: string;
  let reader: string;
  let stranger: string;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'plumbline-control-plane-'));
    const file = (name: string, text: string) => {
      writeFileSync(join(dir, name), text);
      return join(dir, name);
    };
    cluster = await startRealCluster({
      apiServerFlags: [
        '--profiling=false',
        '--enable-admission-plugins=NodeRestriction',
        '--disable-admission-plugins=ServiceAccount',
        '--request-timeout=10m',
        `--encryption-provider-config=${file('encryption.yaml', encryption)}`,
        `--audit-policy-file=${file('audit-policy.yaml', auditPolicy)}`,
        `--audit-log-path=${join(dir, 'audit.log')}`,
        '--audit-log-maxage=7',
      ],
    });
    await cluster.createNamespace('shop');
    await cluster.kubectl(['create', 'secret', 'generic', 'written', '-n', 'shop', '--from-literal=a=b']);
    const account = (name: string, rules: readonly (typeof mayRead | typeof mayList)[]) =>
      cluster.createServiceAccountKubeconfig({ name, namespace: 'shop', rules });
    reader = await account('reader', [mayRead, mayList]);
    stranger = await account('stranger', [mayList]);
  });
  afterAll(async () => {
    await cluster.stop();
    rmSync(dir, { recursive: true });
  });

  it('gives the verdicts that its flags deserve, where they may be read', async () => {
    const sink = await seen(reader);
    expect(sink.statuses.get('ControlPlane')).toEqual({ status: 'synced', reason: undefined });
    expect(controlPlaneIn(sink)).toMatchObject({
      spec: { version: 'v1.37.2', platform: 'linux/amd64', managed: false },
    });
    const said = verdicts(sink, [
      'cp-api-anonymous-auth',
      'cp-api-audit-log-path',
      'cp-api-audit-maxage',
      'cp-api-audit-maxbackup',
      'cp-api-authz-rbac',
      'cp-api-deny-service-external-ips',
      'cp-api-encryption-config',
      'cp-api-encryption-provider',
      'cp-api-plugin-node-restriction',
      'cp-api-plugin-service-account',
      'cp-api-profiling',
      'cp-api-request-timeout',
      'cp-api-sa-key-file',
      'cp-api-sa-lookup',
      'cp-api-tls-cert',
      'cp-api-token-auth-file',
      'audit-logging-active',
      'secret-encryption-at-rest',
    ]);
    expect(said).toEqual({
      // Neither is set: the defaults of the server count.
      'cp-api-anonymous-auth': 'fail',
      'cp-api-audit-maxbackup': 'pass',
      'cp-api-sa-lookup': 'pass',
      'cp-api-deny-service-external-ips': 'fail',
      // What it makes itself it names as if it had been given.
      'cp-api-tls-cert': 'fail',
      'cp-api-audit-log-path': 'pass',
      'cp-api-audit-maxage': 'fail',
      'cp-api-authz-rbac': 'pass',
      'cp-api-encryption-config': 'pass',
      'cp-api-encryption-provider': 'pass',
      'cp-api-plugin-node-restriction': 'pass',
      'cp-api-plugin-service-account': 'fail',
      'cp-api-profiling': 'pass',
      'cp-api-request-timeout': 'fail',
      'cp-api-sa-key-file': 'pass',
      'cp-api-token-auth-file': 'fail',
      'audit-logging-active': 'pass',
      'secret-encryption-at-rest': 'pass',
    });
  });

  it('keeps only flags that checks read, and small facts of its metrics', async () => {
    const { flags, facts } = controlPlaneIn(await seen(reader));
    expect(flags).toMatchObject({ 'authorization-mode': '[Node,RBAC]', profiling: 'false' });
    expect(flags).not.toHaveProperty('service-account-signing-key-file');
    expect(facts).toMatchObject({ audited: true, encryptedBy: ['k8s:enc:aescbc:v1:'] });
    expect(facts?.admissionPlugins).toEqual(
      expect.arrayContaining(['NamespaceLifecycle', 'NodeRestriction', 'PodSecurity']),
    );
    expect(facts?.admissionPlugins).not.toContain('ServiceAccount');
    expect(facts?.authorizers).toContain('RBAC');
  });

  it('is unknown where flags and metrics may not be read, and says which rule is missing', async () => {
    const sink = await seen(stranger);
    expect(controlPlaneIn(sink)).not.toHaveProperty('flags');
    const said = verdicts(sink, [
      'cp-api-profiling',
      'cp-kcm-profiling',
      'legacy-token-use',
      'k8s-version-unsupported',
    ]);
    expect(said['cp-api-profiling']).toContain('nonResourceURLs: ["/flagz"]');
    expect(said['cp-kcm-profiling']).toContain('no pod of kube-controller-manager can be seen');
    expect(said['legacy-token-use']).toContain('nonResourceURLs: ["/metrics"]');
    expect(said['k8s-version-unsupported']).toBe('pass');
  });

  it('answers strangers nothing until somebody lets it', async () => {
    expect(verdictOfStrangers(await seen(reader))).toEqual({ '/api': 403, '/apis': 403, '/version': 200 });
    const bind = ['create', 'clusterrolebinding', 'strangers', '--clusterrole=system:discovery'];
    await cluster.kubectl([...bind, '--group=system:unauthenticated']);
    await expect
      .poll(async () => verdictOfStrangers(await seen(reader)))
      .toEqual({ '/api': 200, '/apis': 200, '/version': 200 });
  });

  it('is followed: a right that is granted later shows without a restart', async () => {
    const sink = createRecordingSink();
    const telemetry = createRecordingTelemetry();
    const stopping = new AbortController();
    const running = createLiveCluster({
      connection: connect(stranger),
      kinds: probed,
      telemetry,
      log: { info: () => undefined, warn: () => undefined },
      clock: Date.now,
      random: Math.random,
      options: { timings: { ...fast, probeMs: 200, forbiddenRetryMs: 100, refusalMs: 100 } },
    }).run(sink, stopping.signal);
    await until(() => sink.statuses.get('ControlPlane')?.status === 'synced');
    expect(controlPlaneIn(sink).unread?.flags).toBeDefined();
    expect(telemetry.gaps).toContain('get /flagz');
    await cluster.kubectl(['create', 'clusterrole', 'flags', '--verb=get', '--non-resource-url=/flagz,/metrics']);
    const bind = ['create', 'clusterrolebinding', 'flags', '--clusterrole=flags'];
    await cluster.kubectl([...bind, '--serviceaccount=shop:stranger']);
    await until(() => controlPlaneIn(sink).flags !== undefined);
    expect(telemetry.gaps).not.toContain('get /flagz');
    stopping.abort();
    await running;
  });
});

function verdictOfStrangers(sink: RecordingSink): unknown {
  const [object] = sink.objects.get('AnonymousAccess')?.values() ?? [];
  return (object?.['spec'] as { answers?: unknown } | undefined)?.answers;
}
