import { once } from 'node:events';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type {
  ApiChanges,
  ApiFinding,
  ApiFindingDetail,
  ApiFindingPage,
  ApiFramework,
  ApiProblem,
} from '../../exporter/contract/index.ts';
import type { Finding } from '../../exporter/model/finding.ts';
import type { Listening } from '../../exporter/publish/http/listen.ts';
import { badDeployment, published, type Published } from '../support/published.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const privileged = 'check=pod-privileged';

describe('the API, of the past', () => {
  let world: Published;
  let listening: Listening;
  let start: number;

  beforeEach(async () => {
    world = published({
      names: ['prod', 'staging'],
      exempt: (_check, { object }) =>
        object.metadata.namespace === 'kube-system' ? { id: 'platform', reason: 'shipped by the platform' } : undefined,
    });
    start = world.clock.now;
    await world.clusters[0]?.become([badDeployment('web'), badDeployment('proxy', 'kube-system', 'platform')]);
    await world.snapshot();
    listening = await world.listen();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await listening.close(0);
    if (world.errors.length > 0) throw new Error('a handler failed', { cause: world.errors });
  });

  const get = (path: string) => fetch(listening.url + path);
  const json = async <T>(path: string): Promise<T> => {
    const response = await get(path);
    expect([path, response.status]).toEqual([path, 200]);
    return (await response.json()) as T;
  };
  const problem = async (path: string): Promise<ApiProblem> => (await (await get(path)).json()) as ApiProblem;
  const rfc = (time: number) => new Date(time).toISOString();
  const page = (query: string) => json<ApiFindingPage>(`/api/v1/findings?limit=1000&${query}`);
  const namesIn = ({ items }: ApiFindingPage) => [...new Set(items.map(({ object }) => object.name))].sort();

  /** `web` is there from the start, `api` from an hour later, and `web` goes after two. */
  async function twoHours(): Promise<void> {
    world.clock.now = start + HOUR;
    await world.clusters[0]?.put(badDeployment('api', 'orders', 'orders'));
    world.clock.now = start + 2 * HOUR;
    await world.clusters[0]?.remove('Deployment', 'shop', 'web');
  }

  describe('at a time', () => {
    it('tells the findings that were open then, and no others', async () => {
      await twoHours();
      const told = async (time: number) => namesIn(await page(`${privileged}&at=${rfc(time)}`));
      expect(await told(start)).toEqual(['web']);
      expect(await told(start + HOUR - 1)).toEqual(['web']);
      expect(await told(start + HOUR)).toEqual(['api', 'web']);
      expect(await told(start + 2 * HOUR - 1)).toEqual(['api', 'web']);
      expect(await told(start + 2 * HOUR)).toEqual(['api']);
      expect(namesIn(await page(privileged))).toEqual(['api']);
    });

    it('takes an offset, and keeps the time on the way from page to page', async () => {
      await twoHours();
      const at = '2026-06-01T02:30:00%2B02:00';
      const whole = await page(`at=${at}`);
      expect(whole.at).toBe('2026-06-01T00:30:00.000Z');
      const seen: string[] = [];
      for (let path: string | undefined = `/api/v1/findings?limit=7&at=${at}`; path !== undefined;) {
        const response = await get(path);
        seen.push(...((await response.json()) as ApiFindingPage).items.map(({ id }) => id));
        path = /<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1];
      }
      expect(seen).toEqual(whole.items.map(({ id }) => id));
      expect(seen.length).toBeGreaterThan(7);
    });

    it.each([
      ['garbage', 'at=yesterday', /RFC 3339/],
      ['a number', 'at=1780272000000', /RFC 3339/],
      ['a day alone', 'at=2026-05-31', /RFC 3339/],
      ['a time without an offset', 'at=2026-05-31T10:00:00', /RFC 3339/],
      ['a day that does not exist', 'at=2026-02-30T10:00:00Z', /RFC 3339/],
      ['an hour that does not exist', 'at=2026-05-31T24:00:01Z', /RFC 3339/],
      ['a plus that is not encoded', 'at=2026-06-01T02:00:00+02:00', /%2B/],
      ['nothing', 'at=', /RFC 3339/],
      ['two times', 'at=2026-05-31T10:00:00Z&at=2026-05-31T11:00:00Z', /more than once/],
      ['the future', 'at=2026-06-01T00:00:01Z', /lies in the future/],
      ['before retention', 'at=2020-01-01T00:00:00Z', /before what is remembered.*store\.retention/],
      [
        'before the first state of the cluster',
        'cluster=prod&at=2026-05-31T23:59:59Z',
        /of cluster prod; give 2026-06-01T00:00:00\.000Z or later/,
      ],
      ['exempt findings', 'at=2026-06-01T00:00:00Z&state=open,exempt', /state exempt/],
    ])('refuses %s and says why', async (_what, query, why) => {
      for (const path of ['findings', 'findings.csv', 'findings.ndjson']) {
        const { status, parameter, detail } = await problem(`/api/v1/${path}?${query}`);
        expect([path, status, parameter]).toEqual([path, 400, 'at']);
        expect(detail).toMatch(why);
      }
    });

    it('refuses a time before the first state of all clusters, and says which it is', async () => {
      world.clock.now = start + HOUR;
      await world.clusters[1]?.become([badDeployment('late')]);
      expect(await problem(`/api/v1/findings?at=${rfc(start - 1)}`)).toMatchObject({
        status: 400,
        parameter: 'at',
        detail: `Parameter at lies before the first that is remembered of any cluster; give ${rfc(start)} or later.`,
      });
    });

    it('names the clusters of which nothing is remembered for then', async () => {
      world.clock.now = start + HOUR;
      expect((await page(`at=${rfc(start)}`)).notRemembered).toEqual(['staging']);
      await world.clusters[1]?.become([badDeployment('late')]);
      const then = await page(`at=${rfc(start)}`);
      expect(then.notRemembered).toEqual(['staging']);
      expect(namesIn(then)).toEqual(['web']);
      expect((await page(`at=${rfc(start + HOUR)}`)).notRemembered).toEqual([]);
      expect((await problem(`/api/v1/findings?cluster=staging&at=${rfc(start)}`)).status).toBe(400);
    });
  });

  describe('by age and framework', () => {
    it('puts every finding into exactly one age', async () => {
      for (const [name, age] of [
        ['month', 31 * DAY],
        ['week', 61 * DAY],
        ['day', 90 * DAY],
        ['now', 91 * DAY],
      ] as const) {
        world.clock.now = start + age;
        await world.clusters[0]?.put(badDeployment(name));
      }
      const told = async (age: string) => namesIn(await page(`${privileged}&age=${age}`));
      expect(await told('ge_90d')).toEqual(['web']);
      expect(await told('30d_90d')).toEqual(['month', 'week']);
      expect(await told('7d_30d')).toEqual([]);
      expect(await told('1d_7d')).toEqual(['day']);
      expect(await told('lt_1d')).toEqual(['now']);
      expect(await told('lt_1d,ge_90d')).toEqual(['now', 'web']);
      expect(namesIn(await page(`${privileged}&age=lt_1d&at=${rfc(start + 31 * DAY)}`))).toEqual(['month']);
    });

    it('lets a finding grow older without a commit, for clients that hold the page too', async () => {
      const path = '/api/v1/findings?age=lt_1d';
      const etag = (await get(path)).headers.get('etag') ?? '';
      world.clock.now = start + DAY;
      const later = await fetch(listening.url + path, { headers: { 'If-None-Match': etag } });
      expect(later.status).toBe(200);
      expect(await later.json()).toMatchObject({ items: [], total: 0 });
    });

    it('lists what checks of a framework object to, and of these the ones that are asked for', async () => {
      const { controls } = await json<ApiFramework>('/api/v1/frameworks/cis');
      const answering = new Set(controls.flatMap(({ checks }) => checks));
      const all = (await page('')).items;
      const expected = all.filter(({ check }) => answering.has(check)).map(({ id }) => id);
      const told = (await page('framework=cis')).items.map(({ id }) => id);
      expect(told).toEqual(expected);
      expect(told.length).toBeGreaterThan(0);
      expect(told.length).toBeLessThan(all.length);
      const outside = all.find(({ check }) => !answering.has(check))?.check;
      expect((await page(`framework=cis&check=${outside}`)).items).toEqual([]);
    });

    it.each([
      ['age=old', 'age'],
      ['framework=cosmic', 'framework'],
      ['age=lt_1d&state=exempt', 'age'],
    ])('refuses %s', async (query, parameter) => {
      expect(await problem(`/api/v1/findings?${query}`)).toMatchObject({ status: 400, parameter });
    });
  });

  describe('of one finding', () => {
    it('tells its life, and after its end when and why it ended', async () => {
      const [before] = (await page(privileged)).items;
      const id = before?.id ?? '';
      world.clock.now = start + HOUR;
      await world.clusters[0]?.remove('Deployment', 'shop', 'web');
      expect(await problem(`/api/v1/findings/${id}`)).toMatchObject({
        status: 404,
        detail: expect.stringContaining(`it was resolved at ${rfc(start + HOUR)} (deleted)`) as string,
        history: [{ type: 'opened' }, { type: 'resolved', reason: 'deleted', at: rfc(start + HOUR) }],
      });
      world.clock.now = start + 2 * HOUR;
      await world.clusters[0]?.put(badDeployment('web'));
      const { history, evidence, rememberedSince, drift, ...finding } = await json<ApiFindingDetail>(
        `/api/v1/findings/${id}`,
      );
      expect(finding).toEqual((await page(privileged)).items.find((one) => one.id === id));
      expect(evidence.fields).toEqual([{ path: finding.path, value: true }]);
      expect(rememberedSince).toBe(rfc(start));
      expect(drift).toEqual([]);
      expect(history.map(({ type, at }) => [type, at])).toEqual([
        ['opened', rfc(start)],
        ['resolved', rfc(start + HOUR)],
        ['reopened', rfc(start + 2 * HOUR)],
      ]);
      expect(history[0]).toMatchObject({ reason: 'baseline', severity: 'critical', message: finding.message });
    });
  });

  describe('as a file', () => {
    it('gives every matching finding as lines of JSON', async () => {
      for (const query of ['state=open,exempt', privileged, 'state=exempt&severity=critical', 'q=nothing-like-it']) {
        const response = await get(`/api/v1/findings.ndjson?${query}`);
        expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
        expect(response.headers.get('content-disposition')).toBe('attachment; filename=findings.ndjson');
        const lines = (await response.text()).split('\n').filter((line) => line !== '');
        expect(lines.map((line) => JSON.parse(line) as ApiFinding)).toEqual((await page(query)).items);
      }
    });

    it('gives them as CSV that no spreadsheet runs and every reader of RFC 4180 understands', async () => {
      const odd = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', 'a"b', 'a,b', 'a\r\nb', '="a",b', 'plain', "it's"];
      await fill(odd.map((message) => ({ message })));
      const response = await get('/api/v1/findings.csv?q=filler');
      expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(response.headers.get('content-disposition')).toBe('attachment; filename=findings.csv');
      const [head = [], ...rows] = csvRows(await response.text());
      const { items } = await page('q=filler');
      expect(rows).toHaveLength(odd.length);
      expect(rows.map((row) => row[head.indexOf('id')])).toEqual(items.map(({ id }) => id));
      const column = head.indexOf('message');
      expect(rows.map((row) => row[column])).toEqual(
        odd.map((message) => (/^[=+\-@\t\r]/.test(message) ? `'${message}` : message)),
      );
      for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    });

    it('has a header where nothing matches, and nothing but headers for HEAD', async () => {
      expect(await (await get('/api/v1/findings.csv?q=nothing-like-it')).text()).toMatch(/^id,cluster,check,.*\r\n$/);
      const head = await fetch(`${listening.url}/api/v1/findings.csv`, { method: 'HEAD' });
      expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    });

    it.each(['limit=1', 'cursor=x', 'since=1'])('refuses %s', async (query) => {
      expect((await problem(`/api/v1/findings.csv?${query}`)).status).toBe(400);
    });

    it('reads no further ahead than the client takes, and gives all of it in the end', async () => {
      const count = 20_000;
      const message = 'x'.repeat(2_000);
      await fill(Array.from({ length: count }, () => ({ message })));
      const read = vi.spyOn(world.store, 'query');
      const request = httpGet(`${listening.url}/api/v1/findings.ndjson?namespace=filler`);
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      let settled = -1;
      // The client takes nothing: reading ends once the buffers of both sockets are full.
      while (settled !== read.mock.calls.length) {
        settled = read.mock.calls.length;
        await sleep(150);
      }
      expect(settled).toBeLessThan(count / 500 / 2);
      let lines = 0;
      for await (const chunk of response as AsyncIterable<Buffer>) {
        for (const byte of chunk) if (byte === 0x0a) lines += 1;
      }
      expect(lines).toBe(count);
      expect(read.mock.calls.length).toBe(count / 500);
    });
  });

  describe('since a revision', () => {
    const changes = (query = '') => json<ApiChanges>(`/api/v1/clusters/prod/changes${query}`);

    it('tells every step exactly once to a client that goes on from where it was', async () => {
      const first = await changes();
      const open = (await page('cluster=prod')).items.map(({ id }) => id);
      expect(first.items.map(({ finding }) => finding.id).sort()).toEqual([...open].sort());
      expect(first.items[0]).toMatchObject({ type: 'opened', reason: 'baseline', at: rfc(start) });
      expect(first.items[0]?.finding).not.toHaveProperty('state');
      expect(first.next).toBe(first.revision);
      expect((await changes(`?since=${first.next}`)).items).toEqual([]);
      await twoHours();
      const second = await changes(`?since=${first.next}`);
      const byName = second.items.map(({ type, finding }) => `${type} ${finding.object.name}`);
      expect([...new Set(byName)]).toEqual(['opened api', 'resolved web']);
      expect((await changes(`?since=${second.next}`)).items).toEqual([]);
    });

    it.each([1, 2, 3, 1000])('pages through every step exactly once, %i at a time', async (limit) => {
      await twoHours();
      const whole = await changes('?limit=1000');
      const seen: ApiChanges['items'][number][] = [];
      let part = await changes(`?limit=${limit}`);
      for (let turn = 0; turn < 1_000; turn += 1) {
        expect(part.items.length).toBeLessThanOrEqual(limit);
        expect(part.revision).toBe(whole.revision);
        seen.push(...part.items);
        if (!part.more) break;
        part = await changes(`?limit=${limit}&since=${part.next}`);
      }
      expect(seen).toEqual(whole.items);
      expect(new Set(seen.map(({ revision }) => revision)).size).toBeGreaterThan(2);
      expect(part.next).toBe(whole.next);
    });

    it('goes on within a first baseline, and does not end it before all of it was told', async () => {
      const open = (await page('cluster=prod')).items.map(({ id }) => id);
      const first = await changes('?limit=1');
      expect(first).toMatchObject({ more: true, items: [{ reason: 'baseline' }] });
      expect(first.next).not.toBe(first.revision);
      await twoHours();
      const rest = await changes(`?limit=1000&since=${first.next}`);
      const opened = [...first.items, ...rest.items].filter(({ reason }) => reason === 'baseline');
      expect(opened.map(({ finding }) => finding.id).sort()).toEqual([...open].sort());
      expect(rest).toMatchObject({ more: false, next: rest.revision });
    });

    it('refuses a revision of another count, of another cluster or of the future as gone, and garbage as wrong', async () => {
      await world.clusters[1]?.become([badDeployment('web')]);
      const { next } = await changes();
      const [, counting = ''] = next.split('.');
      const other = counting.split('').reverse().join('');
      for (const since of [`1.${other}`, `1.0.${other}`, `9999.${counting}`, `9999.0.${counting}`]) {
        const gone = await problem(`/api/v1/clusters/prod/changes?since=${since}`);
        expect([since, gone.status, gone.parameter]).toEqual([since, 410, 'since']);
      }
      expect((await problem(`/api/v1/clusters/staging/changes?since=${next}`)).status).toBe(410);
      for (const since of ['1', 'x', '-1', '', `1.-1.${counting}`, `1.${'9'.repeat(10)}.${counting}`]) {
        const wrong = await problem(`/api/v1/clusters/prod/changes?since=${since}`);
        expect([since, wrong.status, wrong.parameter]).toEqual([since, 400, 'since']);
      }
    });

    it('is not there for a cluster that nobody knows, and not yet for one that was not evaluated', async () => {
      expect((await get('/api/v1/clusters/nowhere/changes')).status).toBe(404);
      expect((await get('/api/v1/clusters/staging/changes')).status).toBe(503);
    });
  });

  /** Gives the store findings of a cluster of its own, in the order of their ids. */
  async function fill(findings: readonly Partial<Finding>[]): Promise<void> {
    const { epoch } = await world.store.take('id-of-filler', 'filler');
    await world.store.apply({
      clusterId: 'id-of-filler',
      clusterName: 'filler',
      epoch,
      revision: 1,
      at: start,
      baselineAt: start,
      newlyBaselined: [],
      transitions: findings.map((own, index) => ({
        type: 'opened',
        reason: 'new',
        at: start,
        finding: {
          id: index.toString(16).padStart(64, '0'),
          check: 'pod-privileged',
          severity: 'critical',
          object: { kind: 'Deployment', apiVersion: 'apps/v1', namespace: 'filler', name: `filler-${index}` },
          team: { team: 'storefront', source: 'label team' },
          part: '',
          path: 'spec',
          message: '',
          firstSeen: start,
          estimated: false,
          lastChange: start,
          openedBecause: 'new',
          ...own,
        },
      })),
    });
  }
});

/** Reads CSV after RFC 4180, strictly: a quote inside a cell that is not quoted, or half a line, is an error. */
function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
  let row: string[] = [];
  while (cell.lastIndex < text.length) {
    const from = cell.lastIndex;
    const [, raw = '', end] = cell.exec(text) ?? [];
    if (end === undefined) throw new Error(`no CSV: ${JSON.stringify(text.slice(from, from + 80))}`);
    row.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
