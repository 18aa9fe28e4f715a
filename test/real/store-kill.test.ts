import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metrics } from '../../exporter/contract/index.ts';
import { openStore } from '../../exporter/store/open-store.ts';
import { deployment } from '../support/deployment.ts';
import { freePorts, openKubeconfig, startServe, type ExporterProcess } from '../support/exporter-process.ts';
import { startFakeApiServer, type FakeApiServer } from '../support/fake-api-server.ts';
import { replay } from '../support/lifecycle-reference.ts';
import { type Postgres, postgresTools, startPostgres } from '../support/postgres.ts';
import { waitUntil } from '../support/process.ts';
import { startPrometheus } from '../support/prometheus.ts';
import { expectScrapedHistory } from '../support/scraped-history.ts';
import { skipWithout } from '../tools/find.ts';
import { historyOf } from '../../exporter/testing/history.ts';

/** 200 is the long form; 20 take about 40 s on each engine. */
const kills = Number(process.env['STORE_KILLS'] ?? 20);
const check = 'pod-privileged';
const backlog = 30;
const churning = 60;
const mostBetweenKillsMs = 700;
/** Often enough for several scrapes between two kills. */
const scrapeInterval = '200ms';

/** Objects that change all the time; which of them should have a finding is known without asking anybody. */
class Load {
  readonly failing = new Set<string>();
  readonly #api: FakeApiServer;
  readonly #there = new Set<string>();

  constructor(api: FakeApiServer) {
    this.#api = api;
    for (let index = 0; index < backlog; index += 1) this.#put(`old-${index}`, true);
  }

  /** Mends, breaks, deletes or creates one object. */
  step(): void {
    const name = `web-${Math.floor(Math.random() * churning)}`;
    if (this.#there.has(name) && Math.random() < 0.1) {
      this.#api.remove('Deployment', 'shop', name);
      this.#there.delete(name);
      this.failing.delete(name);
    } else this.#put(name, !this.failing.has(name));
  }

  #put(name: string, privileged: boolean): void {
    this.#api.put('Deployment', JSON.parse(deployment(name, { privileged })));
    this.#there.add(name);
    if (privileged) this.failing.add(name);
    else this.failing.delete(name);
  }
}

/** What was shown to the outside: it must never be taken back. */
class Witness {
  readonly firstSeen = new Map<string, number>();
  readonly contradictions: string[] = [];
  readonly #highest = new Map<string, number>();
  looks = 0;

  /** Looks again and again until the exporter is gone. */
  async watch(exporter: ExporterProcess): Promise<void> {
    while (exporter.process.alive()) {
      try {
        this.#compare(await exporter.scrape());
        for (const { id, firstSeen } of await exporter.findings(`&check=${check}`)) {
          if (firstSeen !== undefined) this.#remember(id, firstSeen);
        }
        this.looks += 1;
      } catch (error) {
        // It may die in the middle of an answer; whatever else is wrong shows in the next one.
        if (exporter.process.alive()) await sleep(20);
        else if (!(error instanceof Error)) throw error;
      }
      await sleep(10);
    }
  }

  #compare(families: Awaited<ReturnType<ExporterProcess['scrape']>>): void {
    for (const { name } of [metrics.findingTransitions, metrics.findingRemediation]) {
      for (const { name: sample, labels, value } of families.get(name)?.samples ?? []) {
        const series = `${sample} ${JSON.stringify(labels)}`;
        const before = this.#highest.get(series) ?? 0;
        if (value < before) this.contradictions.push(`${series} fell from ${before} to ${value}`);
        this.#highest.set(series, value);
      }
    }
  }

  #remember(id: string, text: string): void {
    const firstSeen = Date.parse(text);
    const before = this.firstSeen.get(id);
    if (before !== undefined && before !== firstSeen)
      this.contradictions.push(`${id}: first seen ${before}, then ${text}`);
    this.firstSeen.set(id, firstSeen);
  }
}

