import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checks as library } from '../../exporter/checks/index.ts';
import type { Manifest } from '../../exporter/checks/patch.ts';
import { createReloads } from '../../exporter/cli/reloads.ts';
import { followWindows, openWindowBook } from '../../exporter/cli/window-files.ts';
import { loadConfig } from '../../exporter/config/load.ts';
import type {
  ApiChanges,
  ApiDeployWindow,
  ApiDeployWindowChange,
  ApiFinding,
  ApiFindingDetail,
  ApiPage,
  ApiProblem,
} from '../../exporter/contract/index.ts';
import { apiToken } from '../../exporter/publish/http/guard.ts';
import { openStore } from '../../exporter/store/open-store.ts';
import { createLogger } from '../../exporter/telemetry/logger.ts';
import { parseWindows } from '../../exporter/windows/window-file.ts';
import { waitUntil } from '../support/process.ts';
import { badDeployment, published, testClock } from '../support/published.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const folder = mkdtempSync(join(tmpdir(), 'plumbline-windows-'));
afterAll(() => rmSync(folder, { recursive: true }));

const checks = library.filter(({ id }) => id === 'pod-privileged');
const json = { 'Content-Type': 'application/json' };

function namespace(name: string, annotations: Readonly<Record<string, string>> = {}): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, annotations } };
}

async function world(options: Parameters<typeof published>[0] = {}) {
  const made = published({ checks, ...options });
  const [cluster] = made.clusters;
  if (cluster === undefined) throw new Error('there is one cluster');
  const server = await made.listen();
  const url = (path: string) => `${server.url}/api/v1/${path}`;
  const get = async <T>(path: string) => (await (await fetch(url(path))).json()) as T;
  const post = (body: object, headers: object = {}) =>
    fetch(url('deploy-windows'), { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });
  const { windows: windowBook } = made;
  return {
    ...made,
    windowBook,
    cluster,
    server,
    get,
    post,
    /** Asks for a window and evaluates once more. */
    async announce(over: object = {}) {
      const response = await post({ ...request, ...over });
      const answer = (await response.json()) as ApiDeployWindowChange & ApiProblem;
      await cluster.cycle();
      return { ...answer, status: response.status };
    },
    async close(path: string) {
      const response = await fetch(url(`deploy-windows/${path}`), { method: 'DELETE' });
      const answer = (await response.json()) as ApiDeployWindowChange & ApiProblem;
      await cluster.cycle();
      return { ...answer, status: response.status };
    },
    windows: async (query = '') => (await get<ApiPage<ApiDeployWindow>>(`deploy-windows${query}`)).items,
    findings: async (query = '') =>
      (await get<ApiPage<ApiFinding>>(`findings${query}`)).items.map(
        ({ object, container, windows = [] }) => `${object.name}/${container} ${windows.join()}`,
      ),
    async pass(milliseconds: number) {
      made.clock.now += milliseconds;
      await cluster.cycle();
    },
    async active() {
      await made.snapshot();
      const text = await (await fetch(`${server.url}/metrics`)).text();
      return [...text.matchAll(/^kspm_deploy_window_active\{cluster="prod",change_id="([^"]+)"\} 1$/gm)].map(
        ([, id]) => id,
      );
    },
  };
}

const request = {
  changeId: 'CHG-1',
  clusters: ['prod'],
  who: 'ana',
  reason: 'Shop 2.0',
  until: '2026-06-01T02:00:00Z',
};

