import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metrics, type ApiReject, type ApiRejectPage } from '../../exporter/contract/index.ts';
import { startDenyingWebhook, type DenyingWebhook } from '../support/denying-webhook.ts';
import { startServe, type ExporterProcess } from '../support/exporter-process.ts';
import { waitUntil } from '../support/process.ts';
import { readerRules } from '../support/reader.ts';
import { startRealCluster, type RealCluster } from '../support/real-cluster.ts';
import { skipWithout } from '../tools/find.ts';

const skipped = skipWithout('rejects of a real cluster', [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kubectl',
]);
const patient = { timeoutMs: 90_000 };

const gatekeeperSays = '[no-latest-tag] container <app> runs latest\n[needs-owner] the label owner is missing';
const kyvernoSays =
  '\n\nresource Pod/kyverno/web was blocked due to the following policies \n\n' +
  "disallow-latest-tag:\n  require-image-tag: 'validation error: a tag is required'\n";

function workload(kind: string, namespace: string, name: string): Record<string, unknown> {
  const container = { name: 'app', image: 'registry.example/app:1', securityContext: { privileged: true } };
  const template = { metadata: { labels: { app: name } }, spec: { containers: [container] } };
  const metadata = { name, namespace, labels: { team: 'checkout' } };
  if (kind === 'Job') {
    return {
      apiVersion: 'batch/v1',
      kind,
      metadata,
      spec: { template: { spec: { ...template.spec, restartPolicy: 'Never' } } },
    };
  }
  const spec = { replicas: 2, selector: { matchLabels: { app: name } }, template };
  return { apiVersion: 'apps/v1', kind, metadata, spec };
}

