import { createServer, type Server } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks } from '../../exporter/checks/index.ts';
import { metrics, type ScanReport } from '../../exporter/contract/index.ts';
import { kinds } from '../../exporter/model/kinds.ts';
import { kindsNeeded } from '../../exporter/model/needs.ts';
import { run, waitUntil } from '../support/process.ts';
import { startRealCluster, type RealCluster } from '../support/real-cluster.ts';
import { openKubeconfig, startServe } from '../support/serve-process.ts';
import { skipWithout } from '../tools/find.ts';

const skipped = skipWithout('scan, snapshot and faults on a real cluster', ['etcd', 'kube-apiserver', 'kubectl']);
const main = join(import.meta.dirname, '../../exporter/main.ts');
const canary = 'cAnArY-7f3a9c1e5d';
const patient = { timeoutMs: 90_000 };

const workload = JSON.stringify({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    namespace: 'shop',
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `{"password":"${canary}"}` },
  },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [
          {
            name: 'app',
            image: 'registry.example/app:1',
            securityContext: { privileged: true },
            env: [
              { name: 'DB_PASSWORD', value: canary },
              { name: 'DATABASE_URL', value: `postgres://shop:${canary}@db/shop` },
            ],
          },
        ],
      },
    },
  },
});
const secret = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's', namespace: 'shop' },
  stringData: { key: canary },
});

/** A run of the command line; `stdout` is what it printed. */
const plumbline = (args: readonly string[], kubeconfig: string) =>
  run(process.execPath, [main, ...args], { env: { PATH: process.env['PATH'], KUBECONFIG: kubeconfig } });