describe('a deploy window', () => {
  it('marks what happens meanwhile, in every list, and hides nothing of it', async () => {
    const at = await world();
    const { cluster } = at;
    await cluster.become([namespace('shop'), badDeployment('before')]);
    expect(await at.active()).toEqual([]);
    expect(await at.announce()).toMatchObject({ status: 200, result: 'created' });
    expect(await at.active()).toEqual(['CHG-1']);
    await cluster.put(badDeployment('during'));
    await cluster.remove('Deployment', 'shop', 'before');
    await at.pass(2 * HOUR);
    await cluster.put(badDeployment('after'));
    expect(await at.active()).toEqual([]);

    expect(await at.findings()).toEqual(['during/app CHG-1', 'during/side CHG-1', 'after/app ', 'after/side ']);
    expect(await at.findings('?window=CHG-1')).toEqual(['during/app CHG-1', 'during/side CHG-1']);
    expect(await at.findings('?window=_any&check=pod-privileged')).toHaveLength(2);
    expect(await at.findings('?window=_none')).toEqual(['after/app ', 'after/side ']);
    expect(await at.findings('?window=CHG-2')).toEqual([]);
    const { items } = await at.get<ApiChanges>('clusters/prod/changes?window=CHG-1');
    expect(items.map(({ type, finding, windows }) => `${type} ${finding.object.name} ${windows?.join()}`)).toEqual([
      'opened during CHG-1',
      'opened during CHG-1',
      'resolved before CHG-1',
      'resolved before CHG-1',
    ]);
    const [marked] = (await at.get<ApiPage<ApiFinding>>('findings?window=CHG-1')).items;
    const detail = await at.get<ApiFindingDetail>(`findings/${marked?.id}`);
    expect(detail.history).toMatchObject([{ type: 'opened', reason: 'new', windows: ['CHG-1'] }]);
    const csv = await (await fetch(`${at.server.url}/api/v1/findings.csv?window=CHG-1`)).text();
    expect(csv.split('\r\n')[1]).toContain(',CHG-1,');
    const ledger = cluster.session.posture?.findings.ledger;
    expect(ledger?.transitions('critical', 'opened', 'new')).toBe(4);
    await at.server.close(0);
  });

  it('covers the namespaces that it names, and nothing that lies outside of any', async () => {
    const at = await world();
    await at.cluster.become([namespace('shop'), namespace('shop-eu'), namespace('pay')]);
    await at.announce({ namespaces: ['shop*'] });
    const { windows } = at.cluster.session;
    const over = (kind: 'Pod' | 'Namespace' | 'ClusterRole', home: string, name: string) =>
      windows.over({ kind, namespace: home, name }).join();
    expect(over('Pod', 'shop', 'a')).toBe('CHG-1');
    expect(over('Pod', 'shop-eu', 'a')).toBe('CHG-1');
    expect(over('Pod', 'pay', 'a')).toBe('');
    expect(over('Namespace', '', 'shop')).toBe('CHG-1');
    expect(over('ClusterRole', '', 'shop')).toBe('');
    await at.server.close(0);
  });

  it('is the same however often it is asked for, can be moved while it is open, and ends early when it is closed', async () => {
    const at = await world();
    await at.cluster.become([namespace('shop')]);
    expect(await at.announce()).toMatchObject({ status: 200, result: 'created' });
    at.clock.now += MINUTE;
    expect(await at.announce()).toMatchObject({ status: 200, result: 'unchanged' });
    const longer = await at.announce({ until: '2026-06-01T03:00:00Z' });
    expect(longer).toMatchObject({
      result: 'updated',
      windows: [{ from: '2026-06-01T00:00:00.000Z', until: '2026-06-01T03:00:00.000Z' }],
    });
    expect(await at.windows()).toHaveLength(1);
    expect(await at.announce({ from: '2026-06-01T02:00:00Z' })).toMatchObject({
      status: 409,
      detail: expect.stringContaining('has begun at 2026-06-01T00:00:00.000Z and cannot be moved') as string,
    });
    // Together they would be open for longer than a day.
    expect(await at.announce({ until: '2026-06-02T00:00:01Z' })).toMatchObject({
      status: 422,
      problems: [{ field: 'until', problem: expect.stringContaining('more than 1d after the beginning') as string }],
    });

    at.clock.now += MINUTE;
    expect(await at.close('CHG-1')).toMatchObject({
      status: 200,
      result: 'closed',
      windows: [{ state: 'ended', until: '2026-06-01T00:02:00.000Z', closed: 'closed by a request' }],
    });
    expect(at.cluster.session.windows.openChanges()).toEqual([]);
    expect(await at.close('CHG-1')).toMatchObject({ status: 200, result: 'unchanged' });
    expect(await at.close('CHG-2')).toMatchObject({ status: 404 });
    at.clock.now += MINUTE;
    expect(await at.announce()).toMatchObject({ status: 200, result: 'created' });
    expect((await at.windows()).map(({ state }) => state).sort()).toEqual(['active', 'ended']);
    await at.server.close(0);
  });

  it('that comes later is listed, opens by time alone, and may be called off', async () => {
    const at = await world();
    await at.cluster.become([namespace('shop')]);
    await at.announce({ changeId: 'CHG-1', from: '2026-06-01T01:00:00Z' });
    await at.announce({ changeId: 'CHG-2', from: '2026-06-01T01:30:00Z' });
    expect((await at.windows('?state=upcoming')).map(({ changeId }) => changeId)).toEqual(['CHG-2', 'CHG-1']);
    expect(at.cluster.session.terms.nextChange).toBe(Date.parse('2026-06-01T01:00:00Z'));
    await at.close('CHG-2');
    await at.pass(HOUR);
    expect(at.cluster.session.windows.openChanges()).toEqual(['CHG-1']);
    await at.pass(HOUR);
    expect(at.cluster.session.windows.openChanges()).toEqual([]);
    expect((await at.windows('?state=ended')).map(({ changeId }) => changeId).sort()).toEqual(['CHG-1', 'CHG-2']);
    await at.server.close(0);
  });

  it.each<[string, object, number, RegExp]>([
    ['no change id', { changeId: undefined }, 422, /changeId: is missing; write a string/],
    ['an id with markup', { changeId: '<script>' }, 422, /changeId: is not a change id; write up to 64/],
    [
      'a cluster that is not watched',
      { clusters: ['prod', 'prd'] },
      422,
      /clusters\.1: "prd" is not watched here; there are prod/,
    ],
    ['no clusters', { clusters: [] }, 422, /clusters: is empty; name the clusters/],
    ['no end', { until: undefined }, 422, /until: is missing; write a string/],
    ['an end that is none', { until: '2h' }, 422, /until: "2h" is not a time; write one such as/],
    [
      'an end that has passed',
      { until: '2026-05-31T23:00:00Z' },
      422,
      /until: has passed; write a time that lies ahead/,
    ],
    [
      'an end that is too far away',
      { until: '2026-06-03T00:00:00Z' },
      422,
      /until: is more than 1d after the beginning/,
    ],
    [
      'an end before its beginning',
      { from: '2026-06-01T03:00:00Z' },
      422,
      /until: does not lie after 2026-06-01T03:00/,
    ],
    [
      'a beginning in the far future',
      { from: '2027-06-01T00:00:00Z', until: '2027-06-01T01:00:00Z' },
      422,
      /from: lies more than 90d ahead/,
    ],
    ['nobody', { who: ' ' }, 422, /who: is empty; name somebody/],
    ['a reason of two lines', { reason: 'a\nb' }, 422, /reason: has a line break/],
    [
      'a pattern that matches slowly',
      { namespaces: ['*a*b*c*d*e*'] },
      422,
      /namespaces\.0: is not the name of a namespace/,
    ],
    ['a misspelt field', { namespace: 'shop' }, 422, /namespace: is not a key; did you mean namespaces\?/],
  ])('is refused for %s', async (_claim, over, status, detail) => {
    const at = await world();
    await at.cluster.become([namespace('shop')]);
    const answer = await at.announce(over);
    expect(answer.status).toBe(status);
    expect(answer.detail).toMatch(detail);
    expect(await at.windows()).toEqual([]);
    await at.server.close(0);
  });

  it('cannot be asked for before anything is known of the cluster, and the same request is taken later', async () => {
    const at = await world();
    expect(await (await at.post(request)).json()).toMatchObject({
      status: 503,
      detail: expect.stringContaining('Send the same request again') as string,
    });
    await at.cluster.become([namespace('shop')]);
    expect(await at.announce()).toMatchObject({ status: 200 });
    await at.server.close(0);
  });

  it('takes a scope of its own, and remembers whose token it was', async () => {
    const tokens = [
      apiToken('reader', 'r', ['findings:read']),
      apiToken('pipeline', 'w', ['windows:write', 'findings:read']),
    ];
    const at = await world({ guard: { openLoopback: false, tokens: () => tokens } });
    await at.cluster.become([namespace('shop')]);
    const as = (token: string) => ({ Authorization: `Bearer ${token}` });
    expect((await at.post(request)).status).toBe(401);
    expect((await at.post(request, as('r'))).status).toBe(403);
    const answer = (await (await at.post(request, as('w'))).json()) as ApiDeployWindowChange;
    expect(answer.windows[0]?.source).toEqual({ kind: 'request', caller: 'pipeline' });
    const remove = (token: string) =>
      fetch(`${at.server.url}/api/v1/deploy-windows/CHG-1`, { method: 'DELETE', headers: as(token) });
    expect((await remove('r')).status).toBe(403);
    const closed = (await (await remove('w')).json()) as ApiDeployWindowChange;
    expect(closed.windows[0]?.closed).toBe('closed by a request of pipeline');
    await at.server.close(0);
  });

  it('has few series, however many are open', async () => {
    const at = await world();
    await at.cluster.become([namespace('shop')]);
    for (let number = 1; number <= 7; number += 1) await at.announce({ changeId: `CHG-${number}` });
    expect(await at.active()).toEqual(['CHG-1', 'CHG-2', 'CHG-3', 'CHG-4', 'CHG-5', '_other']);
    await at.server.close(0);
  });
});