/** Returns how often the outside looked meanwhile, and how often Prometheus saw counters. */
async function dieAndComeBack(
  store: Readonly<Record<string, string>>,
): Promise<{ readonly looks: number; readonly scrapes: number }> {
  const begun = performance.now();
  const api = await startFakeApiServer();
  const system = api.put('Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
  const clusterId = system.metadata.uid;
  const kubeconfig = openKubeconfig(api.url);
  const load = new Load(api);
  const witness = new Witness();
  const ports = await freePorts();
  const prometheus = await startPrometheus({ targets: [`127.0.0.1:${ports.port}`], scrapeInterval });
  const start = () => startServe({ kubeconfig, ports, env: { ...store, PLUMBLINE_CHECKS_ONLY: check } });
  const scrapedSince = async (at: number) => {
    const [last] = await prometheus.query(`max(timestamp(${metrics.findingTransitions.name}))`);
    return last !== undefined && last.value * 1000 > at;
  };

  for (let kill = 0; kill < kills; kill += 1) {
    const exporter = await start();
    if (kill === 0) await waitUntil('the beginning is scraped', () => scrapedSince(0));
    const watching = witness.watch(exporter);
    const until = performance.now() + Math.random() * mostBetweenKillsMs;
    while (performance.now() < until) {
      load.step();
      await sleep(Math.random() * 8);
    }
    await exporter.kill();
    await watching;
  }

  const exporter = await start();
  await waitUntil(
    'the findings are those of the cluster',
    async () => {
      const names = (await exporter.findings(`&check=${check}`)).map(({ object }) => object.name);
      return names.length === load.failing.size && names.every((name) => load.failing.has(name));
    },
    { process: exporter.process },
  );
  const shown = await exporter.scrape();
  const ended = Date.now();
  await waitUntil('the end is scraped', () => scrapedSince(ended));
  await exporter.stop();
  await api.close();
  expect(witness.contradictions).toEqual([]);

  const opened = openStore({
    url: store['PLUMBLINE_STORE_URL'] ?? '',
    passwordFile: store['PLUMBLINE_STORE_PASSWORD_FILE'],
    clock: Date.now,
  });
  const history = await historyOf(opened, clusterId);
  const reference = replay(history);
  const taken = await opened.take(clusterId, 'fake');
  await opened.close();

  expect(new Map(taken.open.map(({ id, firstSeen }) => [id, firstSeen]))).toEqual(reference.open);
  expect(taken.open).toHaveLength(load.failing.size);
  for (const [id, firstSeen] of reference.open) expect(witness.firstSeen.get(id) ?? firstSeen).toBe(firstSeen);
  const counted = Object.entries(taken.counters.transitions).filter(([, count]) => count > 0);
  expect(new Map(counted)).toEqual(reference.counts);
  const remedied = Object.entries(taken.counters.remediation).filter(([, { count }]) => count > 0);
  const sums = remedied.map(
    ([severity, { sum, ...rest }]) => [severity, { milliseconds: Math.round(sum * 1000), ...rest }] as const,
  );
  expect(new Map(sums)).toEqual(reference.remediation);
  expect(reference.counts.get('critical|resolved|fixed')).toBeGreaterThan(kills);
  for (const { labels, value } of shown.get(metrics.findingTransitions.name)?.samples ?? []) {
    const pair = `${labels['severity']}|${labels['transition']}|${labels['reason']}`;
    expect([pair, value]).toEqual([pair, reference.counts.get(pair) ?? 0]);
  }

  const range = `${Math.ceil((performance.now() - begun) / 1000) + 1}s`;
  const scrapes = await expectScrapedHistory(prometheus, history, range);
  await prometheus.stop();
  return { looks: witness.looks, scrapes };
}

const prometheusIsMissing = skipWithout('kills under the eyes of Prometheus', ['prometheus']);

describe.skipIf(prometheusIsMissing)('an exporter that is killed again and again', () => {
  const timeout = 60_000 + kills * 15_000;

  it('loses and doubles nothing that it has shown, with SQLite', { timeout }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-kill-'));
    const { looks, scrapes } = await dieAndComeBack({ PLUMBLINE_STORE_URL: join(folder, 'findings.db') });
    console.log(`${kills} kills with SQLite: ${looks} looks and ${scrapes} scrapes agree`);
    expect(Math.min(looks, scrapes)).toBeGreaterThan(kills);
    rmSync(folder, { recursive: true });
  });

  describe.skipIf(skipWithout('kills with PostgreSQL', postgresTools))('with a server', () => {
    let server: Postgres;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server.remove());

    it('loses and doubles nothing that it has shown, with PostgreSQL', { timeout }, async () => {
      const { looks, scrapes } = await dieAndComeBack({
        PLUMBLINE_STORE_URL: await server.createDatabase(),
        PLUMBLINE_STORE_PASSWORD_FILE: server.passwordFile,
      });
      console.log(`${kills} kills with PostgreSQL: ${looks} looks and ${scrapes} scrapes agree`);
      expect(Math.min(looks, scrapes)).toBeGreaterThan(kills);
    });
  });
});
