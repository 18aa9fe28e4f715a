import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metrics, type ScanReport } from '../../exporter/contract/index.ts';
import { deployment } from '../support/deployment.ts';
import { plumbline, startServe, type ExporterProcess } from '../support/exporter-process.ts';
import { readerRules } from '../support/reader.ts';
import { startRealCluster, type RealCluster } from '../support/real-cluster.ts';
import { skipWithout } from '../tools/find.ts';

const skipped = skipWithout('scan and snapshot of a real cluster', ['etcd', 'kube-apiserver', 'kubectl']);
/** Planted wherever a secret value may be in a cluster; it must be found nowhere else. */
const canary = 'cAnArY-7f3a9c1e5d';

const secretHolders = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'holder', namespace: 'shop', labels: { team: 'checkout' } },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'holder' } },
      template: {
        metadata: { labels: { app: 'holder' } },
        spec: {
          initContainers: [
            { name: 'migrate', image: 'registry.example/migrate:1', env: [{ name: 'API_TOKEN', value: canary }] },
          ],
          containers: [
            {
              name: 'app',
              image: 'registry.example/app:1',
              env: [
                { name: 'DB_PASSWORD', value: canary },
                { name: 'DATABASE_URL', value: `postgres://shop:${canary}@db/shop` },
              ],
            },
          ],
        },
      },
    },
  },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'holder', namespace: 'shop' },
    spec: {
      schedule: '0 3 * * *',
      suspend: true,
      jobTemplate: {
        spec: {
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [
                { name: 'app', image: 'registry.example/app:1', env: [{ name: 'PASSWORD', value: canary }] },
              ],
            },
          },
        },
      },
    },
  },
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'holder', namespace: 'shop' }, stringData: { key: canary } },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'holder', namespace: 'shop' },
    data: { key: canary, 'app.properties': `mode=fast\ndb.password=${canary}\n` },
    binaryData: { 'app.yaml': Buffer.from(`password: ${canary}`).toString('base64') },
  },
];

