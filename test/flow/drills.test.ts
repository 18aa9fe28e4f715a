import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Drills } from '../../exporter/alert-ledger/drills/drills.ts';
import { checks as library } from '../../exporter/checks/index.ts';
import { exporterAt } from '../../exporter/cli/drill.ts';
import { prometheusAt, type DrilledPrometheus } from '../../exporter/cli/drill-prometheus.ts';
import { runDrill, type DrillPlan } from '../../exporter/cli/drill-run.ts';
import type { ApiCluster, ApiDrill, ApiPage, ApiProblem } from '../../exporter/contract/index.ts';
import type { Listening } from '../../exporter/publish/http/listen.ts';
import { parseExposition } from '../support/exposition-text.ts';
import { badDeployment, published, type Published } from '../support/published.ts';

const minute = 60_000;
const family = 'kspm_critical_finding_since_timestamp_seconds';
const began = Date.UTC(2026, 5, 1, 0, 1);

let world: Published;
let listening: Listening;

beforeEach(async () => {
  const checks = library.filter(({ id }) => id === 'pod-privileged');
  world = published({ names: ['prod', 'staging'], checks });
  for (const cluster of world.clusters) await cluster.become([badDeployment('web')]);
  world.clock.now = began;
  for (const cluster of world.clusters) await cluster.cycle();
  // What is shown for the first time is measured once.
  await world.snapshot();
  listening = await world.listen();
});
afterEach(async () => {
  await listening.close(0);
  if (world.errors.length > 0) throw new Error('a handler failed', { cause: world.errors });
});

