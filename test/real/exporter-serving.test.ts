import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metrics, mostSeriesPerCluster } from '../../exporter/contract/index.ts';
import { differencesFromContract, untilObserved, withoutSource } from '../support/contract-coverage.ts';
import { deployment } from '../support/deployment.ts';
import { countOf, startServe, type ExporterProcess } from '../support/exporter-process.ts';
import { waitUntil } from '../support/process.ts';
import { promtool, startPrometheus, type Prometheus } from '../support/prometheus.ts';
import { readerRules } from '../support/reader.ts';
import { startRealCluster, type RealCluster } from '../support/real-cluster.ts';
import { skipWithout } from '../tools/find.ts';

const skipped = skipWithout('serving a real cluster', ['etcd', 'kube-apiserver', 'kubectl', 'prometheus', 'promtool']);
/** Families that describe checks and identity, which the bound on series leaves out. */
const info: readonly string[] = [metrics.checkInfo, metrics.checkFrameworkInfo, metrics.clusterInfo].map(
  ({ name }) => name,
);
const lease = { apiGroups: ['coordination.k8s.io'], resources: ['leases'] };
const canaryRules = [
  { ...lease, resourceNames: ['plumbline-canary'], verbs: ['get', 'update', 'watch'] },
  // What does not exist yet has no name that a role could mention.
  { ...lease, verbs: ['create'] },
];
const patient = { timeoutMs: 90_000 };