describe.skipIf(skipped)('what admission of a real cluster refuses', () => {
  let cluster: RealCluster;
  let webhook: DenyingWebhook;
  let exporter: ExporterProcess;
  let kubeconfig: string;
  const apply = (object: object) => cluster.kubectl(['apply', '-f', '-'], JSON.stringify(object));
  const page = async (query = '', from = exporter) =>
    JSON.parse(await from.text(`/api/v1/rejects?limit=1000${query}`)) as ApiRejectPage;
  const rejectOf = async (kind: string, namespace: string): Promise<ApiReject> => {
    let found: ApiReject | undefined;
    await waitUntil(
      `a ${kind} in ${namespace} is refused`,
      async () => {
        found = (await page()).items.find(({ owner }) => owner.kind === kind && owner.namespace === namespace);
        return found !== undefined;
      },
      patient,
    );
    if (found === undefined) throw new Error('waited for nothing');
    return found;
  };
  /** Admission reads its policies with a delay. */
  const refusesPods = (namespace: string) =>
    waitUntil(
      `pods in ${namespace} are refused`,
      async () => {
        const pod = {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'probe', namespace },
          spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }] },
        };
        const body = JSON.stringify(pod);
        const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
        return (await cluster.request(path, { method: 'POST', body })).status >= 400;
      },
      patient,
    );

  beforeAll(async () => {
    cluster = await startRealCluster({ controllerManager: true });
    webhook = await startDenyingWebhook({ '/gatekeeper': gatekeeperSays, '/kyverno': kyvernoSays });
    await cluster.createNamespace('psa', { 'pod-security.kubernetes.io/enforce': 'restricted' });
    for (const name of ['vap', 'quota', 'gatekeeper', 'kyverno', 'limits']) await cluster.createNamespace(name);
    await apply({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'no-pods', namespace: 'quota' },
      spec: { hard: { pods: '0', persistentvolumeclaims: '0' } },
    });
    await apply({
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'small', namespace: 'limits' },
      spec: { limits: [{ type: 'Pod', min: { cpu: '1' } }] },
    });
    const rules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }];
    const inNamespace = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
    await apply({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: 'no-pods-here' },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: rules },
        validations: [{ expression: 'false', message: 'DB_PASSWORD=hunter2-correct-horse is no name for a pod' }],
      },
    });
    await apply({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'bind' },
      spec: {
        policyName: 'no-pods-here',
        validationActions: ['Deny'],
        matchResources: { namespaceSelector: inNamespace('vap') },
      },
    });
    const webhookNames = { gatekeeper: 'validation.gatekeeper.sh', kyverno: 'validate.kyverno.svc-fail' };
    await apply({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'engines' },
      webhooks: Object.entries(webhookNames).map(([engine, name]) => ({
        name,
        rules,
        clientConfig: { url: `${webhook.url}/${engine}`, caBundle: webhook.caBundle },
        namespaceSelector: inNamespace(engine),
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
      })),
    });
    for (const namespace of ['psa', 'vap', 'quota', 'gatekeeper', 'kyverno', 'limits']) await refusesPods(namespace);
    kubeconfig = await cluster.createServiceAccountKubeconfig({
      name: 'plumbline',
      namespace: 'default',
      rules: readerRules,
    });
    exporter = await startServe({ kubeconfig });
    for (const namespace of ['psa', 'vap', 'quota', 'gatekeeper', 'kyverno', 'limits'])
      await apply(workload('Deployment', namespace, 'web'));
  });
  afterAll(async () => {
    await exporter.stop();
    await webhook[Symbol.asyncDispose]();
    await cluster.stop();
  });

  it.each([
    { engine: 'psa', namespace: 'psa', policies: ['restricted:latest'], says: 'privileged' },
    { engine: 'vap', namespace: 'vap', policies: ['no-pods-here'], says: 'no-pods-here' },
    { engine: 'quota', namespace: 'quota', policies: ['no-pods'], says: 'requested: pods=1' },
    {
      engine: 'gatekeeper',
      namespace: 'gatekeeper',
      policies: ['no-latest-tag', 'needs-owner'],
      says: 'owner is missing',
    },
    { engine: 'kyverno', namespace: 'kyverno', policies: ['disallow-latest-tag'], says: 'a tag is required' },
    { engine: 'other', namespace: 'limits', policies: ['LimitRange'], says: 'cpu usage per' },
  ] as const)('names the engine $engine and its policies, for the Deployment behind the pods', async (expected) => {
    const { engine, namespace, policies, says } = expected;
    const reject = await rejectOf('Deployment', namespace);
    expect(reject).toMatchObject({
      engine,
      object: { kind: 'Pod', namespace },
      owner: { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'web', team: 'checkout' },
      source: 'event',
    });
    expect([...reject.policies].sort()).toEqual([...policies].sort());
    expect(reject.reason).toContain(says);
    expect(reject.reason).not.toContain('hunter2-correct-horse');
  });

  it('counts a Deployment once, however often its controller tries and whatever it is rolled out to', async () => {
    await rejectOf('Deployment', 'psa');
    const again = { template: { metadata: { annotations: { rollout: 'second' } } } };
    await cluster.kubectl(['patch', 'deployment', 'web', '-n', 'psa', '-p', JSON.stringify({ spec: again })]);
    await waitUntil('the second ReplicaSet is refused', async () => {
      const events = await cluster.kubectl(['get', 'events', '-n', 'psa', '-o', 'json']);
      const sets = new Set(
        (JSON.parse(events) as { items: { reason: string; involvedObject: { name: string } }[] }).items
          .filter(({ reason }) => reason === 'FailedCreate')
          .map(({ involvedObject }) => involvedObject.name),
      );
      return sets.size >= 2;
    });
    await waitUntil('retries are counted', async () => (await rejectOf('Deployment', 'psa')).attempts > 4, patient);
    expect((await page('&engine=psa')).items).toHaveLength(1);
    const counted = () => exporter.value(metrics.admissionRejects, { engine: 'psa' });
    await waitUntil('it is rendered', async () => ((await counted()) ?? 0) > 0);
    expect(await counted()).toBe(1);
    expect(await exporter.value(metrics.admissionRejects, { engine: 'kubewarden' })).toBe(0);
  });

  it('finds the object that answers for what other controllers try to make', async () => {
    await apply(workload('StatefulSet', 'quota', 'db'));
    await apply(workload('Job', 'psa', 'migrate'));
    expect(await rejectOf('StatefulSet', 'quota')).toMatchObject({ engine: 'quota', owner: { name: 'db' } });
    expect(await rejectOf('Job', 'psa')).toMatchObject({ engine: 'psa', owner: { name: 'migrate' } });
  });

  it('lists what was refused before it started, and leaves it out of its counts', async () => {
    await rejectOf('Deployment', 'psa');
    const second = await startServe({ kubeconfig });
    try {
      await waitUntil('it lists the same', async () => {
        const { items } = await page('', second);
        return items.some(({ owner, engine }) => engine === 'vap' && owner.name === 'web');
      });
      expect(await second.value(metrics.admissionRejects, { engine: 'vap' })).toBe(0);
    } finally {
      await second.stop();
    }
  });

  it('counts on over a restart, and lists the same once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-rejects-'));
    const start = () => startServe({ kubeconfig, env: { PLUMBLINE_STORE_URL: join(folder, 'findings.db') } });
    const identities = ({ items }: ApiRejectPage) => items.map(({ id, firstSeen }) => `${id} ${firstSeen}`);
    const first = await start();
    await apply(workload('Job', 'psa', 'before'));
    await waitUntil('it counts', async () => (await first.value(metrics.admissionRejects, { engine: 'psa' })) === 1);
    const before = identities(await page('', first));
    await first.stop();
    await apply(workload('Job', 'psa', 'meanwhile'));
    const second = await start();
    try {
      await waitUntil(
        'it counts on',
        async () => (await second.value(metrics.admissionRejects, { engine: 'psa' })) === 2,
      );
      const after = identities(await page('', second));
      expect(after.filter((one) => before.includes(one)).sort()).toEqual(before.sort());
      expect(after).toHaveLength(before.length + 1);
    } finally {
      await second.stop();
      rmSync(folder, { recursive: true });
    }
  });

  it('says that nothing can be seen where Events may not be read', async () => {
    const rules = readerRules.filter(({ resources }) => resources?.includes('events') !== true);
    const blind = await cluster.createServiceAccountKubeconfig({ name: 'blind', namespace: 'default', rules });
    const second = await startServe({ kubeconfig: blind });
    try {
      await waitUntil(
        'it knows',
        async () => (await page('', second)).sources[0]?.problem?.includes('events') === true,
      );
      const { items, sources } = await page('', second);
      expect([items, sources[0]?.connected]).toEqual([[], false]);
      expect(await second.value(metrics.admissionRejects)).toBeUndefined();
      expect(await second.selfValue(metrics.permissionGap, { resource: 'events', verb: 'list' })).toBe(1);
    } finally {
      await second.stop();
    }
  });
});
