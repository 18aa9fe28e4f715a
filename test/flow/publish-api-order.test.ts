import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  findingGroupings,
  findingSorts,
  severities,
  type ApiFinding,
  type ApiFindingGroups,
  type ApiPage,
} from '../../exporter/contract/index.ts';
import type { Exempt } from '../../exporter/evaluate/exemptions.ts';
import type { Listening } from '../../exporter/publish/http/listen.ts';
import { badDeployment, published, type Published } from '../support/published.ts';

const inKubeSystem: Exempt = (_check, { object }) =>
  object.metadata.namespace === 'kube-system' ? { id: 'platform', reason: 'shipped by the platform' } : undefined;

describe('findings in order', () => {
  let world: Published;
  let listening: Listening;

  beforeEach(async () => {
    world = published({ names: ['prod', 'staging'], exempt: inKubeSystem });
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

  it.each(findingSorts)('is sorted by %s through all pages and both states, open ones first', async (sort) => {
    const keyOf = (one: ApiFinding): string =>
      ({
        worst: String(severities.indexOf(one.severity)),
        newest: '',
        oldest: one.firstSeen ?? '',
        check: one.check,
        cluster: one.cluster,
        namespace: one.object.namespace ?? '',
        owner: one.owner.team,
      })[sort];
    const all = await walk('/api/v1/findings?limit=1000&state=open,exempt');
    const items = await walk(`/api/v1/findings?limit=7&state=open,exempt&sort=${sort}`);
    expect(items.map(({ id }) => id).toSorted()).toEqual(all.map(({ id }) => id).toSorted());
    expect(items.map(({ state }) => state)).toEqual(
      items
        .map(({ state }) => state)
        .toSorted()
        .reverse(),
    );
    for (const state of ['open', 'exempt'] as const) {
      const keys = items.filter((one) => one.state === state).map(keyOf);
      expect(keys.length).toBeGreaterThan(0);
      expect(keys).toEqual(keys.toSorted());
    }
    const exported = await (await get(`/api/v1/findings.ndjson?state=open,exempt&sort=${sort}`)).text();
    const lines = exported.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as ApiFinding).id)).toEqual(items.map(({ id }) => id));
  });

  it('goes on in no other order than it began in', async () => {
    const { next } = await json<ApiPage<ApiFinding>>('/api/v1/findings?limit=1&sort=check');
    const refused = await get(`/api/v1/findings?sort=owner&cursor=${next}`);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      parameter: 'cursor',
      detail: expect.stringMatching(/sort=check/) as string,
    });
  });

  it.each(findingGroupings)('is counted by %s as it is listed, under the same filters', async (by) => {
    for (const filter of [
      '',
      '&state=open,exempt',
      '&state=exempt&cluster=prod',
      '&severity=critical,high',
      '&q=orders',
    ]) {
      const items = await walk(`/api/v1/findings?limit=1000${filter}`);
      const {
        groups,
        findings,
        items: counted,
      } = await json<ApiFindingGroups>(`/api/v1/findings/groups?by=${by}${filter}`);
      expect([filter, findings, groups]).toEqual([filter, items.length, counted.length]);
      expect(counted.map(({ total }) => total)).toEqual(counted.map(({ total }) => total).toSorted((a, b) => b - a));
      for (const { key, total, counts, oldest } of counted) {
        const keyOf = ({ severity, check, cluster, object, owner }: ApiFinding) =>
          ({ severity, check, cluster, namespace: object.namespace ?? '', owner: owner.team })[by];
        const own = items.filter((one) => keyOf(one) === key);
        expect([filter, key, total]).toEqual([filter, key, own.length]);
        expect(counts).toEqual(
          Object.fromEntries(severities.map((one) => [one, own.filter(({ severity }) => severity === one).length])),
        );
        expect(oldest).toBe(own.flatMap(({ firstSeen = [] }) => firstSeen).toSorted()[0]);
      }
    }
  });

  it('is counted in the largest groups only as far as asked for, and says how many there are', async () => {
    const { items, groups } = await json<ApiFindingGroups>('/api/v1/findings/groups?by=check&limit=2');
    expect(items).toHaveLength(2);
    expect(groups).toBeGreaterThan(2);
  });
});