describe.skipIf(skipped)('on a real cluster', () => {
  let cluster: RealCluster;
  let kubeconfig: string;
  /** Of an account that may not see deployments. */
  let limited: string;
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-cli-'));
  const snapshotFile = join(folder, 'real.ndjson.gz');
  const scan = async (...args: readonly string[]) => {
    const { code, stdout } = await plumbline(['scan', '--output', 'json', ...args], kubeconfig);
    return { code, report: () => JSON.parse(stdout) as ScanReport };
  };

  beforeAll(async () => {
    cluster = await startRealCluster();
    await cluster.createNamespace('shop', { team: 'checkout' });
    await cluster.kubectl(['apply', '-f', '-'], deployment('web', { privileged: true }));
    // Applied, so that kubectl copies every value into an annotation.
    await cluster.kubectl(
      ['apply', '-f', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: secretHolders }),
    );
    kubeconfig = await cluster.createServiceAccountKubeconfig({
      name: 'reader',
      namespace: 'shop',
      rules: readerRules,
    });
    const rules = readerRules.filter(({ resources }) => !resources?.includes('deployments'));
    limited = await cluster.createServiceAccountKubeconfig({ name: 'limited', namespace: 'shop', rules });
    const { code, stderr } = await plumbline(['snapshot', '--context', 'real', '-o', snapshotFile], kubeconfig);
    if (code !== 0) throw new Error(`no snapshot was taken: ${stderr}`);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await cluster.stop();
  });

  it('a scan gives the agreed shape', async () => {
    const { code, report } = await scan('--context', 'real');
    expect(code).toBe(1);
    const { results, summary, ...others } = report();
    expect(others).toEqual({});
    const found = results.find(({ check, object }) => check === 'pod-privileged' && object.name === 'web');
    expect(found).toEqual({
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
    expect(new Set(results.map(({ result }) => result))).toEqual(new Set(['fail', 'exempt', 'unknown']));
    // No pod shows how the components other than the API server were started.
    const undecided = results.filter(({ result }) => result === 'unknown');
    expect(undecided.map(({ object }) => object.kind)).toContain('ControlPlane');
    expect(summary.failures.critical).toBe(1);
    expect(summary.problems).toEqual([]);
    expect(summary.clusters).toMatchObject([{ cluster: 'real' }]);
    expect(summary.clusters[0]?.coverage).toBeGreaterThan(0.95);
  });

  it.each([
    ['findings at or above the limit', 1, []],
    ['findings below the limit', 0, ['--check', 'image-tag-latest,svc-nodeport', '--fail-on', 'critical']],
    ['a limit that nothing reaches', 0, ['--fail-on', 'none']],
    ['nothing that fails', 0, ['--namespace', 'shop', '--check', 'pod-host-pid']],
    ['a filter that leaves nothing', 2, ['--namespace', 'no-such', '--check', 'pod-privileged']],
    ['a context that does not exist', 2, ['--context', 'other']],
    ['a check that does not exist', 2, ['--check', 'pod-priviledged']],
  ] as const)('a scan with %s ends with %i', async (_what, code, args) => {
    expect((await scan(...args)).code).toBe(code);
  });

  it('a scan of a cluster that does not answer ends with 2 and says why', async () => {
    const unreachable = join(folder, 'unreachable.kubeconfig');
    writeFileSync(unreachable, readFileSync(kubeconfig, 'utf8').replace(cluster.url, 'https://127.0.0.1:1'));
    const { code, stdout, stderr } = await plumbline(['scan'], unreachable);
    expect(code).toBe(2);
    expect(stdout + stderr).toContain('ECONNREFUSED');
  });

  it('a scan without a permission judges the rest, and says what it could not see', async () => {
    const { code, stdout } = await plumbline(['scan', '--output', 'json', '--fail-on', 'none'], limited);
    expect(code).toBe(2);
    const { results, summary } = JSON.parse(stdout) as ScanReport;
    expect(results.some(({ object }) => object.kind === 'CronJob')).toBe(true);
    expect(summary.problems).toMatchObject([{ cluster: 'real', resource: 'deployments' }]);
    expect(summary.clusters[0]?.coverage).toBeLessThan(1);
    const doctor = await plumbline(['doctor'], limited);
    expect(doctor.stdout).toContain('deployments');
    expect(doctor.code).toBe(1);
    expect((await plumbline(['doctor'], kubeconfig)).code).toBe(0);
  });

  it('a snapshot scans like the cluster that it was taken of', async () => {
    const live = (await scan('--all')).report();
    const later = (await scan('--all', snapshotFile)).report();
    const comparable = ({ results }: ScanReport) =>
      results.map((result) => JSON.stringify({ ...result, source: undefined, cluster: undefined })).sort();
    expect(live.results.length).toBeGreaterThan(100);
    expect(later.summary.failures).toEqual(live.summary.failures);
    expect(later.summary.results).toEqual(live.summary.results);
    expect(comparable(later)).toEqual(comparable(live));
  });

  it('a snapshot serves like the cluster that it was taken of', async () => {
    const [live, later] = [await startServe({ kubeconfig }), await startServe({ snapshot: snapshotFile })];
    const counts = async (exporter: ExporterProcess) => {
      const families = await exporter.scrape();
      return [
        metrics.clusterClean,
        metrics.checkResources,
        metrics.resources,
        metrics.findings,
        metrics.ownerFindings,
        metrics.postureScore,
        metrics.scorePointsLost,
        metrics.checkCoverage,
      ].map(({ name }) => families.get(name)?.samples);
    };
    try {
      expect(await counts(later)).toEqual(await counts(live));
      const of = async (exporter: ExporterProcess) => (await exporter.findings()).map(({ id }) => id).sort();
      expect(await of(later)).toEqual(await of(live));
    } finally {
      expect([await live.stop(), await later.stop()]).toEqual([0, 0]);
    }
  });

  it('a secret value is nowhere: not in scan, snapshot, metrics, API, page or logs', async () => {
    const texts = new Map<string, string>([['snapshot', gunzipSync(readFileSync(snapshotFile)).toString()]]);
    const commands = [
      ['scan'],
      ['scan', '--all', '--output', 'table'],
      ['scan', '--all', '--output', 'json'],
      ['scan', '--all', '--output', 'ndjson'],
      ['doctor'],
    ];
    for (const args of commands) {
      const { stdout, stderr } = await plumbline(args, kubeconfig);
      texts.set(args.join(' '), stdout + stderr);
    }
    for (const source of [{ kubeconfig }, { snapshot: snapshotFile }]) {
      const from = Object.keys(source).join();
      const exporter = await startServe({ ...source, env: { PLUMBLINE_LOG_LEVEL: 'trace' } });
      const paths = ['/', '/metrics', '/api/v1/clusters', '/api/v1/findings?limit=1000', '/api/v1/checks', '/readyz'];
      for (const path of paths) texts.set(`${path} of ${from}`, await exporter.text(path));
      texts.set(`own metrics of ${from}`, await (await fetch(`${exporter.selfUrl}/metrics`)).text());
      texts.set(`log of ${from}`, exporter.process.output());
      expect(await exporter.stop()).toBe(0);
      expect(texts.get(`/api/v1/findings?limit=1000 of ${from}`)).toContain('secret-env-literal');
    }
    expect([...texts].filter(([, text]) => text.length === 0)).toEqual([]);
    // In base64 too: that is how the API hands secrets out.
    for (const form of [canary, Buffer.from(canary).toString('base64')])
      expect([...texts].filter(([, text]) => text.includes(form)).map(([where]) => where)).toEqual([]);
  });

  it('a configuration that cannot be used ends serving with its reason and code 2', async () => {
    const file = join(folder, 'bad.yaml');
    writeFileSync(file, 'clusters: {stale_after: 5m}\n');
    const { code, stderr } = await plumbline(['serve', '--config', file], kubeconfig);
    expect(code).toBe(2);
    expect(stderr).toContain(`${file}: clusters.stale_after is not a setting; did you mean clusters.staleAfter?`);
  });
});
