import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checks } from '../../exporter/checks/index.ts';
import type {
  ApiCheck,
  ApiCluster,
  ApiFinding,
  ApiFramework,
  ApiFrameworkResult,
  ApiFrameworkSummary,
  ApiNodePool,
  ApiPage,
  ApiProblem,
} from '../../exporter/contract/index.ts';
import type { Exempt } from '../../exporter/evaluate/exemptions.ts';
import type { Listening } from '../../exporter/publish/http/listen.ts';
import { badDeployment, published, type Published } from '../support/published.ts';

const inKubeSystem: Exempt = (_check, { object }) =>
  object.metadata.namespace === 'kube-system' ? { id: 'platform', reason: 'shipped by the platform' } : undefined;

describe('the API', () => {
  let world: Published;
  let listening: Listening;

  beforeEach(async () => {
    world = published({
      names: ['prod', 'staging'],
      expected: ['prod', 'staging', 'edge'],
      retired: [{ name: 'lab', reason: 'moved into staging', since: Date.UTC(2026, 2, 1) }],
      exempt: inKubeSystem,
    });
    const [prod, staging] = world.clusters;
    await prod?.become([
      badDeployment('web'),
      badDeployment('api', 'orders', 'orders'),
      badDeployment('proxy', 'kube-system', 'platform'),
      badDeployment('agent', 'kube-system', 'platform'),
    ]);
    await staging?.become([badDeployment('web')]);
    await world.snapshot();
    listening = await world.listen();
  });
  afterEach(async () => {
    await listening.close(0);
    if (world.errors.length > 0) throw new Error('a handler failed', { cause: world.errors });
  });

  const get = (path: string, headers: Record<string, string> = {}) => fetch(listening.url + path, { headers });
  const json = async <T>(path: string): Promise<T> => {
    const response = await get(path);
    expect([path, response.status]).toEqual([path, 200]);
    return (await response.json()) as T;
  };

  /** Follows `next` to the end, doing something between pages. */
  async function walk(path: string, between: () => Promise<void> = () => Promise.resolve()): Promise<ApiFinding[]> {
    const items: ApiFinding[] = [];
    for (let cursor = ''; ;) {
      const page = await json<ApiPage<ApiFinding>>(path + cursor);
      items.push(...page.items);
      if (page.next === undefined) return items;
      cursor = `&cursor=${page.next}`;
      await between();
    }
  }

  describe('of node pools', () => {
    it('compares them', async () => {
      const pool = 'cloud.google.com/gke-nodepool';
      const nodes = ['a', 'b'].map((name) => ({
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name, labels: { [pool]: name } },
        status: { nodeInfo: { kubeletVersion: 'v1.37.0' } },
      }));
      await world.clusters[0]?.become(nodes);
      expect(await json<ApiNodePool[]>('/api/v1/clusters/prod/node-pools')).toMatchObject(
        ['a', 'b'].map((name) => ({ name, label: pool, nodes: 1, kubelets: [{ value: 'v1.37.0', nodes: 1 }] })),
      );
      expect((await get('/api/v1/clusters/nowhere/node-pools')).status).toBe(404);
    });
  });

  describe('of findings', () => {
    it('tells what, where, whose, since when and what to do', async () => {
      const { items } = await json<ApiPage<ApiFinding>>(
        '/api/v1/findings?cluster=prod&check=pod-privileged&owner=orders',
      );
      expect(items).toHaveLength(2);
      expect(items[0]).toMatchObject({
        cluster: 'prod',
        check: 'pod-privileged',
        severity: 'critical',
        state: 'open',
        object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'orders', name: 'api' },
        owner: { name: 'api', team: 'orders', teamSource: 'label team' },
        firstSeen: new Date(world.clock.now).toISOString(),
        reason: 'baseline',
      });
      expect(items[0]?.remedy).not.toBe('');
      expect(await json<ApiFinding>(`/api/v1/findings/${items[0]?.id}`)).toMatchObject({ ...items[0] });
    });

    it('comes worst first', async () => {
      const items = await walk('/api/v1/findings?limit=1000');
      const ranks = items.map(({ severity }) => ['critical', 'high', 'medium', 'low', 'info'].indexOf(severity));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    });

    it.each([
      ['cluster=staging', ({ cluster }: ApiFinding) => cluster === 'staging'],
      ['cluster=prod,staging&check=pod-privileged', ({ check }: ApiFinding) => check === 'pod-privileged'],
      ['severity=critical&severity=high', ({ severity }: ApiFinding) => severity === 'critical' || severity === 'high'],
      ['namespace=orders', ({ object }: ApiFinding) => object.namespace === 'orders'],
      ['owner=storefront', ({ owner }: ApiFinding) => owner.team === 'storefront'],
      ['q=ORDERS%20privileged', ({ object, check }: ApiFinding) => object.namespace === 'orders' && check !== ''],
      [
        'state=exempt',
        ({ state, exemption }: ApiFinding) => state === 'exempt' && exemption === 'shipped by the platform',
      ],
      ['state=exempt&severity=critical&q=proxy', ({ object }: ApiFinding) => object.name === 'proxy'],
    ])('is filtered by %s', async (query, matches) => {
      const all = [
        ...(await walk('/api/v1/findings?limit=1000')),
        ...(await walk('/api/v1/findings?limit=1000&state=exempt')),
      ];
      const items = await walk(`/api/v1/findings?limit=7&${query}`);
      expect(items.length).toBeGreaterThan(0);
      expect(items.length).toBeLessThan(all.length);
      expect(items.filter((finding) => !matches(finding))).toEqual([]);
    });

    it('gives an exempt finding no history, and finds it by its id', async () => {
      const [exempt] = await walk('/api/v1/findings?state=exempt&limit=1000');
      expect(exempt).toBeDefined();
      expect(exempt).not.toHaveProperty('firstSeen');
      expect(await json(`/api/v1/findings/${exempt?.id}`)).toMatchObject({ ...exempt, history: [] });
    });

    it('is paged through both states, everything exactly once', async () => {
      for (const limit of [1, 2, 7, 1000]) {
        const items = await walk(`/api/v1/findings?state=open,exempt&limit=${limit}`);
        const first = await json<ApiPage<ApiFinding>>(`/api/v1/findings?state=open,exempt&limit=${limit}`);
        expect([`limit ${limit}`, new Set(items.map(({ id }) => id)).size]).toEqual([`limit ${limit}`, items.length]);
        expect(items).toHaveLength(first.total);
        const states = items.map(({ state }) => state);
        expect(states.lastIndexOf('open')).toBeLessThan(states.indexOf('exempt'));
      }
    });

    it('is paged with everything that stays visited exactly once while other findings come and go', async () => {
      const before = await walk('/api/v1/findings?limit=1000');
      let turn = 0;
      const items = await walk('/api/v1/findings?limit=3', async () => {
        turn += 1;
        // Newer findings come later in the list: who added them faster than they are read would read for ever.
        if (turn > 12) return;
        world.clock.now += 1000;
        await world.clusters[0]?.put(badDeployment(`new-${turn}`, `ns-${turn}`));
        if (turn > 1) await world.clusters[0]?.remove('Deployment', `ns-${turn - 1}`, `new-${turn - 1}`);
      });
      const stayed = new Set(before.map(({ id }) => id));
      const seen = items.map(({ id }) => id);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.filter((id) => stayed.has(id)).sort()).toEqual([...stayed].sort());
      expect(turn).toBeGreaterThan(12);
    });

    it('is unchanged for a client that holds it, until something is committed', async () => {
      const path = '/api/v1/findings?limit=2';
      const etag = (await get(path)).headers.get('etag') ?? '';
      expect(etag).toMatch(/^".+"$/);
      expect((await get(path, { 'If-None-Match': etag })).status).toBe(304);
      expect((await get('/api/v1/findings?limit=3', { 'If-None-Match': etag })).status).toBe(200);
      expect((await get(path, { 'If-None-Match': etag, Accept: 'application/x-ndjson' })).status).toBe(200);
      await world.clusters[1]?.put(badDeployment('other'));
      const changed = await get(path, { 'If-None-Match': etag });
      expect(changed.status).toBe(200);
      expect(changed.headers.get('etag')).not.toBe(etag);
    });

    it('points to the next page in a header too', async () => {
      const response = await get('/api/v1/findings?limit=1&severity=critical');
      const [, link] = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '') ?? [];
      const first = (await response.json()) as ApiPage<ApiFinding>;
      const second = await json<ApiPage<ApiFinding>>(link ?? '');
      expect(second.items[0]?.severity).toBe('critical');
      expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
    });

    it('is exported whole as lines, or as many as asked', async () => {
      const lines = async (query: string) => {
        const response = await get(`/api/v1/findings?${query}`, { Accept: 'application/x-ndjson' });
        expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
        const text = await response.text();
        return text
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as ApiFinding);
      };
      expect(await lines('state=open,exempt')).toEqual(await walk('/api/v1/findings?state=open,exempt&limit=1000'));
      expect(await lines('limit=3')).toHaveLength(3);
    });
  });

  describe('of clusters', () => {
    it('tells identity, freshness, score with drivers, results, and what keeps it from being clean', async () => {
      const { items, total } = await json<ApiPage<ApiCluster>>('/api/v1/clusters');
      expect(total).toBe(3);
      const [, prod] = items;
      expect(prod).toMatchObject({
        name: 'prod',
        id: 'id-of-prod',
        up: true,
        ready: true,
        clean: false,
        provider: 'kubeadm',
      });
      expect(prod?.notClean).toContain('Container runs privileged: 2 objects (pod-privileged).');
      expect(prod?.findings.critical).toBeGreaterThan(0);
      expect(prod?.results.exempt).toBeGreaterThan(0);
      const lost = prod?.drivers.reduce((sum, { pointsLost }) => sum + pointsLost, 0) ?? NaN;
      expect(lost + (prod?.score ?? NaN)).toBeCloseTo(1, 9);
      expect(await json<ApiCluster>('/api/v1/clusters/prod')).toEqual(prod);
    });

    it('lists what is expected though nothing delivers it, and what is gone on purpose when asked', async () => {
      const [edge] = (await json<ApiPage<ApiCluster>>('/api/v1/clusters')).items;
      expect(edge).toMatchObject({ name: 'edge', watched: false, up: false, ready: false, clean: false });
      expect(edge?.problem).toMatch(/no context or snapshot delivers it/);
      expect(await json<ApiCluster>('/api/v1/clusters/edge')).toEqual(edge);
      const { items } = await json<ApiPage<ApiCluster>>('/api/v1/clusters?retired=true');
      const retired = { reason: 'moved into staging', since: '2026-03-01T00:00:00.000Z' };
      expect(items).toEqual([expect.objectContaining({ name: 'lab', watched: false, retired })]);
      expect((await get('/api/v1/clusters/lab')).status).toBe(404);
    });

    it('is clean as the metric says, beside whether it answers', async () => {
      await world.clusters[1]?.become([]);
      const staging = await json<ApiCluster>('/api/v1/clusters/staging');
      expect(staging).toMatchObject({ clean: true, notClean: [] });
      world.clusters[1]?.session.reception.lost('connection refused');
      const lost = await json<ApiCluster>('/api/v1/clusters/staging');
      expect(lost).toMatchObject({ clean: true, up: false, problem: 'connection refused' });
    });

    it('names kinds that cannot be seen, with the reason', async () => {
      world.clusters[0]?.session.reception.status('Secret', 'forbidden', 'no list');
      world.clusters[0]?.session.reception.status('Ingress', 'forbidden', 'no list');
      const { kinds } = await json<ApiCluster>('/api/v1/clusters/prod');
      expect(kinds).toContainEqual(
        expect.objectContaining({ resource: 'ingresses', status: 'forbidden', reason: 'no list' }),
      );
    });

    it('is paged and filtered', async () => {
      const first = await json<ApiPage<ApiCluster>>('/api/v1/clusters?limit=1');
      const second = await json<ApiPage<ApiCluster>>(`/api/v1/clusters?limit=1&cursor=${first.next}`);
      const third = await json<ApiPage<ApiCluster>>(`/api/v1/clusters?limit=1&cursor=${second.next}`);
      const paged = [first, second, third].flatMap(({ items }) => items);
      expect(paged.map(({ name }) => name)).toEqual(['edge', 'prod', 'staging']);
      expect(third.next).toBeUndefined();
      const chosen = await json<ApiPage<ApiCluster>>('/api/v1/clusters?cluster=staging');
      expect(chosen.items.map(({ name }) => name)).toEqual(['staging']);
    });

    it.each([
      ['sort=worst', ['prod', 'staging', 'edge']],
      ['sort=name', ['edge', 'prod', 'staging']],
      ['sort=score', ['prod', 'staging', 'edge']],
      ['sort=stale', ['edge', 'prod', 'staging']],
      ['standing=unknown', ['edge']],
      ['standing=not-clean', ['prod', 'staging']],
      ['standing=clean', []],
      ['q=STAG', ['staging']],
      ['q=prod%20nowhere', []],
    ])('with %s is the same however it is cut into pages', async (query, names) => {
      world.clock.now += 60_000;
      await world.clusters[1]?.become([badDeployment('web')]);
      const whole = await json<ApiPage<ApiCluster>>(`/api/v1/clusters?${query}`);
      expect([whole.items.map(({ name }) => name), whole.total]).toEqual([names, names.length]);
      const paged: string[] = [];
      for (let cursor = ''; ;) {
        const page = await json<ApiPage<ApiCluster>>(`/api/v1/clusters?${query}&limit=1${cursor}`);
        paged.push(...page.items.map(({ name }) => name));
        if (page.next === undefined) break;
        cursor = `&cursor=${page.next}`;
      }
      expect(paged).toEqual(names);
    });
  });

  describe('of checks', () => {
    it('documents every check with examples that can be read', async () => {
      const { items } = await json<ApiPage<ApiCheck>>('/api/v1/checks?limit=1000');
      expect(items.map(({ id }) => id).sort()).toEqual(checks.map(({ id }) => id).sort());
      const check = await json<ApiCheck>('/api/v1/checks/pod-privileged');
      expect(check).toMatchObject({
        severity: 'critical',
        risk: { impact: 'node', ease: 'direct' },
        optional: false,
        category: 'pod-security',
        profiles: ['critical-posture', 'baseline', 'restricted', 'cis', 'nsa', 'default', 'all'],
      });
      expect(check.examples.find(({ result }) => result === 'fail')?.manifest).toContain('privileged: true');
      expect(check.frameworks).toContainEqual({
        framework: 'mitre',
        control: 'T1611',
        title: expect.any(String) as string,
      });
    });

    it.each([
      ['severity=critical', ({ severity }: ApiCheck) => severity === 'critical'],
      ['category=rbac', ({ category }: ApiCheck) => category === 'rbac'],
      ['framework=pss', ({ frameworks }: ApiCheck) => frameworks.some(({ framework }) => framework === 'pss')],
      ['framework=eks', ({ frameworks }: ApiCheck) => frameworks.some(({ framework }) => framework === 'eks')],
      ['profile=critical-posture', ({ profiles }: ApiCheck) => profiles.includes('critical-posture')],
      ['q=privileged', ({ id, title, why }: ApiCheck) => `${id} ${title} ${why}`.toLowerCase().includes('privileged')],
    ])('is filtered by %s', async (query, matches) => {
      const { items, total } = await json<ApiPage<ApiCheck>>(`/api/v1/checks?limit=1000&${query}`);
      expect(items).toHaveLength(total);
      expect(total).toBe((await json<ApiPage<ApiCheck>>('/api/v1/checks?limit=1000')).items.filter(matches).length);
      expect(total).toBeGreaterThan(0);
    });

    it('is unchanged for a client that holds it', async () => {
      const etag = (await get('/api/v1/checks')).headers.get('etag') ?? '';
      expect((await get('/api/v1/checks', { 'If-None-Match': etag })).status).toBe(304);
    });
  });

  describe('of frameworks', () => {
    it('lists them with how many controls have an answer, and shows each control', async () => {
      const { items } = await json<ApiPage<ApiFrameworkSummary>>('/api/v1/frameworks');
      expect(items.map(({ id }) => id)).toEqual(['aks', 'cis', 'eks', 'gke', 'microsoft', 'mitre', 'nsa', 'pss']);
      const cis = await json<ApiFramework>('/api/v1/frameworks/cis');
      expect(cis.controls.filter(({ state }) => state === 'covered')).toHaveLength(
        items.find(({ id }) => id === 'cis')?.states.covered ?? NaN,
      );
      expect(cis.controls.find(({ id }) => id === '5.2.2')?.checks).toContain('pod-privileged');
      expect(cis.controls.find(({ id }) => id === '1.1.1')).toMatchObject({ state: 'not_automatable' });
    });

    it('is unchanged for a client that holds it', async () => {
      const etag = (await get('/api/v1/frameworks/cis')).headers.get('etag') ?? '';
      expect((await get('/api/v1/frameworks/cis', { 'If-None-Match': etag })).status).toBe(304);
    });

    it('says how a cluster stands to each control, and adds up', async () => {
      const result = await json<ApiFrameworkResult>('/api/v1/clusters/prod/frameworks/cis');
      const resultOf = (id: string) => result.controls.find((control) => control.id === id);
      expect(result).toMatchObject({ id: 'cis', cluster: 'prod' });
      expect(resultOf('5.2.2')).toMatchObject({ result: 'fail', off: [] });
      expect(resultOf('5.2.2')?.counts.fail).toBeGreaterThan(0);
      expect(resultOf('1.1.1')).toMatchObject({
        result: 'manual',
        counts: { pass: 0, fail: 0, exempt: 0, unknown: 0 },
      });
      const sum = Object.values(result.results).reduce((all, count) => all + count, 0);
      expect(sum).toBe(result.controls.length);
      expect(result.score).toBeGreaterThan(0);
      expect(result.score).toBeLessThan(1);
    });

    it.each([
      ['/api/v1/frameworks/soc2', 404, /\/api\/v1\/frameworks/],
      ['/api/v1/clusters/prod/frameworks/soc2', 404, /\/api\/v1\/frameworks/],
      ['/api/v1/clusters/nowhere/frameworks/cis', 404, /\/api\/v1\/clusters/],
      ['/api/v1/frameworks?id=cis', 400, /use limit, cursor/],
      ['/api/v1/frameworks/cis?state=covered', 400, /takes none/],
    ])('answers %s with %d and a problem that helps', async (path, status, detail) => {
      const response = await get(path);
      expect(response.status).toBe(status);
      expect(((await response.json()) as ApiProblem).detail).toMatch(detail);
    });
  });

  it.each([
    ['/api/v1/findings?severty=high', 400, 'severty', /use cluster, check, framework, severity/],
    ['/api/v1/findings?severity=urgent', 400, 'severity', /use critical, high, medium, low, info/],
    ['/api/v1/findings?cluster=prdo', 400, 'cluster', /use edge, prod, staging/],
    ['/api/v1/findings?check=pod-privileged-x', 400, 'check', /\/api\/v1\/checks/],
    ['/api/v1/findings?limit=0', 400, 'limit', /from 1 to 1000/],
    ['/api/v1/findings?limit=1001', 400, 'limit', /from 1 to 1000/],
    ['/api/v1/findings?cursor=%7B%7D', 400, 'cursor', /leave it out/],
    ['/api/v1/findings?cursor=WyJvcGVuIiwid29yc3QiLDEsImEiXQ', 400, 'cursor', /leave it out/],
    ['/api/v1/findings?sort=age', 400, 'sort', /use worst, newest, oldest, check/],
    ['/api/v1/findings?sort=worst&sort=newest', 400, 'sort', /more than once/],
    ['/api/v1/findings/groups', 400, 'by', /give one of severity, check/],
    ['/api/v1/findings/groups?by=kind', 400, 'by', /use severity, check, cluster/],
    ['/api/v1/findings/groups?by=check&cursor=x', 400, 'cursor', /by, limit/],
    ['/api/v1/findings?state=closed', 400, 'state', /use open, exempt/],
    ['/api/v1/clusters?name=prod', 400, 'name', /use cluster, standing, q, retired, sort, limit, cursor/],
    ['/api/v1/clusters/prod?x=1', 400, 'x', /takes none/],
    ['/api/v1/checks?framework=soc2', 400, 'framework', /use cis/],
    ['/api/v1/clusters/nowhere', 404, undefined, /\/api\/v1\/clusters/],
    ['/api/v1/checks/nothing', 404, undefined, /\/api\/v1\/checks/],
    [`/api/v1/findings/${'0'.repeat(64)}`, 404, undefined, /resolved since/],
    ['/api/v1/findings/x', 404, undefined, /resolved since/],
    ['/api/v2/findings', 404, undefined, /serves \//],
  ])('answers %s with %d and a problem that helps', async (path, status, parameter, detail) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = (await response.json()) as ApiProblem;
    expect(problem).toMatchObject({ type: 'about:blank', status, ...(parameter !== undefined && { parameter }) });
    expect(problem.detail).toMatch(detail);
  });

  it('hides what went wrong inside, and reports it', async () => {
    const failing = published({});
    failing.store.query = () => Promise.reject(new Error('password=hunter2 at /secret/place'));
    const other = await failing.listen();
    const response = await fetch(`${other.url}/api/v1/findings`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/hunter2|secret/);
    expect(failing.errors).toMatchObject([{ message: expect.stringContaining('hunter2') as string }]);
    await other.close(0);
  });
});