describe('deploy windows of several replicas', () => {
  it('outlive a restart, and reach whoever leads', async () => {
    const clock = testClock();
    const url = join(folder, 'windows.db');
    const first = await world({ store: openStore({ url, clock }), clock });
    await first.cluster.become([
      namespace('shop', {
        'plumbline.dev/deploy-window': 'CHG-9',
        'plumbline.dev/deploy-window-until': '2026-06-01T23:00:00Z',
      }),
    ]);
    await first.announce();
    await first.server.close(0);
    await first.store.close();

    clock.now += HOUR;
    const second = await world({ store: openStore({ url, clock }), clock });
    expect(await second.announcements.desk.remembered(undefined, 0)).toHaveLength(2);
    await second.announcements.start(AbortSignal.abort());
    await second.cluster.become([
      namespace('shop', {
        'plumbline.dev/deploy-window': 'CHG-9',
        'plumbline.dev/deploy-window-until': '2026-06-01T23:00:00Z',
      }),
    ]);
    await second.cluster.put(badDeployment('web'));
    expect(await second.findings()).toEqual(['web/app CHG-1,CHG-9', 'web/side CHG-1,CHG-9']);
    // First seen by the other process, and no later.
    expect((await second.windows('?source=annotation')).map(({ from }) => from)).toEqual(['2026-06-01T00:00:00.000Z']);

    const other = published({ checks, store: second.store, clock });
    await other.announcements.desk.close('CHG-1', ['prod'], 'closed elsewhere');
    expect(other.announcements.of('prod').map(({ window }) => window.changeId)).toEqual(['CHG-9']);
    await second.server.close(0);
    await second.store.close();
  });
});

