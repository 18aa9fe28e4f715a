import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { metrics, policyEngines, type ApiReject, type ApiRejectPage } from '../../exporter/contract/index.ts';
import { createMemoryStore } from '../../exporter/findings/memory-store.ts';
import { StoreFailure } from '../../exporter/findings/store.ts';
import type { SeenReject } from '../../exporter/model/reject.ts';
import type { Listening } from '../../exporter/publish/http/listen.ts';
import { parseExposition } from '../support/exposition-text.ts';
import { badDeployment, published, type Published } from '../support/published.ts';

describe('what admission refused', () => {
  let world: Published;
  let listening: Listening;
  const prod = () => {
    const [cluster] = world.clusters;
    if (cluster === undefined) throw new Error('there is a cluster');
    return cluster;
  };
  const seen = (name: string): SeenReject => ({
    source: 'event',
    record: name,
    engine: 'psa',
    policies: ['restricted:latest'],
    refused: 'Pod',
    by: { kind: 'Deployment', namespace: 'shop', name },
    reason: 'privileged',
    firstAt: world.clock.now,
    lastAt: world.clock.now,
    attempts: 1,
  });
  const refuse = (name: string, over: Partial<SeenReject> = {}) =>
    prod().session.rejects.seen({ ...seen(name), ...over });
  const page = async (query = '') => {
    const response = await fetch(`${listening.url}/api/v1/rejects${query}`);
    expect([query, response.status]).toEqual([query, 200]);
    return (await response.json()) as ApiRejectPage;
  };
  const names = ({ items }: ApiRejectPage) => items.map(({ owner }) => owner.name);

  beforeEach(async () => {
    world = published({ names: ['prod', 'staging'] });
    for (const cluster of world.clusters)
      await cluster.become([badDeployment('web'), badDeployment('api', 'orders', 'orders')]);
    world.clock.now += 60_000;
    listening = await world.listen();
  });
  afterEach(async () => {
    await listening.close(0);
    if (world.errors.length > 0) throw new Error('a handler failed', { cause: world.errors });
  });

  it('is shown once it is committed, with the team of the object that answers for it', async () => {
    refuse('web');
    expect((await page()).items).toEqual([]);
    await prod().cycle();
    const told = await page();
    expect(told).toMatchObject({ total: 1 });
    expect(told.items[0]).toEqual({
      id: told.items[0]?.id ?? 'none',
      cluster: 'prod',
      engine: 'psa',
      policies: ['restricted:latest'],
      object: { kind: 'Pod', namespace: 'shop' },
      owner: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'web',
        team: 'storefront',
        teamSource: 'label team',
      },
      reason: 'privileged',
      firstSeen: '2026-06-01T00:01:00.000Z',
      lastSeen: '2026-06-01T00:01:00.000Z',
      attempts: 1,
      source: 'event',
    } satisfies ApiReject);
  });

  it('is counted for every engine from 0 on, in each cluster', async () => {
    refuse('web');
    await prod().cycle();
    const families = parseExposition((await world.snapshot()).body('text').toString());
    const samples = families.get(metrics.admissionRejects.name)?.samples ?? [];
    expect(samples).toHaveLength(2 * policyEngines.length);
    expect(samples.filter(({ value }) => value !== 0).map(({ labels, value }) => [labels, value])).toEqual([
      [{ cluster: 'prod', engine: 'psa' }, 1],
    ]);
  });

  it('comes in pages, the newest first, and an earlier page never comes again', async () => {
    for (let index = 0; index < 5; index++) {
      refuse(`web-${index}`, {
        firstAt: world.clock.now + index,
        by: { kind: 'Job', namespace: 'shop', name: `web-${index}` },
      });
    }
    world.clock.now += 20_000;
    await prod().cycle();
    const first = await page('?limit=2');
    expect([names(first), first.total]).toEqual([['web-4', 'web-3'], 5]);
    refuse('web-9', { by: { kind: 'Job', namespace: 'shop', name: 'web-9' } });
    world.clock.now += 20_000;
    await prod().cycle();
    const second = await page(`?limit=2&cursor=${first.next}`);
    const third = await page(`?limit=2&cursor=${second.next}`);
    expect([names(second), names(third), third.next]).toEqual([['web-2', 'web-1'], ['web-0'], undefined]);
  });

  it('is chosen by cluster, namespace, engine, owner and words', async () => {
    refuse('web');
    refuse('api', {
      by: { kind: 'Deployment', namespace: 'orders', name: 'api' },
      engine: 'quota',
      reason: 'no pods left',
    });
    await prod().cycle();
    const chosen = async (query: string) => names(await page(query)).sort();
    expect(await chosen('?cluster=staging')).toEqual([]);
    expect(await chosen('?cluster=prod')).toEqual(['api', 'web']);
    expect(await chosen('?namespace=orders')).toEqual(['api']);
    expect(await chosen('?engine=psa')).toEqual(['web']);
    expect(await chosen('?engine=psa,quota')).toEqual(['api', 'web']);
    expect(await chosen('?owner=storefront')).toEqual(['web']);
    expect(await chosen('?q=PODS left')).toEqual(['api']);
  });

  it.each([
    ['?engine=opa', 'engine', /use vap, psa/],
    ['?cluster=prdo', 'cluster', /use prod, staging/],
    ['?severity=high', 'severity', /use cluster, namespace/],
    ['?cursor=abc', 'cursor', /leave it out/],
  ])('refuses %s and says what to write instead', async (query, parameter, detail) => {
    const response = await fetch(`${listening.url}/api/v1/rejects${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ parameter, detail: expect.stringMatching(detail) as string });
  });

  it('says where nothing can be seen', async () => {
    prod().session.rejects.readable('event', 'not allowed to list events');
    expect((await page()).sources).toEqual([
      { cluster: 'prod', source: 'event', connected: false, problem: 'not allowed to list events' },
      { cluster: 'staging', source: 'event', connected: true },
    ]);
  });

  it('is not sent again to whoever holds it', async () => {
    const ask = (etag: string) => fetch(`${listening.url}/api/v1/rejects`, { headers: { 'if-none-match': etag } });
    const etag = (await ask('"none"')).headers.get('etag') ?? '';
    expect((await ask(etag)).status).toBe(304);
    refuse('web');
    await prod().cycle();
    expect((await ask(etag)).status).toBe(200);
  });

  it('is said to be unknown, not empty, while the store fails', async () => {
    const store = createMemoryStore();
    const read = () => Promise.reject(new StoreFailure('unreachable', 'the database does not answer'));
    const broken = published({ store: { ...store, journal: { ...store.journal, read } } });
    const other = await broken.listen();
    const statuses = await Promise.all(
      ['/api/v1/rejects', '/api/v1/drift', '/api/v1/clusters/prod/drift'].map(
        async (path) => (await fetch(other.url + path)).status,
      ),
    );
    await other.close(0);
    expect(statuses).toEqual([503, 503, 503]);
  });

  it('is the same from a process that starts later, which counts on', async () => {
    refuse('web');
    await prod().cycle();
    const before = await page('?cluster=prod');
    const later = published({ names: ['prod'], store: world.store });
    const [cluster] = later.clusters;
    later.clock.now = world.clock.now;
    await cluster?.become([badDeployment('web')]);
    cluster?.session.rejects.seen(seen('web'));
    await cluster?.cycle();
    const other = await later.listen();
    const after = (await (await fetch(`${other.url}/api/v1/rejects?cluster=prod`)).json()) as ApiRejectPage;
    await other.close(0);
    expect(after).toEqual(before);
    expect(cluster?.session.rejects.count('psa')).toBe(1);
  });
});
