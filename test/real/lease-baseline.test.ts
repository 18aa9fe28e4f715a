import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metrics } from '../../exporter/contract/index.ts';
import { deployment } from '../support/deployment.ts';
import { startServe, type ExporterProcess } from '../support/exporter-process.ts';
import { waitUntil } from '../support/process.ts';
import { readerRules } from '../support/reader.ts';
import { startRealCluster, type RealCluster } from '../support/real-cluster.ts';
import { skipWithout } from '../tools/find.ts';

const skipped = skipWithout('keeping the baseline in a real Lease', ['etcd', 'kube-apiserver', 'kubectl']);
const name = 'plumbline-canary';
const annotation = 'plumbline.dev/baseline';
const leases = { apiGroups: ['coordination.k8s.io'], resources: ['leases'] };
const leaseRules = [
  { ...leases, resourceNames: [name], verbs: ['get', 'update', 'watch'] },
  { ...leases, verbs: ['create'] },
];
const patient = { timeoutMs: 90_000 };
const canary = { PLUMBLINE_CLUSTERS_CANARY_ENABLED: 'true', PLUMBLINE_CLUSTERS_CANARY_NAMESPACE: 'shop' };

describe.skipIf(skipped)('a baseline in the Lease of a real cluster', () => {
  let cluster: RealCluster;
  let kubeconfig: string;
  let folder: string;
  const file = () => join(folder, 'findings.db');
  const baselineOf = (exporter: ExporterProcess) => exporter.value(metrics.clusterBaseline);
  const criticals = async (exporter: ExporterProcess) =>
    (await exporter.findings('&check=pod-privileged')).map(({ object }) => object.name).sort();
  const opened = (exporter: ExporterProcess, reason: 'new' | 'baseline') =>
    exporter.value(metrics.findingTransitions, { severity: 'critical', transition: 'opened', reason });
  const kept = async () => {
    const jsonpath = `jsonpath={.metadata.annotations.${annotation.replaceAll('.', String.raw`\.`)}}`;
    return cluster.kubectl(['get', 'lease', name, '-n', 'shop', '--ignore-not-found', '-o', jsonpath]);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-lease-'));
    cluster = await startRealCluster();
    await cluster.createNamespace('shop');
    await cluster.kubectl(['apply', '-f', '-'], deployment('old', { privileged: true }));
    const rules = [...readerRules, ...leaseRules];
    kubeconfig = await cluster.createServiceAccountKubeconfig({ name: 'plumbline', namespace: 'shop', rules });
  });
  afterAll(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true });
  });

  it('outlives a file that is deleted, and then a start without any: what came meanwhile alone is new', async () => {
    const first = await startServe({ kubeconfig, env: { ...canary, PLUMBLINE_STORE_URL: file() } });
    const baseline = await baselineOf(first);
    expect(await opened(first, 'baseline')).toBeGreaterThan(0);
    await waitUntil('the baseline is kept', async () => (await kept()) !== '', { ...patient, process: first.process });
    await first.kill();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file()}${suffix}`, { force: true });

    // Times of objects are whole seconds.
    await sleep(1_500);
    await cluster.kubectl(['apply', '-f', '-'], deployment('missed', { privileged: true }));
    const created = Date.now();
    const second = await startServe({ kubeconfig, env: { ...canary, PLUMBLINE_STORE_URL: file() } });
    expect(await criticals(second)).toEqual(['missed', 'old']);
    expect(await baselineOf(second)).toBe(baseline);
    expect(await opened(second, 'new')).toBe(1);
    const lookKept = async () => (JSON.parse(await kept()) as { watchedUntil: number }).watchedUntil > created;
    await waitUntil('the second look is kept', lookKept, { ...patient, process: second.process });
    await second.kill();

    const third = await startServe({ kubeconfig, env: canary });
    expect(await criticals(third)).toEqual(['missed', 'old']);
    expect(await baselineOf(third)).toBe(baseline);
    expect(await opened(third, 'new')).toBe(0);
    expect(await third.stop()).toBe(0);
  }, 240_000);

  it('that somebody has spoilt is begun anew', async () => {
    await cluster.kubectl(['annotate', 'lease', name, '-n', 'shop', '--overwrite', `${annotation}={"version":1,"x":[`]);
    const before = Date.now() / 1000;
    const exporter = await startServe({ kubeconfig, env: canary });
    expect(await baselineOf(exporter)).toBeGreaterThan(before);
    expect(await opened(exporter, 'new')).toBe(0);
    expect(await exporter.stop()).toBe(0);
  });

  it('is done without, and said to be, where Leases are forbidden', async () => {
    const blind = await cluster.createServiceAccountKubeconfig({
      name: 'no-lease',
      namespace: 'shop',
      rules: readerRules,
    });
    const exporter = await startServe({ kubeconfig: blind, env: canary });
    expect(await opened(exporter, 'baseline')).toBeGreaterThan(0);
    expect(await opened(exporter, 'new')).toBe(0);
    const says = () => exporter.process.output().includes('no baseline that outlives the store');
    await waitUntil('the log says so', says, { ...patient, process: exporter.process });
    expect(await exporter.selfValue(metrics.permissionGap, { resource: 'leases', verb: 'update' })).toBe(1);
    expect(await exporter.stop()).toBe(0);
  });
});
