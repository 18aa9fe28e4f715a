import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metrics } from '../../exporter/contract/index.ts';
import { deployment } from '../support/deployment.ts';
import { startServe, type ExporterProcess } from '../support/exporter-process.ts';
import { waitUntil } from '../support/process.ts';
import { onlyWhatShows, readerRules } from '../support/reader.ts';
import { startRealCluster, type RealCluster } from '../support/real-cluster.ts';
import { skipWithout } from '../tools/find.ts';

const tools = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl'] as const;
const check = 'pod-privileged';

describe.skipIf(skipWithout('restarts during faults', [...tools]))('an exporter that remembers', () => {
  let cluster: RealCluster;
  let start: () => Promise<ExporterProcess>;
  let exporter: ExporterProcess;
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-restarts-'));
  const apply = (name: string, privileged: boolean, namespace = 'shop') =>
    cluster.kubectl(['apply', '-f', '-'], deployment(name, { privileged, namespace }));
  const until = (what: string, holds: () => Promise<boolean>) =>
    waitUntil(what, holds, { timeoutMs: 60_000, process: exporter.process });
  /** First-seen times of open findings of the check, by name of the deployment. */
  const open = async () =>
    new Map((await exporter.findings(`&check=${check}`)).map(({ object, firstSeen }) => [object.name, firstSeen]));
  const names = async () => [...(await open()).keys()].sort().join();
  const samplesOf = async (name: string) => (await exporter.scrape()).get(name)?.samples;
  const past = async () => ({
    open: await open(),
    transitions: await samplesOf(metrics.findingTransitions.name),
    remediation: await samplesOf(metrics.findingRemediation.name),
    since: await samplesOf(metrics.criticalFindingSince.name),
    baseline: await samplesOf(metrics.clusterBaseline.name),
  });
  const resolved = (reason: string) =>
    exporter.value(metrics.findingTransitions, { severity: 'critical', transition: 'resolved', reason });
  /** Until nothing moves: the API may be a rendering ahead of the page. */
  async function settledPast(): Promise<Awaited<ReturnType<typeof past>>> {
    let last = '';
    await until('the page has caught up', async () => {
      const text = JSON.stringify(await samplesOf(metrics.findingTransitions.name));
      const isSame = text === last;
      last = text;
      if (!isSame) await new Promise((resolve) => setTimeout(resolve, 700));
      return isSame;
    });
    return past();
  }

  beforeAll(async () => {
    cluster = await startRealCluster({ controllerManager: true });
    for (const namespace of ['shop', 'doomed']) await cluster.createNamespace(namespace);
    await apply('old', true);
    await apply('lost', true, 'doomed');
    const rules = readerRules;
    const kubeconfig = await cluster.createServiceAccountKubeconfig({ name: 'reader', namespace: 'shop', rules });
    const env = {
      ...onlyWhatShows,
      PLUMBLINE_STORE_URL: join(folder, 'findings.db'),
      PLUMBLINE_CLUSTERS_PERMISSION_CHECK: '2s',
    };
    start = () => startServe({ kubeconfig, env });
    exporter = await start();
    await apply('fresh', true);
    await apply('mended', true);
    await until('all of them are found', async () => (await names()) === 'fresh,lost,mended,old');
  });
  afterAll(async () => {
    await exporter.stop();
    await cluster.stop();
    rmSync(folder, { recursive: true });
  });

  it('and comes back while the API server is away has changed nothing once that is back', async () => {
    const before = await settledPast();
    await exporter.kill();
    await cluster.stopApiServer('SIGKILL');
    const starting = start();
    await cluster.startApiServer();
    exporter = await starting;
    expect(await past()).toEqual(before);
  });

  it('and comes back without a permission keeps what it cannot see, and tells what changed once it can', async () => {
    const rule = readerRules.findIndex(({ resources }) => resources?.includes('deployments'));
    const allow = (verbs: readonly string[]) =>
      cluster.kubectl([
        'patch',
        'clusterrole',
        'shop-reader',
        '--type=json',
        `--patch=${JSON.stringify([{ op: 'replace', path: `/rules/${rule}/verbs`, value: verbs }])}`,
      ]);
    const before = await settledPast();
    const fixed = (await resolved('fixed')) ?? NaN;
    await allow(['get']);
    await until(
      'deployments are out of sight',
      async () =>
        (await exporter.value(metrics.clusterClean)) === 0 && (await exporter.value(metrics.checkCoverage)) !== 1,
    );
    await exporter.kill();
    await apply('mended', false);
    exporter = await start();
    expect(await exporter.value(metrics.checkCoverage)).toBeLessThan(1);
    expect(await past()).toEqual(before);

    await allow(['get', 'list', 'watch']);
    await until('what was mended is resolved', async () => (await names()) === 'fresh,lost,old');
    const after = await settledPast();
    expect(await exporter.value(metrics.checkCoverage)).toBe(1);
    expect(await resolved('fixed')).toBe(fixed + 1);
    expect(await resolved('deleted')).toBe(0);
    expect(await resolved('check_changed')).toBe(0);
    before.open.delete('mended');
    expect(after.open).toEqual(before.open);
  });

  it('and comes back after a namespace has gone resolves what was in it as deleted, and nothing else', async () => {
    const before = await settledPast();
    const fixed = await resolved('fixed');
    await exporter.kill();
    await cluster.kubectl(['delete', 'namespace', 'doomed']);
    exporter = await start();
    const after = await settledPast();
    before.open.delete('lost');
    expect(after.open).toEqual(before.open);
    expect(await resolved('deleted')).toBe(1);
    expect(await resolved('fixed')).toBe(fixed);
    expect(after.remediation).toEqual(before.remediation);
    const count = async (transition: string) =>
      exporter.value(metrics.findingTransitions, { transition, reason: 'new' });
    expect(await count('reopened')).toBe(0);
  });
});