describe.skipIf(skipped)('on a real cluster', () => {
  let cluster: RealCluster;
  let kubeconfig: string;
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-edges-'));

  beforeAll(async () => {
    cluster = await startRealCluster();
    await cluster.createNamespace('shop', { team: 'checkout' });
    await cluster.kubectl(['create', '-f', '-'], workload);
    await cluster.kubectl(['create', '-f', '-'], secret);
    const rules = kindsNeeded(checks).map((name) => ({
      apiGroups: [kinds[name].group],
      resources: [kinds[name].resource],
      verbs: ['get', 'list', 'watch'],
    }));
    const lease = {
      apiGroups: ['coordination.k8s.io'],
      resources: ['leases'],
      verbs: ['get', 'create', 'update', 'watch', 'list'],
    };
    kubeconfig = await cluster.createServiceAccountKubeconfig({
      name: 'reader',
      namespace: 'shop',
      rules: [...rules, lease],
    });
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await cluster.stop();
  });

  it('a scan gives the agreed shape and exit codes', async () => {
    const { code, stdout } = await plumbline(['scan', '--output', 'json'], kubeconfig);
    expect(code).toBe(1);
    const { results, summary } = JSON.parse(stdout) as ScanReport;
    expect(results.find(({ check }) => check === 'pod-privileged')).toEqual({
      check: 'pod-privileged',
      result: 'fail',
      severity: 'critical',
      cluster: 'real',
      object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
      owner: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web', team: 'checkout' },
      path: 'spec.template.spec.containers[0].securityContext.privileged',
      container: 'app',
      message: 'container "app": securityContext.privileged is true',
    });
    expect(summary.failures.critical).toBe(1);
    expect((await plumbline(['scan', '--fail-on', 'none'], kubeconfig)).code).toBe(0);
    expect((await plumbline(['scan', '--context', 'other'], kubeconfig)).code).toBe(2);
    expect((await plumbline(['doctor'], kubeconfig)).code).toBe(0);
  });

  it('a snapshot scans and serves like the cluster that it was taken of', async () => {
    const file = join(folder, 'real.ndjson.gz');
    expect((await plumbline(['snapshot', '-o', file], kubeconfig)).code).toBe(0);
    const live = JSON.parse((await plumbline(['scan', '-o', 'json', '--all'], kubeconfig)).stdout) as ScanReport;
    const later = JSON.parse((await plumbline(['scan', '-o', 'json', '--all', file], kubeconfig)).stdout) as ScanReport;
    const comparable = ({ results }: ScanReport) =>
      results.map((result) => JSON.stringify({ ...result, source: undefined, cluster: undefined })).sort();
    expect(comparable(later)).toEqual(comparable(live));
    const exporter = await startServe({ snapshot: file });
    try {
      expect(await exporter.value(metrics.checkResources, { check: 'pod-privileged', status: 'fail' })).toBe(1);
      expect(await exporter.value(metrics.findings, { severity: 'critical', state: 'open' })).toBe(1);
    } finally {
      expect(await exporter.stop()).toBe(0);
    }
  });

  it('a secret value is nowhere: not in scan, snapshot, metrics, API, page or logs', async () => {
    const file = join(folder, 'plain.ndjson');
    await plumbline(['snapshot', '-o', file], kubeconfig);
    const scans = await Promise.all(
      [['scan'], ['scan', '-o', 'json', '--all'], ['checks']].map(async (args) => {
        const { stdout, stderr } = await plumbline(args, kubeconfig);
        return stdout + stderr;
      }),
    );
    const exporter = await startServe({ kubeconfig, env: { PLUMBLINE_LOG_LEVEL: 'trace' } });
    const paths = ['/', '/metrics', '/api/v1/clusters', '/api/v1/findings?limit=1000', '/api/v1/checks'];
    const served = await Promise.all(paths.map(async (path) => (await fetch(`${exporter.url}${path}`)).text()));
    const logs = exporter.process.output();
    await exporter.stop();
    for (const text of [...scans, ...served, logs, readFileSync(file, 'utf8')]) {
      expect(text.length).toBeGreaterThan(0);
      expect(text).not.toContain(canary);
    }
    expect(served[3]).toContain('secret-env-literal');
  });

  it('our own Lease comes back on the watch and times it', async () => {
    const exporter = await startServe({
      kubeconfig,
      env: { PLUMBLINE_CLUSTERS_CANARY_ENABLED: 'true', PLUMBLINE_CLUSTERS_CANARY_NAMESPACE: 'shop' },
    });
    const count = { ...metrics.watchCanary, name: `${metrics.watchCanary.name}_count` };
    await waitUntil('the canary is timed', async () => ((await exporter.value(count)) ?? 0) > 0, patient);
    expect(await exporter.stop()).toBe(0);
  });

  it('kill -9 costs the process and nothing else: the next one starts on the same cluster', async () => {
    const first = await startServe({ kubeconfig });
    await first.process.stop('SIGKILL');
    const second = await startServe({ kubeconfig });
    expect(await second.value(metrics.findings, { severity: 'critical', state: 'open' })).toBe(1);
    expect(await second.value(metrics.findingTransitions, { transition: 'opened', reason: 'new' })).toBe(0);
    expect(await second.stop()).toBe(0);
  });

  it('a busy API server is waited for as long as it asks, and then everything is there', async () => {
    let refusals = 6;
    const token = tokenOf(kubeconfig);
    const proxy: Server = createServer((request, response) => {
      const isList = request.method === 'GET' && request.url?.includes('limit=') === true;
      if (isList && refusals > 0) {
        refusals -= 1;
        response.writeHead(429, { 'Retry-After': '1', 'Content-Type': 'application/json' });
        response.end(
          JSON.stringify({ kind: 'Status', status: 'Failure', reason: 'TooManyRequests', code: 429, message: 'busy' }),
        );
        return;
      }
      const upstream = httpsRequest(
        new URL(request.url ?? '/', cluster.url),
        {
          method: request.method ?? 'GET',
          ca: cluster.caData,
          headers: { ...request.headers, authorization: `Bearer ${token}` },
        },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        },
      );
      upstream.on('error', () => response.destroy());
      response.on('close', () => upstream.destroy());
      request.pipe(upstream);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const exporter = await startServe({
      kubeconfig: openKubeconfig(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`),
    });
    try {
      expect(refusals).toBe(0);
      expect(await exporter.selfValue(metrics.apiThrottled)).toBeGreaterThan(1);
      expect(await exporter.selfValue(metrics.apiRequests, { code: '429' })).toBe(6);
      expect(await exporter.value(metrics.findings, { severity: 'critical', state: 'open' })).toBe(1);
      expect((await exporter.cluster()).coverage).toBe(1);
    } finally {
      expect(await exporter.stop()).toBe(0);
      proxy.closeAllConnections();
      proxy.close();
    }
  });

  it('a configuration that cannot be used ends with its reason and code 2', async () => {
    const file = join(folder, 'bad.yaml');
    writeFileSync(file, 'clusters: {stale_after: 5m}\n');
    const { code, stderr } = await plumbline(['serve', '--config', file], kubeconfig);
    expect(code).toBe(2);
    expect(stderr).toContain(`${file}: clusters.stale_after is not a setting; did you mean clusters.staleAfter?`);
  });
});

/** The token of the only user of a kubeconfig that the harness wrote. */
function tokenOf(file: string): string {
  const config = JSON.parse(readFileSync(file, 'utf8')) as { users: { user: { token: string } }[] };
  return config.users[0]?.user.token ?? '';
}