describe('annotations of namespaces', () => {
  const noted = (id: string, until: string) =>
    namespace('shop', { 'plumbline.dev/deploy-window': id, 'plumbline.dev/deploy-window-until': until });

  it('mark what happens in their namespace, and hold back nothing of the cluster', async () => {
    const at = await world();
    await at.cluster.become([noted('CHG-1', '2026-06-01T02:00:00Z'), namespace('pay')]);
    await at.cluster.put(badDeployment('web'), badDeployment('till', 'pay'));
    expect((await at.findings()).sort()).toEqual(['till/app ', 'till/side ', 'web/app CHG-1', 'web/side CHG-1']);
    expect(await at.active()).toEqual([]);
    await at.pass(MINUTE);
    await at.cluster.put(namespace('shop'));
    expect(await at.windows()).toMatchObject([
      { changeId: 'CHG-1', state: 'ended', until: '2026-06-01T00:01:00.000Z', closed: 'taken out of the annotation' },
    ]);
    await at.server.close(0);
  });

  it('count for the cluster where the configuration says so', async () => {
    const at = await world({ windowAnnotations: 'suppress' });
    await at.cluster.become([noted('CHG-1', '2026-06-01T02:00:00Z')]);
    expect(await at.active()).toEqual(['CHG-1']);
    await at.server.close(0);
  });

  it('are not read where they are switched off', async () => {
    const at = await world({ windowAnnotations: 'off' });
    await at.cluster.become([noted('CHG-1', '2026-06-01T02:00:00Z'), badDeployment('web')]);
    expect(await at.findings('?window=_any')).toEqual([]);
    expect(await at.windows()).toEqual([]);
    await at.server.close(0);
  });

  it('that are wrong mark nothing, say why, and are told once', async () => {
    const at = await world();
    await at.cluster.become([noted('CHG-1', '2027-01-01T00:00:00Z'), badDeployment('web')]);
    await at.pass(MINUTE);
    await at.pass(MINUTE);
    expect(await at.findings('?window=_any')).toEqual([]);
    expect(await at.windows()).toMatchObject([
      {
        changeId: 'CHG-1',
        state: 'refused',
        problem: expect.stringContaining('more than 1d after it was first seen') as string,
      },
    ]);
    expect(at.refusedWindows).toHaveLength(1);
    // Waiting does not bring the end nearer to when it was first asked for.
    await at.pass(Date.parse('2026-12-31T23:00:00Z') - at.clock.now);
    expect(await at.findings('?window=_any')).toEqual([]);
    expect(at.cluster.session.windows.over({ kind: 'Pod', namespace: 'shop', name: 'a' })).toEqual([]);
    await at.server.close(0);
  });
});

