import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metrics, type ApiChanges } from '../../exporter/contract/index.ts';
import type { RevisedTransition } from '../../exporter/findings/store.ts';
import { openStore } from '../../exporter/store/open-store.ts';
import { replay } from '../support/lifecycle-reference.ts';
import { type Postgres, postgresTools, startPostgres } from '../support/postgres.ts';
import { waitUntil } from '../support/process.ts';
import { startPrometheus, type Prometheus } from '../support/prometheus.ts';
import { startRealCluster, type RealCluster } from '../support/real-cluster.ts';
import { publishesCluster, ReplicaPair, type ReplicaSeat } from '../support/replica-pair.ts';
import { expectScrapedHistory } from '../support/scraped-history.ts';
import { ToldDeployments } from '../support/told-deployments.ts';
import { skipWithout } from '../tools/find.ts';
import { historyOf } from '../../exporter/testing/history.ts';

/** Kills of the leader; with 3 the whole takes about a minute and a half. */
const kills = Number(process.env['FAILOVER_KILLS'] ?? 3);
const check = 'pod-privileged';
const leaseMs = 3_000;
const paced = Array.from({ length: 8 }, (_, index) => `paced-${index}`);
const hectic = Array.from({ length: 30 }, (_, index) => `hectic-${index}`);
const scrapeInterval = '200ms';

const skipped = skipWithout('failover of two exporters', [
  'etcd',
  'kube-apiserver',
  'kubectl',
  'prometheus',
  ...postgresTools,
]);

