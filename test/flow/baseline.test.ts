import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checks as library } from '../../exporter/checks/index.ts';
import type { Manifest } from '../../exporter/checks/patch.ts';
import { baselineCommand } from '../../exporter/cli/baseline.ts';
import type { ApiBaseline, ApiDeviationPage, ApiProblem } from '../../exporter/contract/index.ts';
import { StoreFailure, type FindingStore } from '../../exporter/findings/store.ts';
import { apiToken } from '../../exporter/publish/http/guard.ts';
import { openStore } from '../../exporter/store/open-store.ts';
import { published, testClock } from '../support/published.ts';

const MINUTE = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'plumbline-baseline-'));
afterAll(() => rmSync(folder, { recursive: true }));

const checks = library.filter(({ id }) => id === 'pod-privileged' || id === 'pod-host-network');

function deployment(name: string, spec: object = {}, more: object = {}, privileged = false): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop', ...more },
    spec: {
      ...spec,
      template: { spec: { containers: [{ name: 'app', image: 'a:1', securityContext: { privileged } }] } },
    },
  };
}

async function world(options: Parameters<typeof published>[0] = {}) {
  const made = published({ checks, ...options });
  const [cluster] = made.clusters;
  if (cluster === undefined) throw new Error('there is one cluster');
  const server = await made.listen();
  const url = (path: string) => `${server.url}/api/v1/clusters/prod/${path}`;
  return {
    ...made,
    cluster,
    server,
    url,
    async approve(body: object = { approver: 'ana', reason: 'Reviewed' }, headers: object = {}) {
      const init = { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers } };
      const response = await fetch(url('baseline'), { ...init, body: JSON.stringify(body) });
      const answer = (await response.json()) as ApiBaseline & ApiProblem;
      await cluster.cycle();
      return { ...answer, status: response.status };
    },
    baseline: async () => {
      const response = await fetch(url('baseline'));
      return { ...((await response.json()) as ApiBaseline), status: response.status };
    },
    deviations: async (query = '') =>
      ((await (await fetch(url(`deviations${query}`))).json()) as ApiDeviationPage).items
        .map(({ object, what, checks: failing, until }) =>
          `${what} ${object.name} ${failing.join()}${until ? ' ended' : ''}`.replace(/ +/g, ' ').trim(),
        )
        .sort(),
    async pass(milliseconds: number) {
      made.clock.now += milliseconds;
      await cluster.cycle();
    },
  };
}

