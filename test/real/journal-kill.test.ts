import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  metrics,
  type ApiDriftEvent,
  type ApiDriftedObject,
  type ApiPage,
  type ApiReject,
} from '../../exporter/contract/index.ts';
import { freePorts, openKubeconfig, startServe, type ExporterProcess } from '../support/exporter-process.ts';
import { startFakeApiServer, type FakeApiServer } from '../support/fake-api-server.ts';
import { type Postgres, postgresTools, startPostgres } from '../support/postgres.ts';
import { waitUntil } from '../support/process.ts';
import { skipWithout } from '../tools/find.ts';

/** 100 is the long form; 10 take about 40 s on each engine. */
const kills = Number(process.env['JOURNAL_KILLS'] ?? 10);
const mostBetweenKillsMs = 600;
const counters = [metrics.driftEvents, metrics.admissionRejects];

/** What a person does to objects of Flux, and what admission refuses; every change is known without asking anybody. */
class Load {
  /** Names of edited objects, and whether they were put back since. */
  readonly edited = new Map<string, 'deviates' | 'restored'>();
  refused = 0;
  released = 0;
  readonly #api: FakeApiServer;

  constructor(api: FakeApiServer) {
    this.#api = api;
  }

  /** As many objects in order as will be edited later. */
  release(count: number): void {
    for (; this.released < count; this.released += 1) this.#put(`web-${this.released}`, false);
  }

  /** What `isKnown` says was shown with its fields may be put back; of the rest nobody can know what was applied. */
  step(isKnown: (name: string) => boolean): void {
    const dice = Math.random();
    const deviating = [...this.edited].filter(([name, state]) => state === 'deviates' && isKnown(name)).map(first);
    const one = deviating[Math.floor(Math.random() * deviating.length)];
    if (dice < 0.4) this.#refuse(`job-${this.refused++}`);
    else if (dice < 0.6 && one !== undefined) {
      this.#put(one, 'restored');
      this.edited.set(one, 'restored');
    } else if (this.edited.size < this.released) {
      const name = `web-${this.edited.size}`;
      this.#put(name, 'deviates');
      this.edited.set(name, 'deviates');
    }
  }

  #put(name: string, state: false | 'deviates' | 'restored'): void {
    const now = new Date().toISOString().replace(/\.\d+Z/, 'Z');
    const flux = { manager: 'kustomize-controller', operation: 'Apply', time: '2026-01-01T00:00:00Z' };
    const person = { manager: 'kubectl-edit', operation: 'Update', time: now };
    const image = `registry.example/app:${state === 'deviates' ? 'hotfix' : '1'}`;
    this.#api.put('Deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name,
        namespace: 'shop',
        labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' },
        managedFields: state === false ? [flux] : [flux, person],
      },
      spec: { template: { spec: { containers: [{ name: 'app', image }] } } },
    });
  }

  #refuse(name: string): void {
    const now = new Date().toISOString().replace(/\.\d+Z/, 'Z');
    // An owner that is not there would be waited for.
    this.#api.put('Job', { apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace: 'shop' } });
    this.#api.storage.put('events', {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.1`, namespace: 'shop' },
      type: 'Warning',
      reason: 'FailedCreate',
      involvedObject: { apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', name, uid: `uid-${name}` },
      source: { component: 'job-controller' },
      message: `Error creating: pods "${name}-x" is forbidden: violates PodSecurity "restricted:latest": privileged`,
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    });
  }
}

function first([name]: readonly [string, unknown]): string {
  return name;
}

/** What was shown to the outside: it must never be taken back, nor told in other words. */
class Witness {
  readonly events = new Map<string, ApiDriftEvent>();
  readonly rejects = new Map<string, ApiReject>();
  readonly contradictions: string[] = [];
  readonly #highest = new Map<string, number>();
  looks = 0;

  knows(name: string): boolean {
    return [...this.events.values()].some(({ object, fields }) => object.name === name && fields.length > 0);
  }

  async watch(exporter: ExporterProcess): Promise<void> {
    while (exporter.process.alive()) {
      try {
        await this.look(exporter);
      } catch (error) {
        // It may die in the middle of an answer; whatever else is wrong shows in the next one.
        if (!(error instanceof Error)) throw error;
        await sleep(20);
      }
      await sleep(10);
    }
  }

