import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiPostureHistory } from '../../exporter/contract/index.ts';
import type { Listening } from '../../exporter/publish/http/listen.ts';
import { badDeployment, published, type Published } from '../support/published.ts';

const hour = 3_600_000;

describe('posture over time', () => {
  let world: Published;
  let listening: Listening;
  const prod = () => {
    const [cluster] = world.clusters;
    if (cluster === undefined) throw new Error('there is a cluster');
    return cluster;
  };
  const ask = (query: string, name = 'prod') => fetch(`${listening.url}/api/v1/clusters/${name}/history${query}`);
  const history = async (query = '') => {
    const response = await ask(query);
    expect([query, response.status]).toEqual([query, 200]);
    return (await response.json()) as ApiPostureHistory;
  };
  const pass = async (milliseconds: number) => {
    world.clock.now += milliseconds;
    await prod().cycle();
  };

  beforeEach(async () => {
    world = published({ names: ['prod', 'staging'] });
    listening = await world.listen();
    await prod().become([]);
  });
  afterEach(async () => {
    await listening.close(0);
    if (world.errors.length > 0) throw new Error('a handler failed', { cause: world.errors });
  });

  it('has a point an hour, with what was shown last in it', async () => {
    await pass(10 * 60_000);
    await prod().put(badDeployment('web'));
    await pass(20 * 60_000);
    await pass(hour);
    await pass(hour);
    const { points } = await history();
    expect(points.map(({ at }) => at)).toEqual(['2026-06-01T00:30:00.000Z', '2026-06-01T01:30:00.000Z']);
    expect(points[0]?.open).toEqual(points[1]?.open);
    expect(points[0]?.open.critical).toBeGreaterThan(0);
    expect(points[0]).toMatchObject({ clean: false, checkSet: prod().session.checkSet });
    expect(points[0]?.score).toBe(prod().session.posture?.score?.ratio);
  });

  it('is told of a cluster that was retired, as long as the store remembers it', async () => {
    await pass(hour);
    const { points } = await history();
    expect(points.length).toBeGreaterThan(0);
    await world.store.retire('prod', world.clock.now);
    const later = published({ names: ['staging'], store: world.store });
    later.clock.now = world.clock.now;
    const others = await later.listen();
    const answer = await fetch(`${others.url}/api/v1/clusters/prod/history`);
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as ApiPostureHistory).points).toEqual(points);
    expect((await fetch(`${others.url}/api/v1/clusters/never-there/history`)).status).toBe(404);
    await others.close(0);
  });

  it('has a point a day where that is asked for, and is empty for a cluster that was not evaluated', async () => {
    for (let passed = 0; passed < 60; passed += 1) await pass(hour);
    const { points } = await history('?every=day');
    expect(points.map(({ at }) => at)).toEqual([
      '2026-06-01T23:00:00.000Z',
      '2026-06-02T23:00:00.000Z',
      '2026-06-03T11:00:00.000Z',
    ]);
    const [from, until] = ['2026-06-02T01:00:00Z', '2026-06-02T03:00:00Z'];
    expect((await history(`?from=${from}&until=${until}`)).points.map(({ at }) => at)).toEqual([
      '2026-06-02T01:00:00.000Z',
      '2026-06-02T02:00:00.000Z',
    ]);
    expect(((await (await ask('', 'staging')).json()) as ApiPostureHistory).points).toEqual([]);
  });

  it('leaves out what is no point', async () => {
    await pass(hour);
    await pass(hour);
    const { points } = await history();
    const entry = { topic: 'score', key: 'x', subject: '', at: world.clock.now - 1, body: { score: '<b>' } } as const;
    await world.store.journal.note('id-of-prod', { entries: [entry], tallies: [] });
    expect(points).toHaveLength(2);
    expect((await history()).points).toEqual(points);
  });

  it.each([
    ['?every=week', 400, 'every'],
    ['?from=yesterday', 400, 'from'],
    ['?until=2030-01-01T00:00:00Z', 400, 'until'],
    ['?from=2026-05-01T00:00:00Z&until=2026-04-01T00:00:00Z', 400, 'from'],
    ['?from=2025-01-01T00:00:00Z', 400, 'every=day'],
    ['?step=1', 400, 'step'],
  ])('refuses %s with %i, naming %s', async (query, status, named) => {
    const response = await ask(query);
    expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(named)]);
  });

  it('is 404 for a cluster that nobody knows', async () => {
    expect((await ask('', 'nowhere')).status).toBe(404);
  });
});
