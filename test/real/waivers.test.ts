import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metrics, type ApiPage, type ApiWaiver } from '../../exporter/contract/index.ts';
import { deployment } from '../support/deployment.ts';
import { plumbline, startServe, type ExporterProcess } from '../support/exporter-process.ts';
import { waitUntil } from '../support/process.ts';
import { readerRules } from '../support/reader.ts';
import { startRealCluster, type RealCluster } from '../support/real-cluster.ts';
import { skipWithout } from '../tools/find.ts';

const crd = join(import.meta.dirname, '../../deploy/crds/waivers.plumbline.dev.yaml');
const skipped = skipWithout('waivers as resources of a real cluster', ['etcd', 'kube-apiserver', 'kubectl']);
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const spec = {
  checks: ['pod-privileged'],
  match: { namespaces: ['shop'], resources: [{ kind: 'Deployment', name: 'web' }] },
  type: 'temporary',
  reason: 'Replaced next sprint.',
  requester: 'ana',
  approver: 'bo',
  expiresAt: day(30),
};
const waiver = (over: object = {}): string =>
  JSON.stringify({
    apiVersion: 'plumbline.dev/v1alpha1',
    kind: 'Waiver',
    metadata: { name: 'web-privileged' },
    spec: { ...spec, ...over },
  });

describe.skipIf(skipped)('a Waiver of a real cluster', () => {
  let cluster: RealCluster;
  let exporter: ExporterProcess;
  let kubeconfig: string;

  beforeAll(async () => {
    cluster = await startRealCluster();
    await cluster.kubectl(['apply', '-f', crd]);
    await cluster.kubectl(['wait', '--for=condition=Established', '--timeout=60s', 'crd/waivers.plumbline.dev']);
    await cluster.createNamespace('shop');
    await cluster.kubectl(['apply', '-f', '-'], deployment('web', { privileged: true }));
    await cluster.kubectl(['apply', '-f', '-'], deployment('api', { privileged: true }));
    const account = { name: 'reader', namespace: 'shop', rules: readerRules };
    kubeconfig = await cluster.createServiceAccountKubeconfig(account);
    exporter = await startServe({ kubeconfig });
  });
  afterAll(async () => {
    await exporter.stop();
    await cluster.stop();
  });

  const open = async () => (await exporter.findings('&check=pod-privileged')).map(({ object }) => object.name).sort();
  const waivers = async () => (JSON.parse(await exporter.text('/api/v1/waivers')) as ApiPage<ApiWaiver>).items;
  const becomes = (what: string, names: readonly string[]) =>
    waitUntil(what, async () => (await open()).join() === names.join());

  it.each<[string, object, RegExp]>([
    ['an approver who asks', { approver: 'ANA' }, /spec\.approver.*somebody else has to approve/],
    ['no check', { checks: [] }, /name checks, or frameworks/],
    ['no expiry', { expiresAt: undefined }, /spec\.expiresAt: Required/],
    ['an expiry that is no date', { expiresAt: 'never' }, /spec\.expiresAt/],
    ['an unknown type', { type: 'whim' }, /spec\.type: Unsupported value/],
    ['a key that is misspelt', { expires: '2027-01-01' }, /unknown field "spec\.expires"/],
  ])('is refused by the API server for %s', async (_claim, over, expected) => {
    await expect(cluster.kubectl(['apply', '-f', '-'], waiver(over))).rejects.toThrow(expected);
  });

  it('accepts findings while it is there, and lets them open when it goes', async () => {
    await becomes('both fail', ['api', 'web']);
    await cluster.kubectl(['apply', '-f', '-'], waiver());
    await becomes('one is waived', ['api']);
    expect(await waivers()).toMatchObject([
      { name: 'web-privileged', state: 'active', matched: 1, source: { kind: 'resource' }, approver: 'bo' },
    ]);
    await cluster.kubectl(['apply', '-f', '-'], waiver({ match: { namespaces: ['shop'] } }));
    await becomes('the other is waived too', []);
    const { stdout } = await plumbline(['scan', '--check', 'pod-privileged', '-o', 'json'], kubeconfig);
    expect(JSON.parse(stdout)).toMatchObject({
      summary: { failures: { critical: 0 }, waivers: [{ name: 'web-privileged', state: 'active', matched: 2 }] },
    });
    await cluster.kubectl(['delete', 'waiver', 'web-privileged']);
    await becomes('both fail again', ['api', 'web']);
    expect(await waivers()).toEqual([]);
    expect(
      await exporter.value(metrics.findingTransitions, {
        transition: 'resolved',
        reason: 'exempted',
        severity: 'critical',
      }),
    ).toBe(2);
    expect(
      await exporter.value(metrics.findingTransitions, { transition: 'reopened', reason: 'new', severity: 'critical' }),
    ).toBe(2);
  });

  it('that the API server takes and the configuration does not is listed with field and remedy', async () => {
    await cluster.kubectl(['apply', '-f', '-'], waiver({ expiresAt: day(400) }));
    await waitUntil('it is listed', async () => (await waivers()).length === 1);
    expect(await waivers()).toMatchObject([
      {
        state: 'refused',
        problem: expect.stringMatching(/spec\.expiresAt: is more than 180d after .*; write .* or earlier/),
      },
    ]);
    expect(await open()).toEqual(['api', 'web']);
    await cluster.kubectl(['delete', 'waiver', 'web-privileged']);
  });

  it('may be what `plumbline waive` wrote', async () => {
    const options = ['--check', 'pod-privileged', '--resource', 'Deployment/api', '--type', 'mitigated'];
    const people = ['--reason', 'no', '--requester', 'ana', '--approver', 'bo', '--expires', '30d'];
    const { stdout } = await plumbline(['waive', 'api-privileged', ...options, ...people]);
    await cluster.kubectl(['apply', '-f', '-'], stdout);
    await becomes('it is in force', ['web']);
    expect(await waivers()).toMatchObject([{ name: 'api-privileged', type: 'mitigated', reason: 'no', matched: 1 }]);
  });
});
