import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metrics, type MetricSpec } from '../../exporter/contract/index.ts';
import { startBusyProxy } from '../support/busy-proxy.ts';
import { deployment } from '../support/deployment.ts';
import { openKubeconfig, startServe, type ExporterProcess } from '../support/exporter-process.ts';
import { waitUntil } from '../support/process.ts';
import { onlyWhatShows, readerRules } from '../support/reader.ts';
import { startRealCluster, type RealCluster } from '../support/real-cluster.ts';
import { skipWithout } from '../tools/find.ts';

const skipped = skipWithout('faults of a real cluster', ['etcd', 'kube-apiserver', 'kubectl']);

describe.skipIf(skipped)('a real API server', () => {
  let cluster: RealCluster;
  let kubeconfig: string;
  let exporter: ExporterProcess;
  const apply = (manifest: string) => cluster.kubectl(['apply', '-f', '-'], manifest);
  const remove = (name: string) => cluster.kubectl(['delete', 'deployment', name, '-n', 'shop']);
  const check = 'pod-privileged';
  /** Nothing is said of a check while nothing is there that it looks at. */
  const failing = async () => (await exporter.value(metrics.checkResources, { check, status: 'fail' })) ?? 0;
  const unknown = () => exporter.value(metrics.checkResources, { check, status: 'unknown' });
  const up = () => exporter.selfValue(metrics.clusterUp);
  /** How many critical findings were ever opened as new, fixed and deleted. */
  const counts = () =>
    Promise.all(
      [
        { transition: 'opened', reason: 'new' },
        { transition: 'resolved', reason: 'fixed' },
        { transition: 'resolved', reason: 'deleted' },
      ].map((labels) => exporter.value(metrics.findingTransitions, { severity: 'critical', ...labels })),
    );
  const samplesOf = async ({ name }: MetricSpec, from = exporter) => (await from.scrape()).get(name)?.samples;
  /** Names of the deployments with an open finding. */
  const open = async (from = exporter) =>
    (await from.findings(`&check=${check}`)).map(({ object }) => object.name).sort();
  const until = (what: string, holds: () => Promise<boolean>, from = exporter) =>
    waitUntil(what, holds, { timeoutMs: 90_000, process: from.process });

  beforeAll(async () => {
    cluster = await startRealCluster();
    await cluster.createNamespace('shop');
    kubeconfig = await cluster.createServiceAccountKubeconfig({
      name: 'reader',
      namespace: 'shop',
      rules: readerRules,
    });
    exporter = await startServe({ kubeconfig, env: { ...onlyWhatShows, PLUMBLINE_CLUSTERS_PERMISSION_CHECK: '2s' } });
  });
  afterAll(async () => {
    await exporter.stop();
    await cluster.stop();
  });

  it('that is away for a while changes nothing but what is said of the cluster', async () => {
    await apply(deployment('web', { privileged: true }));
    await until('the deployment fails', async () => (await failing()) === 1);
    const before = { history: await samplesOf(metrics.findingTransitions), open: await samplesOf(metrics.findings) };
    const probes = exporter.poll('/healthz');
    const scrapes = exporter.poll('/metrics');

    await cluster.stopApiServer('SIGKILL');
    await until('the outage is seen', async () => (await up()) === 0);
    const attempts = async () => (await exporter.selfValue(metrics.apiRequests, { code: 'error' })) ?? 0;
    await until('several attempts were in vain', async () => (await attempts()) > 2 * readerRules.length);
    expect(await exporter.cluster()).toMatchObject({ up: false, problem: expect.stringContaining('ECONNREFUSED') });
    expect(await up()).toBe(0);
    expect(await failing()).toBe(1);
    await cluster.startApiServer();
    await until('it is back', async () => (await up()) === 1);

    expect(await samplesOf(metrics.findingTransitions)).toEqual(before.history);
    expect(await samplesOf(metrics.findings)).toEqual(before.open);
    for (const statuses of [await probes.end(), await scrapes.end()]) {
      expect(statuses.length).toBeGreaterThan(20);
      expect([...new Set(statuses)]).toEqual([200]);
    }
  });

  it('that restarts is caught up with, whatever changed before the watches were back', async () => {
    const [opened = NaN, fixed = NaN, deleted = NaN] = await counts();
    await cluster.restartApiServer();
    await apply(deployment('after', { privileged: true }));
    await remove('web');
    await until('both changes are there', async () => (await open()).join() === 'after' && (await failing()) === 1);
    await remove('after');
    await until('the next one too', async () => (await failing()) === 0);
    expect(await counts()).toEqual([opened + 1, fixed, deleted + 2]);
  });

  it('that has forgotten the versions of watches is listed again, and everything is right', async () => {
    for (const name of ['goes', 'is-mended']) await apply(deployment(name, { privileged: true }));
    await until('they fail', async () => (await failing()) === 2);
    const [opened = NaN, fixed = NaN, deleted = NaN] = await counts();
    const gone = async () => (await exporter.selfValue(metrics.relists, { reason: 'gone' })) ?? 0;
    const before = await gone();

    await cluster.stopApiServer('SIGKILL');
    await cluster.compactEtcd();
    await cluster.startApiServer();
    await remove('goes');
    await apply(deployment('is-mended', { privileged: false }));
    await apply(deployment('comes', { privileged: true }));

    await until('everything is right', async () => (await open()).join() === 'comes' && (await failing()) === 1);
    await until('kinds were listed again', async () => (await gone()) > before);
    expect(await exporter.selfValue(metrics.watchRestarts, { reason: 'gone' })).toBeGreaterThan(0);
    expect(await counts()).toEqual([opened + 1, fixed + 1, deleted + 1]);
    await remove('comes');
    await remove('is-mended');
    await until('it is clean', async () => (await exporter.value(metrics.clusterClean)) === 1);
  });

  it('that takes a permission away makes results unknown and the cluster not clean, until it gives it back', async () => {
    // Nothing critical, so that only what cannot be seen keeps the cluster from being clean; but much that is open.
    await apply(deployment('plain', { privileged: false }));
    await until('it has findings', async () => (await exporter.findings('&q=plain')).length > 0);
    // The API may be a rendering ahead of the page, and what was removed before may leave as much as this brings.
    let last: unknown;
    await until('the page has caught up', async () => {
      const history = await samplesOf(metrics.findingTransitions);
      const isSettled = isDeepStrictEqual(history, last);
      last = history;
      if (!isSettled) await setTimeout(1_000);
      return isSettled;
    });
    expect(await exporter.value(metrics.clusterClean)).toBe(1);
    expect(await exporter.value(metrics.checkCoverage)).toBe(1);
    const before = {
      history: await samplesOf(metrics.findingTransitions),
      open: await samplesOf(metrics.findings),
      results: await samplesOf(metrics.checkResources),
    };
    const rule = readerRules.findIndex(({ resources }) => resources?.includes('deployments'));
    const allow = (verbs: readonly string[]) =>
      cluster.kubectl([
        'patch',
        'clusterrole',
        'shop-reader',
        '--type=json',
        `--patch=${JSON.stringify([{ op: 'replace', path: `/rules/${rule}/verbs`, value: verbs }])}`,
      ]);

    await allow(['get']);
    await until('deployments are unknown', async () => ((await unknown()) ?? 0) > 0);
    const gap = (verb: string) => exporter.selfValue(metrics.permissionGap, { resource: 'deployments', verb });
    expect([await gap('list'), await gap('watch'), await gap('get')]).toEqual([1, 1, undefined]);
    expect(await exporter.selfValue(metrics.resourceSynced, { resource: 'deployments' })).toBe(0);
    expect(await exporter.value(metrics.clusterClean)).toBe(0);
    expect(await exporter.value(metrics.checkCoverage)).toBeLessThan(1);
    expect(await exporter.cluster()).toMatchObject({
      clean: false,
      notClean: expect.arrayContaining([expect.stringContaining('deployments')]),
    });
    expect(await samplesOf(metrics.findings)).toEqual(before.open);
    expect(await samplesOf(metrics.findingTransitions)).toEqual(before.history);

    await allow(['get', 'list', 'watch']);
    await until('it is clean again', async () => (await exporter.value(metrics.clusterClean)) === 1);
    expect(await exporter.value(metrics.checkCoverage)).toBe(1);
    expect([await gap('list'), await gap('watch')]).toEqual([undefined, undefined]);
    expect(await samplesOf(metrics.checkResources)).toEqual(before.results);
    expect(await samplesOf(metrics.findingTransitions)).toEqual(before.history);
  });

  it('that is away for longer than data stays fresh makes all of it unknown, and resolves nothing', async () => {
    const impatient = await startServe({ kubeconfig, env: { ...onlyWhatShows, PLUMBLINE_CLUSTERS_STALE_AFTER: '2s' } });
    const clean = () => impatient.value(metrics.clusterClean);
    const coverage = () => impatient.value(metrics.checkCoverage);
    // What a platform exemption explains has no history: it is a result like any other, and unknown with them.
    const kept = async () => [
      (await samplesOf(metrics.findings, impatient))?.filter(({ labels }) => labels['state'] === 'open'),
      await samplesOf(metrics.findingTransitions, impatient),
    ];
    try {
      await until('it is clean', async () => (await clean()) === 1, impatient);
      const before = await kept();
      const results = await samplesOf(metrics.checkResources, impatient);
      const unsynced = (await impatient.value(metrics.unsyncedSeconds)) ?? NaN;

      await cluster.stopApiServer('SIGKILL');
      await until('nothing is known', async () => (await coverage()) === 0, impatient);
      expect(await clean()).toBe(0);
      for (const status of ['pass', 'fail']) expect(await impatient.value(metrics.checkResources, { status })).toBe(0);
      expect(await kept()).toEqual(before);
      await cluster.startApiServer();
      await until('all is known again', async () => (await coverage()) === 1, impatient);

      expect(await clean()).toBe(1);
      expect(await samplesOf(metrics.checkResources, impatient)).toEqual(results);
      expect(await kept()).toEqual(before);
      expect(await impatient.value(metrics.unsyncedSeconds)).toBeGreaterThan(unsynced);
    } finally {
      expect(await impatient.stop()).toBe(0);
    }
  });

  it('that is busy is waited for as long as it asks, and then everything is there', async () => {
    const { users } = JSON.parse(readFileSync(kubeconfig, 'utf8')) as { users: { user: { token: string } }[] };
    await apply(deployment('first', { privileged: true }));
    const proxy = await startBusyProxy({ ...cluster, token: users[0]?.user.token ?? '' });
    proxy.refuse(6, 1);
    const behind = await startServe({ kubeconfig: openKubeconfig(proxy.url), env: onlyWhatShows });
    try {
      const throttled = async () => (await behind.selfValue(metrics.apiThrottled)) ?? NaN;
      expect(proxy.left()).toBe(0);
      expect(await throttled()).toBeGreaterThan(1);
      expect(await behind.selfValue(metrics.apiRequests, { code: '429' })).toBe(6);
      expect((await behind.cluster()).coverage).toBe(1);
      expect(await open(behind)).toEqual(['first']);

      const waited = await throttled();
      proxy.refuse(8, 1);
      proxy.cut();
      await apply(deployment('second', { privileged: true }));
      await until('the change arrives', async () => (await open(behind)).join() === 'first,second', behind);
      await until('the refusals are over', async () => proxy.left() === 0, behind);
      expect(await throttled()).toBeGreaterThan(waited);
      expect(await behind.value(metrics.findingTransitions, { transition: 'resolved' })).toBe(0);
    } finally {
      expect(await behind.stop()).toBe(0);
      proxy.close();
    }
  });
});