const send = (method: string, path: string, body?: object) =>
  fetch(`${listening.url}${path}`, {
    method,
    ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
const get = async <T>(path: string) => (await (await send('GET', path)).json()) as T;
const open = (more: object = {}) =>
  send('POST', '/api/v1/drills', { cluster: 'prod', who: 'ann', minutes: 10, ...more });
/** Samples of everything that is published, but of what drills are for. */
const otherSamples = async () =>
  [...parseExposition((await world.snapshot()).body('text').toString()).values()]
    .flatMap(({ samples }) => samples)
    .filter(({ name }) => name !== family)
    .map((sample) => JSON.stringify(sample));
const drilled = async () =>
  (parseExposition((await world.snapshot()).body('text').toString()).get(family)?.samples ?? [])
    .filter(({ labels }) => labels['check'] === 'plumbline-drill')
    .map(({ labels, value }) => ({ ...labels, value }));

describe('a drill', () => {
  it('is published as a new critical finding, and nowhere else', async () => {
    const before = await otherSamples();
    const standing = await get<ApiCluster>('/api/v1/clusters/prod');
    const response = await open({ owner: 'team-a' });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({
      id: 'drill-1',
      cluster: 'prod',
      owner: 'team-a',
      who: 'ann',
      state: 'open',
      from: new Date(began).toISOString(),
      until: new Date(began + 10 * minute).toISOString(),
    } satisfies ApiDrill);
    expect(await drilled()).toEqual([
      {
        cluster: 'prod',
        check: 'plumbline-drill',
        resource_namespace: '',
        resource_kind: 'Drill',
        resource_name: 'drill-1',
        owner: 'team-a',
        reason: 'new',
        value: began / 1000,
      },
    ]);
    expect(await otherSamples()).toEqual(before);
    expect(await get('/api/v1/clusters/prod')).toEqual(standing);
    expect(await get('/api/v1/findings?owner=team-a&state=open')).toMatchObject({ items: [] });
  });

  it('closes by itself', async () => {
    await open();
    world.clock.now += 10 * minute;
    expect(await drilled()).toEqual([]);
    expect(await get('/api/v1/drills/drill-1')).toMatchObject({ state: 'closed' });
  });

  it('is closed before its time, once', async () => {
    await open();
    world.clock.now += minute;
    const closed = await send('DELETE', '/api/v1/drills/drill-1');
    expect(await closed.json()).toMatchObject({ state: 'closed', closed: 'closed by a request' });
    expect(await drilled()).toEqual([]);
    world.clock.now += minute;
    expect(await (await send('DELETE', '/api/v1/drills/drill-1')).json()).toMatchObject({
      until: new Date(began + minute).toISOString(),
    });
  });

  it('that another replica took is published by the leader', async () => {
    const replica = new Drills({
      journal: world.store.journal,
      clusters: () => world.clusters.map(({ session }) => session),
      clock: world.clock,
      newId: () => 'drill-of-another',
      changed() {},
      onError: (error) => world.errors.push(error),
    });
    await replica.open({ cluster: 'prod', who: 'bo', minutes: 1 }, undefined);
    expect(await world.drills.read()).toEqual(['prod']);
    expect(await drilled()).toMatchObject([{ resource_name: 'drill-of-another' }]);
    expect((await open()).status).toBe(409);
  });

  it('is open once in a cluster, and the other is named', async () => {
    await open();
    expect(((await (await open()).json()) as ApiProblem).detail).toMatch(
      /drill-1 of ann is open in prod until .*DELETE/,
    );
    expect((await open({ cluster: 'staging' })).status).toBe(201);
    const listed = await get<ApiPage<ApiDrill>>('/api/v1/drills?cluster=staging&state=open');
    expect(listed.items.map(({ id }) => id)).toEqual(['drill-2']);
  });

  it.each([
    [{ cluster: 'nowhere' }, 'cluster: is not watched here; there are prod, staging'],
    [{ minutes: 31 }, 'minutes: is no whole number from 1 to 30'],
    [{ minutes: 0 }, 'minutes: is no whole number from 1 to 30'],
    [{ minutes: undefined }, 'minutes'],
    [{ owner: 'a\nb' }, 'owner: has a line break'],
    [{ who: ' ' }, 'who: is empty; name who opens it'],
    [{ severity: 'critical' }, 'severity'],
  ])('is refused with %j', async (more, problem) => {
    const response = await open(more);
    expect([response.status, ((await response.json()) as ApiProblem).detail]).toEqual([
      422,
      expect.stringContaining(problem),
    ]);
    expect(await drilled()).toEqual([]);
  });
});

describe('plumbline drill', () => {
  const lines: string[] = [];
  const plan: DrillPlan = { cluster: 'prod', who: 'ann', withinMs: 2 * minute, resolvedWithinMs: 10 * minute };
  beforeEach(() => void lines.splice(0));

  /** Runs it while time passes and `then` happens, second by second since it began. */
  const run = (
    then: (second: number) => Promise<unknown>,
    more: Partial<DrillPlan> = {},
    prometheus?: DrilledPrometheus,
  ) =>
    runDrill(
      { ...plan, ...more },
      {
        exporter: exporterAt({ url: listening.url }),
        ...(prometheus !== undefined && { prometheus }),
        print: (line) => void lines.push(line),
        uptime: () => world.clock.now,
        async sleep(milliseconds) {
          world.clock.now += milliseconds;
          await world.snapshot();
          await then((world.clock.now - began) / 1000);
        },
      },
    );
  const tell = (status: 'firing' | 'resolved') =>
    send('POST', '/api/v1/alertmanager', {
      version: '4',
      alerts: [
        {
          status,
          labels: {
            alertname: 'KspmCriticalFindingNew',
            cluster: 'prod',
            notify: 'page',
            check: 'plumbline-drill',
            resource_kind: 'Drill',
            resource_name: 'drill-1',
          },
          startsAt: new Date(began + 40_000).toISOString(),
          ...(status === 'resolved' && { endsAt: new Date(world.clock.now).toISOString() }),
          fingerprint: 'd1',
        },
      ],
    });

  it('tells the whole way of the alert, and passes', async () => {
    const isGood = await run(async (second) => {
      if (second === 70) await tell('firing');
      if (second === 400) await tell('resolved');
    });
    expect(lines).toEqual([
      'Drill drill-1 in cluster prod: plumbline-drill is called as for a new critical finding.',
      '    0.0 s  opened; closes by itself at 2026-06-01T00:04:00.000Z',
      '    1.0 s  seen in /metrics',
      '   40.0 s  KspmCriticalFindingNew fires in Prometheus',
      '   70.0 s  received by the ledger',
      '   70.0 s  closed',
      '  400.0 s  resolved, 330.0 s after closing',
      'PASS  KspmCriticalFindingNew arrived after 70.0 s; agreed are 120.0 s',
    ]);
    expect(isGood).toBe(true);
  });

  it('fails when nothing arrives, closes the drill, and says what to look at on the way', async () => {
    expect(await run(async () => {})).toBe(false);
    expect(lines).toContainEqual(expect.stringMatching(/^FAIL {2}nothing arrived within 120\.0 s/));
    expect(lines).toContainEqual(expect.stringContaining('The ledger has never heard of any alert'));
    for (const part of [
      '1. Does Prometheus scrape',
      '2. Are the rules loaded?',
      'amtool alert query',
      'amtool config routes test --config.file=alertmanager.yaml product=plumbline notify=page',
      'alerts:write',
    ])
      expect(lines.join('\n')).toContain(part);
    expect(await get('/api/v1/drills/drill-1')).toMatchObject({ state: 'closed' });
  });

  it('fails when it arrives too late', async () => {
    const isGood = await run(
      async (second) => {
        if (second === 140) await tell('firing');
      },
      { resolvedWithinMs: undefined },
    );
    expect(isGood).toBe(false);
    expect(lines).toContainEqual('FAIL  KspmCriticalFindingNew arrived after 140.0 s; agreed are 120.0 s');
  });

  it('fails when the alert stays', async () => {
    const isGood = await run(async (second) => {
      if (second === 70) await tell('firing');
    });
    expect(isGood).toBe(false);
    expect(lines).toContainEqual(expect.stringMatching(/^FAIL {2}it was not resolved within 600\.0 s after closing/));
  });

  describe('beside a Prometheus', () => {
    /** Seconds of the drill from which on it has the series, and from which on the alert fires; it fails at `failing`. */
    const history = { series: Infinity, firing: Infinity, failing: NaN };
    const asked: string[] = [];
    const server = createServer(({ url = '', headers }, response) => {
      const { pathname, searchParams } = new URL(url, 'http://localhost');
      const query = searchParams.get('query') ?? '';
      asked.push(`${pathname} ${headers.authorization ?? '-'} ${query}`);
      const second = (world.clock.now - began) / 1000;
      const from = query.startsWith('ALERTS{') ? history.firing : history.series;
      const isFound = query.includes('resource_name="drill-1"') && second >= from;
      response.writeHead(second === history.failing ? 503 : 200, { 'Content-Type': 'application/json' });
      response.end(
        JSON.stringify(
          second === history.failing
            ? { status: 'error', error: 'it starts' }
            : { status: 'success', data: { resultType: 'vector', result: isFound ? [{ metric: {} }] : [] } },
        ),
      );
    });
    let url = '';
    beforeEach(async () => {
      asked.splice(0);
      Object.assign(history, { series: Infinity, firing: Infinity, failing: NaN });
      await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterEach(() => new Promise((resolve) => void server.close(resolve)));

    it('tells when each part had it, and which took how long', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'plumbline-drill-'));
      const tokenFile = join(folder, 'token');
      writeFileSync(tokenFile, 'secret\n');
      Object.assign(history, { series: 12, firing: 31, failing: 20 });
      const isGood = await run(
        async (second) => {
          if (second === 70) await tell('firing');
        },
        { resolvedWithinMs: undefined },
        prometheusAt({ url: `${url}/behind/a/proxy/`, tokenFile }),
      );
      rmSync(folder, { recursive: true });
      expect(lines.slice(2)).toEqual([
        '    1.0 s  seen in /metrics',
        '   12.0 s  seen in Prometheus',
        `   20.0 s  the Prometheus at ${url} answers a query with it starts`,
        '   31.0 s  KspmCriticalFindingNew seen firing in Prometheus',
        '   70.0 s  received by the ledger',
        '   70.0 s  closed',
        'PASS  KspmCriticalFindingNew arrived after 70.0 s; agreed are 120.0 s',
        '      exporter and scrape 12.0 s, rules 19.0 s, Alertmanager and receiver 39.0 s',
      ]);
      expect(isGood).toBe(true);
      const ways = asked.map((one) => /^(.*?) (?:kspm_|ALERTS)/.exec(one)?.[1]);
      expect([...new Set(ways)]).toEqual(['/behind/a/proxy/api/v1/query Bearer secret']);
    });

    it.each([
      ['scraping', { series: 90, firing: 100 }, 'Look at scrape_interval'],
      ['rules', { series: 5, firing: 100 }, 'Look at the interval and the duration of the group'],
      ['Alertmanager', { series: 5, firing: 10 }, 'Look at group_wait'],
    ])('names %s where that made it late', async (_slow, slow, remedy) => {
      Object.assign(history, slow);
      await run(
        async (second) => {
          if (second === 140) await tell('firing');
        },
        { resolvedWithinMs: undefined },
        prometheusAt({ url }),
      );
      expect(lines.at(-1)).toContain(remedy);
    });

    it.each([
      ['never had it', {}, ['1. Does Prometheus scrape', '2. Are the rules loaded?']],
      ['has it', { series: 9 }, ['1. Prometheus has it', '2. Are the rules loaded?']],
      ['fires', { series: 9, firing: 9 }, ['1. 2. KspmCriticalFindingNew fires in Prometheus', '3. Does Alertmanager']],
    ])('begins where the alert was lost when it %s', async (_state, reached, first) => {
      Object.assign(history, reached);
      await run(async () => {}, {}, prometheusAt({ url }));
      const remedies = lines.filter((line) => /^ *\d\. /.test(line));
      expect(remedies.slice(0, 2)).toEqual(first.map((beginning) => expect.stringContaining(beginning)));
    });

    it('says so when another Prometheus evaluates the rules', async () => {
      await run(
        async (second) => {
          if (second === 70) await tell('firing');
        },
        { resolvedWithinMs: undefined },
        prometheusAt({ url }),
      );
      expect(lines).toContain('   40.0 s  KspmCriticalFindingNew fires in Prometheus');
      expect(lines.join('\n')).toContain('not seen in the Prometheus of --prometheus');
    });

    it('calls nobody while it does not answer', async () => {
      history.failing = 0;
      await expect(run(async () => {}, {}, prometheusAt({ url }))).rejects.toThrow(
        `the Prometheus at ${url} answers a query with it starts`,
      );
      const nowhere = prometheusAt({ url: 'http://127.0.0.1:1' });
      await expect(run(async () => {}, {}, nowhere)).rejects.toThrow(
        'does not answer; give --prometheus where its API',
      );
      expect(() => prometheusAt({ url: 'prometheus:9090' })).toThrow(
        '--prometheus: "prometheus:9090" is not an http(s)',
      );
      expect(await drilled()).toEqual([]);
    });
  });

  it('that is broken off leaves nothing open', async () => {
    const breaking = run(async (second) => {
      if (second === 5) throw new Error('broken off');
    });
    await expect(breaking).rejects.toThrow('broken off');
    expect(await drilled()).toEqual([]);
  });
});
