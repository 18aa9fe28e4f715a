import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  metrics,
  type ApiDriftEvent,
  type ApiDriftedObject,
  type ApiFinding,
  type ApiFindingDetail,
  type ApiPage,
} from '../../exporter/contract/index.ts';
import type { Manifest } from '../../exporter/checks/patch.ts';
import type { Listening } from '../../exporter/publish/http/listen.ts';
import { parseExposition } from '../support/exposition-text.ts';
import { published, type Published } from '../support/published.ts';

/** A Deployment that Argo CD applied, and that somebody may have edited at a minute. */
function released(
  name: string,
  namespace: string,
  edit?: { readonly image: string; readonly minute: number },
): Manifest {
  const entry = (manager: string, minute: number) => ({
    manager,
    operation: 'Update',
    time: `2026-06-01T00:${String(minute).padStart(2, '0')}:00Z`,
  });
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace,
      uid: `uid-${name}`,
      labels: { team: namespace },
      annotations: { 'argocd.argoproj.io/tracking-id': `shop:apps/Deployment:${namespace}/${name}` },
      managedFields: [entry('argocd-controller', 0), ...(edit ? [entry('kubectl-edit', edit.minute)] : [])],
    },
    spec: { template: { spec: { containers: [{ name: 'app', image: edit?.image ?? 'registry.example/app:1' }] } } },
  };
}