describe.skipIf(skipped)('two exporters that watch one cluster with one PostgreSQL', () => {
  let cluster: RealCluster;
  let server: Postgres;
  let pair: ReplicaPair;
  let prometheus: Prometheus;
  let told: ToldDeployments;
  let url: string;
  let clusterId: string;
  let begun: number;
  const ending = new AbortController();
  const running: Promise<void>[] = [];
  /** Milliseconds from a disturbance until another replica published, by what it was. */
  const takeovers = new Map<string, number[]>();

  beforeAll(async () => {
    [cluster, server] = await Promise.all([startRealCluster(), startPostgres()]);
    await cluster.createNamespace('shop');
    clusterId = JSON.parse((await cluster.request('/api/v1/namespaces/kube-system')).body).metadata.uid;
    told = new ToldDeployments(cluster);
    for (const name of paced) await told.flip(name);
    url = await server.createDatabase();
    const env = {
      PLUMBLINE_STORE_URL: url,
      PLUMBLINE_STORE_PASSWORD_FILE: server.passwordFile,
      PLUMBLINE_REPLICAS_LEASE: `${leaseMs}ms`,
      PLUMBLINE_CHECKS_ONLY: check,
    };
    pair = await ReplicaPair.start({ kubeconfig: cluster.adminKubeconfig, env });
    begun = performance.now();
    prometheus = await startPrometheus({
      targets: pair.seats.map(({ ports }) => `127.0.0.1:${ports.port}`),
      scrapeInterval,
    });
    running.push(told.churn(hectic, ending.signal), pair.witness(ending.signal));
  }, 120_000);
  afterAll(async () => {
    ending.abort();
    await Promise.all(running);
    await prometheus.stop();
    await server.remove();
    await cluster.stop();
  }, 60_000);

  const openIn = async ({ process: exporter }: ReplicaSeat, names: readonly string[]) => {
    const open = (await exporter?.findings(`&check=${check}`)) ?? [];
    return open.map(({ object }) => object.name).filter((name) => names.includes(name));
  };

  /** Changes every paced object once, and waits until it is known where one leads: so none of these steps may be lost. */
  async function stepAndCatchUp(among?: readonly ReplicaSeat[]): Promise<ReplicaSeat> {
    for (const name of paced) await told.flip(name);
    let leader: ReplicaSeat | undefined;
    await waitUntil('the steps are known', async () => {
      leader = await pair.leader(among);
      const open = await openIn(leader, paced);
      const failing = paced.filter((name) => told.failing.has(name));
      return open.length === failing.length && failing.every((name) => open.includes(name));
    });
    if (leader === undefined) throw new Error('nobody leads');
    return leader;
  }

  async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
    const start = performance.now();
    await work();
    takeovers.set(what, [...(takeovers.get(what) ?? []), Math.round(performance.now() - start)]);
  }

  it('serve the same API, and say which of them leads', async () => {
    const leader = await pair.leader();
    const follower = pair.other(pair.seats.find(({ name }) => name === leader.name) ?? pair.seats[0]);
    const led = await leader.process.cluster();
    expect(led).toMatchObject({ leads: true, leader: leader.name, ready: true });
    const followed = await follower.process?.cluster();
    expect(followed).toMatchObject({ leads: false, leader: leader.name, ready: true, baseline: led.baseline });
    expect(await follower.process?.selfValue(metrics.leader)).toBe(0);
    expect((await openIn(follower, paced)).sort()).toEqual([...paced].sort());
    const path = `/api/v1/clusters/${encodeURIComponent(led.name)}/changes`;
    const changes = JSON.parse((await follower.process?.text(path)) ?? '') as ApiChanges;
    expect(changes.items.filter(({ finding }) => paced.includes(finding.object.name))).toHaveLength(paced.length);
    // Whoever turns from one replica to the other goes on where it was.
    const { next } = JSON.parse(await leader.process.text(path)) as ApiChanges;
    expect(JSON.parse((await follower.process?.text(`${path}?since=${next}`)) ?? '')).toMatchObject({ more: false });
  });

  it('stand in for each other when the leader is killed', { timeout: 60_000 * (kills + 1) }, async () => {
    for (let kill = 0; kill < kills; kill += 1) {
      await stepAndCatchUp();
      const { name } = await pair.leader();
      const dead = pair.seats.find((seat) => seat.name === name) ?? pair.seats[0];
      await sleep(Math.random() * 500);
      await dead.process?.kill();
      dead.process = undefined;
      const standby = pair.other(dead);
      await timed('killed', () => waitUntil('the other publishes', async () => (await pair.shows(standby)) === true));
      expect((await stepAndCatchUp([standby])).name).toBe(standby.name);
      await pair.begin(dead);
    }
  });

  it('stand in for a leader that hangs, which shows nothing when it wakes', { timeout: 120_000 }, async () => {
    const { name, process: exporter } = await pair.leader();
    const asleep = pair.seats.find((seat) => seat.name === name) ?? pair.seats[0];
    const standby = pair.other(asleep);
    exporter.process.signal('SIGSTOP');
    await timed('stopped', () => waitUntil('the other publishes', async () => (await pair.shows(standby)) === true));
    await stepAndCatchUp([standby]);
    // Its kernel takes the request, and it is the first thing that the process does.
    const waking = fetch(`${exporter.url}/metrics`).then((response) => response.text());
    await sleep(100);
    exporter.process.signal('SIGCONT');
    expect(publishesCluster(await waking)).toBe(false);
    await waitUntil('it follows', async () => (await exporter.cluster()).leader === standby.name);
    await stepAndCatchUp([standby]);
  });

  it('hand over when the leader is told to end', { timeout: 120_000 }, async () => {
    const { name } = await pair.leader();
    const ended = pair.seats.find((seat) => seat.name === name) ?? pair.seats[0];
    const standby = pair.other(ended);
    const stopping = ended.process?.stop();
    await timed('ended', () => waitUntil('the other publishes', async () => (await pair.shows(standby)) === true));
    expect(await stopping).toBe(0);
    ended.process = undefined;
    await stepAndCatchUp([standby]);
    await pair.begin(ended);
  });

  it('outlast a database that is started again, and one that is away for longer than a lease', async () => {
    await server.stop();
    await server.start();
    await stepAndCatchUp();
    await server.stop();
    await waitUntil('nobody knows who leads', async () => {
      const shown = await Promise.all(pair.seats.map((seat) => pair.shows(seat)));
      return shown.every((one) => one === false);
    });
    for (const { process: exporter } of pair.seats) {
      expect(await exporter?.cluster()).toMatchObject({ ready: true, leads: false });
    }
    await server.start();
    await stepAndCatchUp();
  }, 120_000);

  it('have lost and doubled nothing, neither in the store nor at any scrape', { timeout: 120_000 }, async () => {
    ending.abort();
    await Promise.all(running);
    const store = openStore({ url, passwordFile: server.passwordFile, clock: Date.now });
    const historyNow = () => historyOf(store, clusterId);
    await waitUntil('everything is known, counted and scraped', async () => {
      const leader = await pair.leader();
      const open = await openIn(leader, [...paced, ...hectic]);
      expect(new Set(open)).toEqual(told.failing);
      const { counts } = replay(await historyNow());
      const counted = (await leader.process.scrape()).get(metrics.findingTransitions.name)?.samples ?? [];
      const shown = counted.filter(({ value }) => value > 0);
      expect(new Map(shown.map(({ labels, value }) => [pairOf(labels), value]))).toEqual(counts);
      return true;
    });
    const scraped = Date.now();
    await waitUntil('the end is scraped', async () => {
      const [last] = await prometheus.query(`max(timestamp(${metrics.findingTransitions.name}))`);
      return last !== undefined && last.value * 1000 > scraped;
    });
    await pair.stop();
    expect(pair.doubled).toEqual([]);

    const history = await historyNow();
    const reference = replay(history);
    const taken = await store.take(clusterId, 'cluster');
    await store.close();
    expect(new Map(taken.open.map(({ id, firstSeen }) => [id, firstSeen]))).toEqual(reference.open);
    expect(new Set(taken.open.map(({ object }) => object.name))).toEqual(told.failing);
    const stored = Object.entries(taken.counters.transitions).filter(([, count]) => count > 0);
    expect(new Map(stored)).toEqual(reference.counts);
    const steps = stepsIn(history);
    for (const name of paced) expect([name, steps.get(name)]).toEqual([name, told.steps.get(name)]);
    for (const [name, { opened, resolved }] of steps) {
      const most = told.steps.get(name) ?? { opened: 0, resolved: 0 };
      // What is changed and changed back before anybody looks is no step.
      expect([name, opened <= most.opened && resolved <= most.resolved]).toEqual([name, true]);
    }

    const range = `${Math.ceil((performance.now() - begun) / 1000) + 1}s`;
    const scrapes = await expectScrapedHistory(prometheus, history, range);
    const times = [...takeovers].map(([what, all]) => `${what} ${all.join(', ')} ms`).join('; ');
    console.log(
      `${history.length} transitions, ${scrapes} scrapes and ${pair.turns} turns agree; taken over: ${times}`,
    );
  });
});

function pairOf(labels: Readonly<Record<string, string>>): string {
  return `${labels['severity']}|${labels['transition']}|${labels['reason']}`;
}

/** How often the finding of each object began and ended. */
function stepsIn(history: readonly RevisedTransition[]): ReadonlyMap<string, { opened: number; resolved: number }> {
  const steps = new Map<string, { opened: number; resolved: number }>();
  for (const { transition } of history) {
    if (transition.type === 'updated') continue;
    const { name } = transition.finding.object;
    const own = steps.get(name) ?? { opened: 0, resolved: 0 };
    steps.set(name, own);
    if (transition.type === 'resolved') own.resolved += 1;
    else own.opened += 1;
  }
  return steps;
}