describe('an approved state', () => {
  it('tells what is added, removed, changed and fails more, until it is as approved again', async () => {
    const at = await world();
    const { cluster } = at;
    await cluster.become([deployment('web'), deployment('api'), deployment('bad', {}, {}, true)]);
    expect((await at.baseline()).status).toBe(404);
    expect(await at.approve()).toMatchObject({ status: 200, approver: 'ana', verified: false, objects: 3 });
    expect(await at.deviations()).toEqual([]);

    at.clock.now += MINUTE;
    await cluster.put(deployment('new'), deployment('web', {}, {}, true));
    await cluster.remove('Deployment', 'shop', 'api');
    expect(await at.deviations()).toEqual(['added new', 'changed web pod-privileged', 'removed api']);
    expect(await at.baseline()).toMatchObject({ deviations: 3, reason: 'Reviewed' });
    expect(await at.deviations('?what=removed,added&name=api&kind=Deployment&namespace=shop')).toEqual(['removed api']);

    at.clock.now += MINUTE;
    await cluster.put(deployment('web'), deployment('api'));
    await cluster.remove('Deployment', 'shop', 'new');
    expect(await at.deviations()).toEqual([]);
    expect(await at.deviations('?state=ended')).toEqual([
      'added new ended',
      'changed web pod-privileged ended',
      'removed api ended',
    ]);
    await at.server.close(0);
  });

  it('is departed from by no replicas, labels, status or nodes', async () => {
    const at = await world();
    await at.cluster.become([deployment('web', { replicas: 1 })]);
    await at.approve();
    await at.cluster.put(deployment('web', { replicas: 9 }, { labels: { a: 'b' }, resourceVersion: '7' }), {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'node-1' },
    });
    expect(await at.deviations()).toEqual([]);
    await at.cluster.put(deployment('web', { paused: true }));
    expect(await at.deviations()).toEqual(['changed web']);
    await at.server.close(0);
  });

  it('is another one when it is approved anew, and none when it is ended', async () => {
    const at = await world();
    await at.cluster.become([deployment('web')]);
    await at.approve();
    await at.pass(MINUTE);
    await at.cluster.put(deployment('new'));
    expect(await at.deviations()).toEqual(['added new']);
    await at.pass(MINUTE);
    await at.approve({ approver: 'bo', reason: 'New is fine' });
    expect(await at.deviations()).toEqual([]);
    expect(await at.deviations('?state=ended')).toEqual(['added new ended']);
    await at.cluster.remove('Deployment', 'shop', 'new');
    expect(await at.deviations()).toEqual(['removed new']);
    const remove = () => fetch(at.url('baseline'), { method: 'DELETE' });
    expect((await remove()).status).toBe(200);
    await at.cluster.cycle();
    expect(await at.deviations()).toEqual([]);
    expect((await remove()).status).toBe(404);
    const kept = await at.store.journal.read({ topic: 'approval' }, 100);
    const told = kept.items.map(({ entry: { key, body, until } }) => [
      key.split(' ')[0],
      body['approver'],
      until !== undefined,
    ]);
    expect(told.filter(([key]) => key === 'past')).toEqual([
      ['past', 'bo', true],
      ['past', 'ana', true],
    ]);
    // No digest of an object outlives its approval.
    expect(kept.items.some(({ entry }) => 'objects' in entry.body && Array.isArray(entry.body['objects']))).toBe(false);
    await at.server.close(0);
  });

  it('outlives a restart, with what went meanwhile, and reaches other replicas', async () => {
    const clock = testClock();
    const url = join(folder, 'baseline.db');
    const open = (): FindingStore => openStore({ url, clock });
    const many = Array.from({ length: 1_201 }, (_, index) => deployment(`web-${index}`));
    const first = await world({ store: open(), clock });
    await first.cluster.become(many);
    await first.approve();
    await first.cluster.put(deployment('new'), deployment('fleeting'));
    await first.server.close(0);
    await first.store.close();

    clock.now += MINUTE;
    const second = await world({ store: open(), clock });
    expect(await second.approvals.read()).toEqual(['prod']);
    await second.cluster.become([...many.slice(1), deployment('new')]);
    expect(await second.baseline()).toMatchObject({ approver: 'ana', objects: 1_201, deviations: 2 });
    expect(await second.deviations()).toEqual(['added new', 'removed web-0']);
    const { items } = (await (await fetch(second.url('deviations?what=added'))).json()) as ApiDeviationPage;
    expect(items[0]?.since).toBe('2026-06-01T00:00:00.000Z');

    const other = published({ checks, store: second.store, clock });
    await other.clusters[0]?.become([]);
    expect(await other.approvals.read()).toEqual(['prod']);
    await other.approvals.end('prod');
    expect(await second.approvals.read()).toEqual(['prod']);
    expect((await second.baseline()).status).toBe(404);
    await second.server.close(0);
    await second.store.close();
  });

  it('says by whose token it was approved, and verifies nobody else', async () => {
    const tokens = [apiToken('ana', 'a', ['baselines:write']), apiToken('reader', 'r', ['findings:read'])];
    const at = await world({ guard: { openLoopback: false, tokens: () => tokens } });
    await at.cluster.become([deployment('web')]);
    const as = (token: string) => ({ Authorization: `Bearer ${token}` });
    const body = { approver: 'ana', reason: 'Reviewed' };
    expect((await at.approve(body)).status).toBe(401);
    expect((await at.approve(body, as('r'))).status).toBe(403);
    expect(await at.approve(body, as('a'))).toMatchObject({ verified: true, caller: 'ana' });
    expect(await at.approve({ ...body, approver: 'bo' }, as('a'))).toMatchObject({ verified: false, caller: 'ana' });
    await at.server.close(0);
  });

  it.each<[string, object, number, RegExp]>([
    ['nobody', { approver: '', reason: 'x' }, 422, /approver: is empty/],
    ['no reason', { approver: 'ana' }, 422, /reason: /],
    ['a line break', { approver: 'ana', reason: 'a\nb' }, 422, /reason: has a line break/],
    ['a misspelt field', { approver: 'ana', reason: 'x', by: 'bo' }, 422, /by/],
  ])('is refused for %s', async (_claim, body, status, detail) => {
    const at = await world();
    await at.cluster.become([deployment('web')]);
    const answer = await at.approve(body);
    expect(answer.status).toBe(status);
    expect(answer.detail).toMatch(detail);
    await at.server.close(0);
  });

  it('cannot be set before the cluster was evaluated', async () => {
    const at = await world();
    const body = JSON.stringify({ approver: 'ana', reason: 'x' });
    const response = await fetch(at.url('baseline'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    });
    expect(response.status).toBe(503);
    await at.server.close(0);
  });
});