describe.skipIf(skipped)('the exporter of a real cluster', () => {
  let cluster: RealCluster;
  let kubeconfig: string;

  beforeAll(async () => {
    cluster = await startRealCluster();
    await cluster.createNamespace('shop');
    await cluster.kubectl(['apply', '-f', '-'], deployment('web', { privileged: true }));
    const rules = [...readerRules, ...canaryRules];
    kubeconfig = await cluster.createServiceAccountKubeconfig({ name: 'plumbline', namespace: 'shop', rules });
  });
  afterAll(() => cluster.stop());

  describe('under a real Prometheus', () => {
    let exporter: ExporterProcess;
    let prometheus: Prometheus;
    const value = async (query: string) => (await prometheus.query(query))[0]?.value;

    beforeAll(async () => {
      exporter = await startServe({ kubeconfig });
      prometheus = await startPrometheus({
        targets: [new URL(exporter.url).host, new URL(exporter.selfUrl).host],
        scrapeInterval: '1s',
        scrapeConfig: { honor_labels: true },
      });
      const scrapes = 'sum(count_over_time(up{job="plumbline"}[1m]))';
      await waitUntil('both are scraped some times', async () => ((await value(scrapes)) ?? 0) >= 8, patient);
    });
    afterAll(async () => {
      await prometheus.stop();
      await exporter.stop();
    });

    it('answers every scrape of both listeners with all that it has', async () => {
      const up = await prometheus.query('min_over_time(up{job="plumbline"}[1m])');
      expect(up.map(({ value }) => value)).toEqual([1, 1]);
      const scraped = await value(`scrape_samples_scraped{instance="${new URL(exporter.url).host}"}`);
      const served = [...(await exporter.scrape()).values()].flatMap(({ samples }) => samples);
      expect(scraped).toBe(served.length);
    });

    it('keeps its labels, which say the same as its own page', async () => {
      const [clean, ...others] = await prometheus.query(metrics.clusterClean.name);
      expect(others).toEqual([]);
      expect(clean?.labels).toEqual({
        __name__: metrics.clusterClean.name,
        cluster: 'real',
        instance: new URL(exporter.url).host,
        job: 'plumbline',
      });
      expect(clean?.value).toBe(0);
      expect(await value(`sum(${metrics.findings.name}{severity="critical",state="open"})`)).toBe(1);
      expect(await prometheus.query('{__name__=~"kspm_.+", exported_instance!=""}')).toEqual([]);
      expect(await prometheus.query('{__name__=~"kspm_.+", exported_job!=""}')).toEqual([]);
    });

    it('stores nothing under a name that the contract does not have', async () => {
      const declared = new Set(
        Object.values(metrics).flatMap(({ name, type }) =>
          type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
        ),
      );
      const stored = await prometheus.query('count by (__name__) ({job="plumbline"})');
      const names = stored.map(({ labels }) => labels['__name__'] ?? '');
      expect(names.filter((name) => declared.has(name)).length).toBeGreaterThan(40);
      // The runtime's own, and those that every scrape leaves.
      const others = /^(?:nodejs_|process_|up$|scrape_)/;
      expect(names.filter((name) => !declared.has(name) && !others.test(name))).toEqual([]);
    });

    it('costs no more series for a cluster than the contract allows', async () => {
      const posture = `{__name__=~"kspm_.+", __name__!~"${info.join('|')}", instance="${new URL(exporter.url).host}"}`;
      const [series, ...others] = await prometheus.query(`count by (cluster) (${posture})`);
      expect(others).toEqual([]);
      expect(series?.labels).toEqual({ cluster: 'real' });
      expect(series?.value).toBeGreaterThan(100);
      expect(series?.value).toBeLessThanOrEqual(mostSeriesPerCluster);
      expect(await value(`sum(${metrics.series.name})`)).toBeGreaterThanOrEqual(series?.value ?? NaN);
      expect(await value(`sum(${metrics.seriesDropped.name}) or vector(0)`)).toBe(0);
    });

    it('is clean for promtool on both listeners', async () => {
      for (const url of [exporter.url, exporter.selfUrl]) {
        const text = await (await fetch(`${url}/metrics`)).text();
        expect(await promtool(['check', 'metrics'], text)).toEqual({ code: 0, stdout: '', stderr: '' });
      }
    });

    it('serves exactly the families of the contract that have a source: name, type, help and labels', async () => {
      const posture = new Set([...withoutSource, ...untilObserved, metrics.namespaceFindings.name]);
      expect(differencesFromContract(await exporter.scrape(), 'posture', posture)).toEqual([]);
      expect(differencesFromContract(await exporter.scrapeSelf(), 'self', new Set())).toEqual([]);
      // The store in memory has no size on disk.
      expect(await exporter.selfValue(metrics.storeBytes)).toBeUndefined();
    });
  });

  it('serves the one family more that can be asked for', async () => {
    const exporter = await startServe({ kubeconfig, env: { PLUMBLINE_METRICS_NAMESPACES: 'true' } });
    const absent = new Set([...withoutSource, ...untilObserved]);
    expect(differencesFromContract(await exporter.scrape(), 'posture', absent)).toEqual([]);
    expect(await exporter.stop()).toBe(0);
  });

  it('times its watch with a Lease, with permission on that one alone', async () => {
    const exporter = await startServe({
      kubeconfig,
      env: { PLUMBLINE_CLUSTERS_CANARY_ENABLED: 'true', PLUMBLINE_CLUSTERS_CANARY_NAMESPACE: 'shop' },
    });
    const timed = async () => ((await exporter.value(countOf(metrics.watchCanary))) ?? 0) > 0;
    await waitUntil('the canary is timed', timed, { ...patient, process: exporter.process });
    expect(await exporter.selfValue(metrics.permissionGap)).toBeUndefined();
    const leases = await cluster.kubectl(['get', 'leases', '-n', 'shop', '-o', 'name']);
    expect(leases.trim()).toBe('lease.coordination.k8s.io/plumbline-canary');
    expect(await exporter.stop()).toBe(0);
  });

  it('that was killed comes back with everything as baseline, as often as it happens', async () => {
    const first = await startServe({ kubeconfig });
    const before = await first.findings();
    expect(await first.kill()).toEqual({ code: null, signal: 'SIGKILL' });
    const second = await startServe({ kubeconfig });
    expect(await second.kill()).toEqual({ code: null, signal: 'SIGKILL' });
    const third = await startServe({ kubeconfig });
    const identities = (findings: typeof before) => findings.map(({ id }) => id).sort();
    const counted = (labels: Readonly<Record<string, string>>) => third.value(metrics.findingTransitions, labels);
    expect(before.length).toBeGreaterThan(5);
    expect(identities(await third.findings())).toEqual(identities(before));
    expect(await counted({ transition: 'opened', reason: 'baseline' })).toBe(before.length);
    expect(await counted({ transition: 'opened' })).toBe(before.length);
    expect(await counted({ transition: 'reopened' })).toBe(0);
    expect(await counted({ transition: 'resolved' })).toBe(0);
    expect(await third.stop()).toBe(0);
  });

  it('that is asked to end during a scrape answers it whole, and does not wait for one that never ends', async () => {
    const exporter = await startServe({ kubeconfig });
    const { process: child } = exporter;
    const { hostname, host, port } = new URL(exporter.url);
    const begin = `GET /metrics HTTP/1.1\r\nHost: ${host}\r\n`;
    const [scraper, sleeper] = [await open(hostname, Number(port)), await open(hostname, Number(port))];
    scraper.socket.write(begin);
    sleeper.socket.write(begin);
    // Both have been read once a later request has been answered.
    const expected = await exporter.text('/metrics');

    child.signal('SIGTERM');
    await waitUntil('it is stopping', () => child.output().includes('"msg":"stopping"'), { process: child });
    await expect(fetch(exporter.url)).rejects.toThrow('fetch failed');
    scraper.socket.write('\r\n');
    await waitUntil('the scrape is answered', () => scraper.ended(), patient);
    const [head = '', body = ''] = splitOnce(scraper.received(), '\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    expect(Buffer.byteLength(body)).toBe(Number(/content-length: (\d+)/i.exec(head)?.[1]));
    expect(familiesOf(body)).toEqual(familiesOf(expected));

    await waitUntil('it has ended', () => !child.alive(), patient);
    expect(await child.exited).toEqual({ code: 0, signal: null });
    expect(sleeper.received()).toBe('');
    expect(child.output()).not.toMatch(/"level":"(?:error|fatal)"/);
    expect(await exporter.stop()).toBe(0);
  });
});

interface Client {
  readonly socket: Socket;
  received(): string;
  ended(): boolean;
}

function open(host: string, port: number): Promise<Client> {
  return new Promise((resolve, reject) => {
    let text = '';
    let ended = false;
    const socket = connect(port, host, () => resolve({ socket, received: () => text, ended: () => ended }));
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    // A connection that is cut is over as well; once it was open, the rejection has no effect.
    socket.on('error', reject).on('close', () => (ended = true));
  });
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

function familiesOf(exposition: string): readonly string[] {
  return [...exposition.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);
}
