import { existsSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { freePort, run, startProcess, waitUntil } from '../support/process.ts';
import { promtool, startPrometheus } from '../support/prometheus.ts';
import { type RealCluster, startRealCluster } from '../support/real-cluster.ts';
import { skipWithout } from '../tools/find.ts';

const privilegedPod = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'root', namespace: 'harness' },
  spec: { containers: [{ name: 'main', image: 'example.test/root:1', securityContext: { privileged: true } }] },
});

const noCluster = skipWithout('the real cluster', ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl']);

describe.skipIf(noCluster)('a real cluster', () => {
  let cluster: RealCluster;
  beforeAll(async () => {
    cluster = await startRealCluster({ controllerManager: true });
    await cluster.createNamespace('harness');
  });
  afterAll(() => cluster.stop());

  it('keeps a privileged pod', async () => {
    await cluster.kubectl(['create', '-f', '-'], privilegedPod);
    const pod: unknown = JSON.parse(await cluster.kubectl(['get', 'pod', 'root', '-n', 'harness', '-o', 'json']));
    expect(pod).toMatchObject({
      spec: { serviceAccountName: 'default', containers: [{ securityContext: { privileged: true } }] },
    });
  });

  it('refuses a limited service account what it may not see', async () => {
    const kubeconfig = await cluster.createServiceAccountKubeconfig({
      name: 'limited',
      namespace: 'harness',
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
    });
    const asLimited = (resource: string) => cluster.kubectl([`--kubeconfig=${kubeconfig}`, 'get', resource, '-A']);
    expect(await asLimited('pods')).toContain('root');
    await expect(asLimited('secrets')).rejects.toThrow('Error from server (Forbidden)');
  });

  it('keeps objects over a restart of the API server', async () => {
    await cluster.stopApiServer('SIGKILL');
    await expect(cluster.request('/readyz')).rejects.toThrow('ECONNREFUSED');
    await cluster.startApiServer();
    expect((await cluster.request('/api/v1/namespaces/harness')).status).toBe(200);
  });

  it('answers a watch from a compacted revision with 410', async () => {
    const { body } = await cluster.request('/api/v1/namespaces/harness/configmaps');
    const { metadata } = JSON.parse(body) as { metadata: { resourceVersion: string } };
    const watch = `/api/v1/namespaces/harness/configmaps?watch=1&timeoutSeconds=1&resourceVersion=${metadata.resourceVersion}`;
    const before = await cluster.request(watch);
    expect(before.status).toBe(200);
    expect(before.body).not.toContain('"code":410');

    await cluster.kubectl(['create', 'configmap', 'newer', '-n', 'harness']);
    expect(await cluster.compactEtcd()).toBeGreaterThan(Number(metadata.resourceVersion));
    await cluster.restartApiServer();
    const after = await cluster.request(watch);
    expect(after.body).toContain('"code":410');
  });

  it('deletes a namespace with all that is in it', async () => {
    await cluster.createNamespace('short-lived');
    await cluster.kubectl(['create', 'configmap', 'inside', '-n', 'short-lived']);
    await cluster.kubectl(['delete', 'namespace', 'short-lived', '--wait=false']);
    await expect
      .poll(() => cluster.request('/api/v1/namespaces/short-lived'), { timeout: 60_000 })
      .toMatchObject({ status: 404 });
    const { body } = await cluster.request('/api/v1/namespaces/short-lived/configmaps');
    expect(JSON.parse(body)).toMatchObject({ items: [] });
  });
});

describe.skipIf(noCluster)('a real cluster without controllers', () => {
  it('takes pods in a new namespace and leaves nothing behind', async () => {
    const cluster = await startRealCluster();
    await cluster.createNamespace('harness', { team: 'platform' });
    await cluster.kubectl(['create', '-f', '-'], privilegedPod);
    await cluster.stop();
    expect(existsSync(cluster.dir)).toBe(false);
    await expect(cluster.request('/readyz')).rejects.toThrow('ECONNREFUSED');
  });
});

describe.skipIf(skipWithout('Prometheus', ['prometheus', 'promtool']))('a real Prometheus', () => {
  it('scrapes itself and sees that a target is down', async () => {
    const nobody = `127.0.0.1:${await freePort()}`;
    const prometheus = await startPrometheus({ targets: [nobody], scrapeInterval: '1s' });
    const up = async () =>
      Object.fromEntries((await prometheus.query('up')).map(({ labels, value }) => [labels['job'], value]));
    await waitUntil('both targets are scraped', async () => Object.keys(await up()).length === 2);
    expect(await up()).toEqual({ prometheus: 1, plumbline: 0 });
    await prometheus.stop();
  });

  it('has a promtool that refuses a broken rule file', async () => {
    const result = await promtool(['check', 'metrics'], 'not a metric line\n');
    expect(result.code).not.toBe(0);
  });
});

describe('a started process', () => {
  it('dies with the process that started it', async () => {
    const module = new URL('../support/process.ts', import.meta.url).href;
    const script = `
      const { startProcess } = await import(${JSON.stringify(module)});
      const child = startProcess({ name: 'sleep', command: 'sleep', args: ['1000'], logFile: '/dev/null' });
      process.stdout.write(String(child.pid));
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 200);
      setInterval(() => {}, 1000);
    `;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
    expect(Number(stdout)).toBeGreaterThan(0);
    await waitUntil('the child is gone', () => !isAlive(Number(stdout)));
  });

  it('that cannot be found is an error', () => {
    const options = { name: 'ghost', command: 'plumbline-no-such-program', args: [], logFile: '/dev/null' };
    expect(() => startProcess(options)).toThrow('cannot start');
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