  async look(exporter: ExporterProcess): Promise<void> {
    const families = await exporter.scrape();
    for (const { name } of counters) {
      for (const { labels, value } of families.get(name)?.samples ?? []) {
        const series = `${name} ${JSON.stringify(labels)}`;
        const before = this.#highest.get(series) ?? 0;
        if (value < before) this.contradictions.push(`${series} fell from ${before} to ${value}`);
        this.#highest.set(series, value);
      }
    }
    for (const event of await all<ApiDriftEvent>(exporter, 'drift')) this.events.set(event.id, event);
    for (const reject of await all<ApiReject>(exporter, 'rejects')) this.rejects.set(reject.id, reject);
    this.looks += 1;
  }
}

async function all<T>(exporter: ExporterProcess, list: string): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor = '';
  do {
    const page = JSON.parse(await exporter.text(`/api/v1/${list}?limit=1000${cursor}`)) as ApiPage<T>;
    items.push(...page.items);
    cursor = page.next === undefined ? '' : `&cursor=${page.next}`;
  } while (cursor !== '');
  return items;
}

/** Returns how often the outside looked meanwhile. */
async function dieAndComeBack(store: Readonly<Record<string, string>>): Promise<number> {
  const api = await startFakeApiServer();
  api.put('Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
  const load = new Load(api);
  load.release(kills * 40);
  const witness = new Witness();
  const ports = await freePorts();
  const kubeconfig = openKubeconfig(api.url);
  const start = () => startServe({ kubeconfig, ports, env: { ...store, PLUMBLINE_CHECKS_ONLY: 'pod-privileged' } });

  for (let kill = 0; kill < kills; kill += 1) {
    const exporter = await start();
    const watching = witness.watch(exporter);
    const until = performance.now() + Math.random() * mostBetweenKillsMs;
    while (performance.now() < until) {
      load.step((name) => witness.knows(name));
      await sleep(Math.random() * 8);
    }
    await exporter.kill();
    await watching;
    // What happens while nobody looks counts too.
    for (let step = 0; step < 3; step += 1) load.step((name) => witness.knows(name));
  }

  const exporter = await start();
  const deviates = [...load.edited].filter(([, state]) => state === 'deviates').map(first);
  await waitUntil(
    'it has caught up',
    async () => {
      const now = await all<ApiDriftedObject>(exporter, 'clusters/fake/drift');
      const names = new Set(now.map(({ object }) => object.name));
      const rejects = await all<ApiReject>(exporter, 'rejects');
      return deviates.every((name) => names.has(name)) && rejects.length >= load.refused;
    },
    { process: exporter.process },
  );
  await witness.look(exporter);
  const events = await all<ApiDriftEvent>(exporter, 'drift');
  const rejects = await all<ApiReject>(exporter, 'rejects');
  const drifted = await all<ApiDriftedObject>(exporter, 'clusters/fake/drift');
  await waitUntil('all is rendered', async () => (await exporter.value(metrics.admissionRejects)) === load.refused);
  const counted = await exporter.value(metrics.driftEvents);
  await exporter.stop();
  await api.close();

  expect(witness.contradictions).toEqual([]);
  const ids = new Set([...events, ...rejects].map(({ id }) => id));
  expect([...witness.events.keys(), ...witness.rejects.keys()].filter((id) => !ids.has(id))).toEqual([]);
  expect(rejects.map(({ owner }) => owner.name).sort()).toEqual(
    Array.from({ length: load.refused }, (_, index) => `job-${index}`).sort(),
  );
  const changed = events.filter(({ what }) => what === 'changed').map(({ object }) => object.name);
  expect([changed.length, counted]).toEqual([new Set(changed).size, changed.length]);
  expect([...load.edited.keys()].filter((name) => !changed.includes(name))).toEqual([]);
  expect(drifted.map(({ object }) => object.name).sort()).toEqual(deviates.sort());
  return witness.looks;
}

describe('the journal of an exporter that is killed again and again', () => {
  const timeout = 60_000 + kills * 15_000;

  it('loses and doubles no reject and no drift, with SQLite', { timeout }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-journal-'));
    const looks = await dieAndComeBack({ PLUMBLINE_STORE_URL: join(folder, 'findings.db') });
    console.log(`${kills} kills with SQLite: ${looks} looks agree`);
    expect(looks).toBeGreaterThan(kills);
    rmSync(folder, { recursive: true });
  });

  describe.skipIf(skipWithout('kills with PostgreSQL', postgresTools))('with a server', () => {
    let server: Postgres;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server.remove());

    it('loses and doubles no reject and no drift, with PostgreSQL', { timeout }, async () => {
      const looks = await dieAndComeBack({
        PLUMBLINE_STORE_URL: await server.createDatabase(),
        PLUMBLINE_STORE_PASSWORD_FILE: server.passwordFile,
      });
      console.log(`${kills} kills with PostgreSQL: ${looks} looks agree`);
      expect(looks).toBeGreaterThan(kills);
    });
  });
});