describe('what went past GitOps', () => {
  let world: Published;
  let listening: Listening;
  const prod = () => {
    const [cluster] = world.clusters;
    if (cluster === undefined) throw new Error('there is a cluster');
    return cluster;
  };
  const edit = async (name: string, namespace: string, minute: number, image = 'registry.example/app:2') => {
    world.clock.now = Date.UTC(2026, 5, 1, 0, minute);
    await prod().put(released(name, namespace, { image, minute }));
  };
  const json = async <T>(path: string) => {
    const response = await fetch(listening.url + path);
    expect([path, response.status]).toEqual([path, 200]);
    return (await response.json()) as ApiPage<T>;
  };
  const names = ({ items }: ApiPage<ApiDriftEvent | ApiDriftedObject>) => items.map(({ object }) => object.name);

  beforeEach(async () => {
    world = published({ names: ['prod', 'staging'] });
    for (const cluster of world.clusters)
      await cluster.become([released('web', 'shop'), released('api', 'orders'), released('db', 'orders')]);
    listening = await world.listen();
  });
  afterEach(async () => {
    await listening.close(0);
    if (world.errors.length > 0) throw new Error('a handler failed', { cause: world.errors });
  });

  it('is told with object, application, time, actor and fields, and without values', async () => {
    await edit('web', 'shop', 5, 'registry.example/secret-name:2');
    const { items } = await json<ApiDriftEvent>('/api/v1/drift');
    expect(items).toEqual([
      {
        id: items[0]?.id,
        what: 'changed',
        cluster: 'prod',
        object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
        team: 'shop',
        tool: 'argocd',
        application: 'shop',
        at: '2026-06-01T00:05:00.000Z',
        actor: 'human',
        managers: ['kubectl-edit'],
        scope: 'security',
        fields: ['spec.template.spec.containers[app].image'],
        moreFields: 0,
      },
    ]);
    const { items: objects } = await json<ApiDriftedObject>('/api/v1/clusters/prod/drift');
    expect(objects).toMatchObject([{ object: { name: 'web' }, since: '2026-06-01T00:05:00.000Z', actor: 'human' }]);
    expect((await json('/api/v1/clusters/staging/drift')).items).toEqual([]);
  });

  it('comes in pages, the newest first, and an earlier page never comes again', async () => {
    await edit('web', 'shop', 1);
    await edit('api', 'orders', 2);
    await edit('db', 'orders', 3);
    const first = await json<ApiDriftEvent>('/api/v1/drift?limit=2');
    expect([names(first), first.total]).toEqual([['db', 'api'], 3]);
    await edit('db', 'orders', 4, 'registry.example/app:3');
    expect(names(await json<ApiDriftEvent>(`/api/v1/drift?limit=2&cursor=${first.next}`))).toEqual(['web']);
  });

  it('is chosen by cluster, object, owner, actor, scope, tool and step', async () => {
    await edit('web', 'shop', 1);
    await edit('api', 'orders', 2);
    await edit('api', 'orders', 3, 'registry.example/app:1');
    const chosen = async (query: string) => names(await json<ApiDriftEvent>(`/api/v1/drift?${query}`));
    expect(await chosen('cluster=staging')).toEqual([]);
    expect(await chosen('namespace=orders&kind=Deployment&name=api')).toEqual(['api', 'api']);
    expect(await chosen('owner=shop')).toEqual(['web']);
    expect(await chosen('actor=automation,unknown')).toEqual([]);
    expect(await chosen('what=reverted')).toEqual(['api']);
    expect(await chosen('tool=flux')).toEqual([]);
    expect(await chosen('scope=security')).toHaveLength(3);
    expect(names(await json<ApiDriftedObject>('/api/v1/clusters/prod/drift?owner=orders'))).toEqual([]);
  });

  it.each([
    ['/api/v1/drift?actor=robot', 400, /use human, automation, unknown/],
    ['/api/v1/drift?cluster=prdo', 400, /use prod, staging/],
    ['/api/v1/clusters/prod/drift?what=changed', 400, /use namespace, kind/],
    ['/api/v1/clusters/nowhere/drift', 404, /\/api\/v1\/clusters/],
  ])('answers %s with %d and what to do instead', async (path, status, detail) => {
    const response = await fetch(listening.url + path);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ detail: expect.stringMatching(detail) as string });
  });

  it('is counted from 0 on for every actor and scope, beside what deviates and what is managed', async () => {
    await edit('web', 'shop', 5);
    const families = parseExposition((await world.snapshot()).body('text').toString());
    const of = ({ name }: { readonly name: string }) =>
      (families.get(name)?.samples ?? []).filter(({ labels }) => labels['cluster'] === 'prod');
    expect(of(metrics.driftEvents)).toHaveLength(6);
    expect(of(metrics.driftEvents).filter(({ value }) => value > 0)).toMatchObject([
      { labels: { actor: 'human', scope: 'security' }, value: 1 },
    ]);
    expect(of(metrics.driftedResources).map(({ labels, value }) => [labels['tool'], value])).toEqual([
      ['argocd', 1],
      ['flux', 0],
      ['helm', 0],
      ['other', 0],
    ]);
    expect(of(metrics.gitopsManagedResources)[0]?.value).toBe(3);
  });

  it('stands in the detail of findings of the object, and of no other', async () => {
    await edit('web', 'shop', 5);
    await edit('api', 'orders', 6);
    const { items } = await json<ApiFinding>('/api/v1/findings?cluster=prod&namespace=shop&limit=1');
    const response = await fetch(`${listening.url}/api/v1/findings/${items[0]?.id}`);
    const { drift } = (await response.json()) as ApiFindingDetail;
    expect(drift).toEqual((await json<ApiDriftEvent>('/api/v1/drift?namespace=shop')).items);
    expect(drift.map(({ what, at }) => `${what} ${at}`)).toEqual(['changed 2026-06-01T00:05:00.000Z']);
  });

  it('goes on in a process that starts later, which tells and counts nothing twice', async () => {
    await edit('web', 'shop', 5);
    const [before, deviating] = [await json('/api/v1/drift'), await json('/api/v1/clusters/prod/drift')];
    const later = published({ names: ['prod', 'staging'], store: world.store });
    later.clock.now = world.clock.now + 60_000;
    const edited = { image: 'registry.example/app:2', minute: 5 };
    for (const [index, cluster] of later.clusters.entries()) {
      const web = index === 0 ? released('web', 'shop', edited) : released('web', 'shop');
      await cluster.become([web, released('api', 'orders'), released('db', 'orders')]);
    }
    const counted = later.clusters.map(({ session }) => session.drift.count('human', 'security'));
    expect([counted, await json('/api/v1/drift'), await json('/api/v1/clusters/prod/drift')]).toEqual([
      [1, 0],
      before,
      deviating,
    ]);
  });
});