describe('what is approved, while the journal was never read', () => {
  it('is not told to be nothing', async () => {
    const kept = openStore({ url: '', clock: () => 0 });
    let isAway = true;
    const read: FindingStore['journal']['read'] = (...query) =>
      isAway ? Promise.reject(new StoreFailure('unreachable', 'no answer')) : kept.journal.read(...query);
    const at = await world({ store: { ...kept, journal: { ...kept.journal, read } } });
    expect((await at.baseline()).status).toBe(503);
    expect((await fetch(at.url('deviations'))).status).toBe(503);
    isAway = false;
    expect((await at.baseline()).status).toBe(404);
    expect((await fetch(at.url('deviations'))).status).toBe(200);
    await at.server.close(0);
  });
});

describe('plumbline baseline', () => {
  it('sets, shows, compares and clears through the running exporter', async () => {
    const at = await world();
    await at.cluster.become([deployment('web')]);
    const codes: number[] = [];
    const run = async (...args: readonly string[]): Promise<string> => {
      let printed = '';
      const command = baselineCommand({ print: (text) => (printed += text), setExitCode: (code) => codes.push(code) });
      await command.parseAsync([...args, '--cluster', 'prod', '--url', at.server.url], { from: 'user' });
      return printed;
    };
    expect(await run('set', '--approver', 'ana', '--reason', 'Reviewed')).toMatch(
      /^cluster prod: 1 objects approved at 2026-06-01T00:00:00.000Z by ana \(not verified\): Reviewed/,
    );
    await at.cluster.put(deployment('new', {}, {}, true));
    expect(await run('show')).toContain('1 objects depart from it');
    expect(await run('diff')).toMatch(
      /^added {4}Deployment\/shop\/new {2}since .* now fails pod-privileged\n1 objects depart/,
    );
    expect(codes).toEqual([1]);
    expect(await run('clear')).toContain('is no baseline any more');
    await expect(run('show')).rejects.toThrow(/No state of this cluster is approved/);
    await expect(run('show', '--token-file', join(folder, 'none'))).rejects.toThrow(/--token-file: .* cannot be read/);
    writeFileSync(join(folder, 'token'), 'secret\n');
    expect(await at.approve()).toMatchObject({ status: 200 });
    expect(await run('show', '--token-file', join(folder, 'token'))).toContain('0 objects depart from it');
    await at.server.close(0);
    await expect(run('show')).rejects.toThrow(/does not answer; start it with "plumbline serve"/);
  });
});
