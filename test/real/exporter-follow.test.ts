import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metrics } from '../../exporter/contract/index.ts';
import { deployment } from '../support/deployment.ts';
import { countOf, startServe, type ExporterProcess } from '../support/exporter-process.ts';
import { waitUntil } from '../support/process.ts';
import { onlyWhatShows, readerRules } from '../support/reader.ts';
import { startRealCluster, type RealCluster } from '../support/real-cluster.ts';
import { skipWithout } from '../tools/find.ts';

const skipped = skipWithout('following a real cluster', [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kubectl',
]);

describe.skipIf(skipped)('the exporter on a real cluster, with the permissions that its checks need', () => {
  let cluster: RealCluster;
  let exporter: ExporterProcess;
  const apply = (manifest: string) => cluster.kubectl(['apply', '-f', '-'], manifest);
  const failing = () => exporter.value(metrics.checkResources, { check: 'pod-privileged', status: 'fail' });
  const critical = () => exporter.value(metrics.findings, { severity: 'critical', state: 'open' });
  const counted = (transition: string, reason: string) =>
    exporter.value(metrics.findingTransitions, { severity: 'critical', transition, reason });
  const until = (what: string, holds: () => Promise<boolean>) =>
    waitUntil(what, holds, { timeoutMs: 90_000, process: exporter.process });
  const criticalSince = async () => {
    const samples = (await exporter.scrape()).get(metrics.criticalFindingSince.name)?.samples ?? [];
    return new Map(samples.map(({ labels, value }) => [`${labels['resource_name']} of ${labels['owner']}`, value]));
  };

  beforeAll(async () => {
    cluster = await startRealCluster({ controllerManager: true });
    await cluster.createNamespace('shop');
    await apply(deployment('old', { privileged: true }));
    const account = { name: 'plumbline', namespace: 'shop', rules: readerRules };
    const kubeconfig = await cluster.createServiceAccountKubeconfig(account);
    exporter = await startServe({ kubeconfig, env: onlyWhatShows });
  });
  afterAll(async () => {
    await exporter.stop();
    await cluster.stop();
  });

  it('sees everything that it needs, and takes what is there as baseline', async () => {
    const { kinds, coverage, up, ready } = await exporter.cluster();
    expect(kinds.filter(({ status }) => status !== 'synced' && status !== 'absent')).toEqual([]);
    expect({ coverage, up, ready }).toEqual({ coverage: 1, up: true, ready: true });
    expect(await exporter.selfValue(metrics.permissionGap)).toBeUndefined();
    expect(await counted('opened', 'baseline')).toBe(1);
    expect(await counted('opened', 'new')).toBe(0);
    // Of all that a fresh control plane brings, nothing is critical but what we made.
    expect([...(await criticalSince()).keys()]).toEqual(['old of checkout']);
  });

  it('needs no permission on secrets', async () => {
    expect(readerRules.flatMap(({ resources }) => resources)).not.toContain('secrets');
    expect(await exporter.selfValue(metrics.inventoryObjects, { resource: 'secrets' })).toBeUndefined();
    expect(await exporter.selfValue(metrics.apiRequests, { resource: 'secrets' })).toBeUndefined();
  });

  it('opens a finding on what is created, as new, and names it', async () => {
    await apply(deployment('web', { privileged: true }));
    await until('the new deployment fails', async () => (await failing()) === 2);
    expect(await critical()).toBe(2);
    expect(await counted('opened', 'new')).toBe(1);
    expect(await counted('opened', 'baseline')).toBe(1);
    const [finding, ...others] = await exporter.findings('&check=pod-privileged&q=web');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
      owner: { name: 'web', team: 'checkout' },
      container: 'app',
      reason: 'new',
      state: 'open',
    });
    expect((await criticalSince()).get('web of checkout')).toBe(Date.parse(finding?.firstSeen ?? '') / 1000);
  });

  it('resolves it as fixed when it is mended, and times that', async () => {
    await apply(deployment('web', { privileged: false }));
    await until('it is mended', async () => (await failing()) === 1);
    expect(await critical()).toBe(1);
    expect(await counted('resolved', 'fixed')).toBe(1);
    expect(await exporter.value(countOf(metrics.findingRemediation), { severity: 'critical' })).toBe(1);
    expect([...(await criticalSince()).keys()]).toEqual(['old of checkout']);
    expect(await exporter.findings('&check=pod-privileged&q=web')).toEqual([]);
  });

  it('goes on with the same episode when it is broken again at once', async () => {
    await apply(deployment('web', { privileged: true }));
    await until('it fails again', async () => (await failing()) === 2);
    expect(await counted('reopened', 'new')).toBe(1);
    expect(await counted('opened', 'new')).toBe(1);
  });

  it('resolves it as deleted, and not as fixed, when its object goes', async () => {
    await cluster.kubectl(['delete', 'deployment', 'web', '-n', 'shop', '--wait=false']);
    await until('it is gone', async () => (await failing()) === 1);
    expect(await critical()).toBe(1);
    expect(await counted('resolved', 'deleted')).toBe(1);
    expect(await counted('resolved', 'fixed')).toBe(1);
    expect(await exporter.value(countOf(metrics.findingRemediation), { severity: 'critical' })).toBe(1);
  });

  it('times each of these changes from the API server to the page', async () => {
    expect(await exporter.value(countOf(metrics.changeToResult), { path: 'watch' })).toBeGreaterThanOrEqual(4);
  });

  it('writes one line for every transition', async () => {
    const lines = exporter.process
      .output()
      .split('\n')
      .filter((line) => line.includes('finding transition'))
      .map((line) => JSON.parse(line) as Record<string, unknown> & { object: { name: string } })
      .filter(({ check, object }) => check === 'pod-privileged' && object.name === 'web');
    const told = lines.map(({ transition, reason, owner }) => [transition, reason, owner].map(String).join(' '));
    expect(told).toEqual([
      'opened new checkout',
      'resolved fixed checkout',
      'reopened new checkout',
      'resolved deleted checkout',
    ]);
  });

  it('closes what was in a namespace that is deleted, and what was said of it', async () => {
    const verdicts = async () => {
      const families = await exporter.scrape();
      return [metrics.checkResources, metrics.findings].map(({ name }) => families.get(name)?.samples);
    };
    const before = await verdicts();
    const deleted = (await counted('resolved', 'deleted')) ?? 0;
    await cluster.createNamespace('temporary');
    await apply(deployment('inside', { privileged: true, namespace: 'temporary' }));
    await until('all of it is found', async () => {
      const checks = (await exporter.findings('&q=temporary')).map(({ check }) => check);
      return checks.includes('pod-privileged') && checks.includes('ns-psa-enforce-missing');
    });
    await until('it is on the page', async () => (await failing()) === 2);
    await cluster.kubectl(['delete', 'namespace', 'temporary']);
    await until('all of it is closed', async () => (await exporter.findings('&q=temporary')).length === 0);
    // The page may follow the API by one rendering.
    await until('it is counted', async () => (await counted('resolved', 'deleted')) === deleted + 1);
    await expect.poll(verdicts, { timeout: 90_000 }).toEqual(before);
  });
});