describe('windows of the file', () => {
  const file = `
recurring:
  - {changeId: nightly, reason: Patches, days: [mon], from: 02:00, for: 1h, timeZone: Europe/Berlin}
`;

  it('open and end by the clock of their zone, and are remembered when they are over', async () => {
    const at = await world();
    at.windowBook.follow(parseWindows('windows.yaml', file, { longestMs: 24 * HOUR }));
    await at.cluster.become([namespace('shop')]);
    // 02:00 in Berlin is midnight in UTC in summer.
    expect(await at.active()).toEqual(['nightly']);
    await at.pass(HOUR);
    expect(await at.active()).toEqual([]);
    expect((await at.windows()).map(({ state, from }) => `${state} ${from}`)).toEqual([
      'upcoming 2026-06-08T00:00:00.000Z',
      'ended 2026-06-01T00:00:00.000Z',
    ]);
    await at.server.close(0);
  });

  it('are followed while we run; a file that is wrong leaves the last good one in force', async () => {
    const path = join(folder, 'windows.yaml');
    writeFileSync(path, file);
    const { config } = loadConfig({ env: {}, overrides: { 'windows.file': path, 'schedule.reread': '100ms' } });
    const open = openWindowBook(config.windows);
    const told: boolean[] = [];
    let changes = 0;
    const stop = new AbortController();
    followWindows(config, open, {
      reloads: createReloads((good) => told.push(good)),
      exporter: { windowsChanged: () => (changes += 1) },
      logger: createLogger('silent'),
      signal: stop.signal,
    });
    writeFileSync(path, file.replace('Europe/Berlin', 'Berlin'));
    await waitUntil('the wrong one is refused', () => Promise.resolve(told.at(-1) === false));
    writeFileSync(path, file.replace('nightly', 'weekly'));
    await waitUntil('the right one is taken', () => Promise.resolve(told.at(-1) === true));
    expect(changes).toBe(1);
    stop.abort();
  });
});
