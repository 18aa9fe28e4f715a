import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiDeployWindowPage } from '../../exporter/contract/index.ts';
import { deployment } from '../support/deployment.ts';
import { startServe, type ExporterProcess } from '../support/exporter-process.ts';
import { waitUntil } from '../support/process.ts';
import { readerRules } from '../support/reader.ts';
import { startRealCluster, type RealCluster } from '../support/real-cluster.ts';
import { skipWithout } from '../tools/find.ts';

const skipped = skipWithout('deploy windows of a real cluster', ['etcd', 'kube-apiserver', 'kubectl']);
const hours = (count: number): string => new Date(Date.now() + count * 3_600_000).toISOString();

describe.skipIf(skipped)('annotations of a namespace in a real cluster', () => {
  let cluster: RealCluster;
  let exporter: ExporterProcess;

  beforeAll(async () => {
    cluster = await startRealCluster();
    await cluster.createNamespace('shop');
    const account = { name: 'reader', namespace: 'shop', rules: readerRules };
    exporter = await startServe({ kubeconfig: await cluster.createServiceAccountKubeconfig(account) });
  });
  afterAll(async () => {
    await exporter.stop();
    await cluster.stop();
  });

  const windows = async () =>
    (JSON.parse(await exporter.text('/api/v1/deploy-windows')) as ApiDeployWindowPage).items.map(
      ({ changeId, state, problem = '' }) => `${changeId} ${state} ${problem}`.trim(),
    );
  const annotate = (...annotations: readonly string[]) =>
    cluster.kubectl(['annotate', '--overwrite', 'namespace', 'shop', ...annotations]);
  const windowIs = (expected: string) =>
    waitUntil(`the window is "${expected}"`, async () => (await windows()).some((one) => one.startsWith(expected)));

  it('open a window that marks what happens there, until they are taken away', async () => {
    await annotate('plumbline.dev/deploy-window=CHG-1', `plumbline.dev/deploy-window-until=${hours(1)}`);
    await windowIs('CHG-1 active');
    await cluster.kubectl(['apply', '-f', '-'], deployment('web', { privileged: true }));
    await waitUntil(
      'the finding is there',
      async () => (await exporter.findings('&check=pod-privileged')).length === 1,
    );
    const [finding] = await exporter.findings('&check=pod-privileged');
    expect(finding).toMatchObject({ reason: 'new', windows: ['CHG-1'] });
    await annotate('plumbline.dev/deploy-window-', 'plumbline.dev/deploy-window-until-');
    await windowIs('CHG-1 ended');
    await cluster.kubectl(['apply', '-f', '-'], deployment('api', { privileged: true }));
    await waitUntil('the other is there', async () => (await exporter.findings('&check=pod-privileged')).length === 2);
    expect(await exporter.findings('&check=pod-privileged&window=_none')).toMatchObject([{ object: { name: 'api' } }]);
  });

  it('that ask for too long, or say nothing, are refused with the reason', async () => {
    await annotate('plumbline.dev/deploy-window=CHG-2', `plumbline.dev/deploy-window-until=${hours(48)}`);
    await windowIs('CHG-2 refused plumbline.dev/deploy-window-until is more than 1d after');
    await annotate('plumbline.dev/deploy-window=rm -rf /', 'plumbline.dev/deploy-window-until=soon');
    await windowIs('unreadable refused plumbline.dev/deploy-window is no change id');
    expect(await windows()).not.toContainEqual(expect.stringContaining('rm -rf'));
  });
});
