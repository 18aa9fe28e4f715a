import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks } from '../../exporter/checks/index.ts';
import { metrics } from '../../exporter/contract/index.ts';
import { kinds } from '../../exporter/model/kinds.ts';
import { kindsNeeded } from '../../exporter/model/needs.ts';
import { waitUntil } from '../support/process.ts';
import { promtool, startPrometheus } from '../support/prometheus.ts';
import { startRealCluster, type PolicyRule, type RealCluster } from '../support/real-cluster.ts';
import { startServe, type ExporterProcess } from '../support/serve-process.ts';
import { skipWithout } from '../tools/find.ts';

const skipped = skipWithout('the exporter on a real cluster', [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kubectl',
  'prometheus',
  'promtool',
]);

/** Exactly what the enabled checks need, and nothing else. */
const rules: readonly PolicyRule[] = kindsNeeded(checks).map((name) => ({
  apiGroups: [kinds[name].group],
  resources: [kinds[name].resource],
  verbs: ['get', 'list', 'watch'],
}));

function deployment(name: string, privileged: boolean, namespace = 'shop'): string {
  const container = { name: 'app', image: 'registry.example/app:1', securityContext: { privileged } };
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: { team: 'checkout' } },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [container] } },
    },
  });
}

describe.skipIf(skipped)('the exporter on a real cluster, with the permissions that its checks need', () => {
  let cluster: RealCluster;
  let exporter: ExporterProcess;
  const patient = { timeoutMs: 90_000 };
  const apply = (manifest: string) => cluster.kubectl(['apply', '-f', '-'], manifest);
  const remove = (name: string) => cluster.kubectl(['delete', 'deployment', name, '-n', 'shop', '--wait=false']);
  const failing = (check = 'pod-privileged') => exporter.value(metrics.checkResources, { check, status: 'fail' });
  const critical = () => exporter.value(metrics.findings, { severity: 'critical', state: 'open' });
  const counted = (transition: string, reason: string) =>
    exporter.value(metrics.findingTransitions, { severity: 'critical', transition, reason });
  const until = (what: string, holds: () => Promise<boolean>) =>
    waitUntil(what, holds, { ...patient, process: exporter.process });

  beforeAll(async () => {
    cluster = await startRealCluster({ controllerManager: true });
    await cluster.createNamespace('shop');
    await apply(deployment('old', true));
    const kubeconfig = await cluster.createServiceAccountKubeconfig({ name: 'plumbline', namespace: 'shop', rules });
    exporter = await startServe({ kubeconfig, env: { PLUMBLINE_CLUSTERS_PERMISSION_CHECK: '2s' } });
  });
  afterAll(async () => {
    await exporter.stop();
    await cluster.stop();
  });

  it('sees everything that it needs, and takes what is there as baseline', async () => {
    const { kinds: seen, coverage, up } = await exporter.cluster();
    expect(seen.filter(({ status }) => status !== 'synced' && status !== 'absent')).toEqual([]);
    expect({ coverage, up }).toEqual({ coverage: 1, up: true });
    expect(await exporter.selfValue(metrics.permissionGap)).toBeUndefined();
    expect(await counted('opened', 'baseline')).toBe(1);
    expect(await counted('opened', 'new')).toBe(0);
  });

  it('follows what is created, changed and deleted', async () => {
    await apply(deployment('web', true));
    await until('the new deployment fails', async () => (await failing()) === 2);
    expect(await counted('opened', 'new')).toBe(1);
    const since = (await exporter.scrape()).get(metrics.criticalFindingSince.name)?.samples ?? [];
    expect(since.map(({ labels }) => `${labels['resource_name']} ${labels['owner']}`).sort()).toEqual([
      'old checkout',
      'web checkout',
    ]);
    const [finding] = await exporter.findings('&check=pod-privileged&q=web');
    expect(finding).toMatchObject({
      object: { name: 'web' },
      owner: { team: 'checkout' },
      reason: 'new',
      state: 'open',
    });

    await apply(deployment('web', false));
    await until('it is mended', async () => (await failing()) === 1);
    expect(await counted('resolved', 'fixed')).toBe(1);
    expect(
      await exporter.value(
        { ...metrics.findingRemediation, name: `${metrics.findingRemediation.name}_count` },
        { severity: 'critical' },
      ),
    ).toBe(1);

    await apply(deployment('gone', true));
    await until('another one fails', async () => (await failing()) === 2);
    await remove('gone');
    await until('it is gone', async () => (await failing()) === 1);
    expect(await counted('resolved', 'deleted')).toBe(1);
    const seen = { ...metrics.changeToResult, name: `${metrics.changeToResult.name}_count` };
    expect(await exporter.value(seen, { path: 'watch' })).toBeGreaterThanOrEqual(4);
  });

  it('keeps findings while the API server is away, and catches up', async () => {
    const resolved = await exporter.value(metrics.findingTransitions, { transition: 'resolved' });
    await cluster.stopApiServer('SIGKILL');
    await until('the outage is seen', async () => (await exporter.selfValue(metrics.clusterUp)) === 0);
    expect((await fetch(`${exporter.url}/healthz`)).status).toBe(200);
    expect(await critical()).toBe(1);
    await cluster.startApiServer();
    await apply(deployment('after', true));
    await until(
      'it has caught up',
      async () => (await failing()) === 2 && (await exporter.selfValue(metrics.clusterUp)) === 1,
    );
    expect(await exporter.value(metrics.findingTransitions, { transition: 'resolved' })).toBe(resolved);
    await remove('after');
    await until('the deletion arrives', async () => (await failing()) === 1);
  });

  it('is right after its resource versions were compacted away', async () => {
    await apply(deployment('before', true));
    await until('the change arrives', async () => (await failing()) === 2);
    await cluster.compactEtcd();
    await cluster.restartApiServer('SIGKILL');
    await remove('before');
    await until('everything is listed again and right', async () => (await failing()) === 1);
    const gone = () => exporter.selfValue(metrics.relists, { reason: 'gone' });
    await until('the watches report it', async () => (await gone()) !== undefined);
    expect(await gone()).toBeGreaterThan(0);
    expect(await critical()).toBe(1);
  });

  it('calls what a revoked permission hides unknown, and heals when it is granted again', async () => {
    const opened = await counted('opened', 'new');
    const grant = (verbs: readonly string[]) =>
      cluster.kubectl([
        'patch',
        'clusterrole',
        'shop-plumbline',
        '--type=json',
        '-p',
        JSON.stringify([
          {
            op: 'replace',
            path: `/rules/${rules.findIndex(({ resources }) => resources?.includes('deployments'))}/verbs`,
            value: verbs,
          },
        ]),
      ]);
    await grant(['get']);
    await until(
      'deployments are unknown',
      async () =>
        ((await exporter.value(metrics.checkResources, { check: 'pod-privileged', status: 'unknown' })) ?? 0) > 0,
    );
    expect(await exporter.selfValue(metrics.permissionGap, { resource: 'deployments' })).toBeGreaterThan(0);
    expect(await failing()).toBe(0);
    expect(await critical()).toBe(1);
    expect(await exporter.value(metrics.clusterClean)).toBe(0);
    expect(await exporter.value(metrics.checkCoverage)).toBeLessThan(1);
    await grant(['get', 'list', 'watch']);
    await until('deployments are seen again', async () => (await failing()) === 1);
    expect(await exporter.value(metrics.checkCoverage)).toBe(1);
    expect(await counted('opened', 'new')).toBe(opened);
  });

  it('closes what was in a namespace that is deleted', async () => {
    await cluster.createNamespace('temporary');
    await apply(deployment('inside', true, 'temporary'));
    await until('it is there', async () => (await exporter.findings('&namespace=temporary')).length > 0);
    const deleted = (await counted('resolved', 'deleted')) ?? 0;
    await cluster.kubectl(['delete', 'namespace', 'temporary']);
    await until('all of it is closed', async () => (await exporter.findings('&q=temporary')).length === 0);
    await until('it is counted', async () => (await counted('resolved', 'deleted')) === deleted + 1);
    expect(await failing()).toBe(1);
  });

  it('is scraped by a real Prometheus within the bounds of its contract', async () => {
    const prometheus = await startPrometheus({
      targets: [new URL(exporter.url).host, new URL(exporter.selfUrl).host],
      scrapeInterval: '1s',
      scrapeConfig: { honor_labels: true },
    });
    try {
      await waitUntil(
        'both are scraped',
        async () => (await prometheus.query('sum(up{job="plumbline"})'))[0]?.value === 2,
        patient,
      );
      const info = [metrics.checkInfo, metrics.checkFrameworkInfo, metrics.clusterInfo]
        .map(({ name }) => name)
        .join('|');
      const posture = `count({__name__=~"kspm_.*", __name__!~"${info}", instance="${new URL(exporter.url).host}"})`;
      await waitUntil('series are stored', async () => ((await prometheus.query(posture))[0]?.value ?? 0) > 0, patient);
      const [series] = await prometheus.query(posture);
      expect(series?.value).toBeLessThanOrEqual(1_000);
      const known = new Set(
        Object.values(metrics).flatMap(({ name, type }) =>
          type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
        ),
      );
      const stored = await prometheus.query('count by (__name__) ({__name__=~"kspm_.*"})');
      expect(stored.map(({ labels }) => labels['__name__'] ?? '').filter((name) => !known.has(name))).toEqual([]);
    } finally {
      await prometheus.stop();
    }
    for (const url of [exporter.url, exporter.selfUrl]) {
      const { code, stdout, stderr } = await promtool(
        ['check', 'metrics'],
        await (await fetch(`${url}/metrics`)).text(),
      );
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    }
  });

  it('serves of every self metric exactly what the contract says', async () => {
    const text = await exporter.scrapeSelf();
    const served = [...text.matchAll(/^# TYPE (kspm_\S+) (\S+)$/gm)].map(([, name, type]) => `${name} ${type}`);
    const contracted = Object.values(metrics)
      .filter(({ plane }) => plane === 'self')
      .map(({ name, type }) => `${name} ${type}`);
    // The store in memory has no size on disk.
    const without = new Set([`${metrics.storeBytes.name} gauge`]);
    expect(served.sort()).toEqual(contracted.filter((line) => !without.has(line)).sort());
  });
});
