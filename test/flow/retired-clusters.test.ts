import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../exporter/findings/memory-store.ts';
import { startUpkeep } from '../../exporter/store/upkeep.ts';
import { badDeployment, published } from '../support/published.ts';
import { waitUntil } from '../support/process.ts';

describe('a cluster that the configuration retires', () => {
  it('has its findings in the past alone, and is told of once', async () => {
    const store = createMemoryStore();
    const world = published({ names: ['prod', 'lab'], store });
    for (const cluster of world.clusters) await cluster.become([badDeployment('web')]);
    const { at = NaN } = world.clusters[1]?.session.posture ?? {};
    const told: string[] = [];
    const since = at + 60_000;
    const upkeep = startUpkeep({
      store,
      retentionMs: 1e12,
      retired: [
        { name: 'lab', since },
        { name: 'never-there', since: undefined },
      ],
      clock: () => since + 60_000,
      onRetired: (name) => void told.push(name),
      onSize() {},
      onPruned() {},
      onError(error) {
        throw error;
      },
    });
    const clustersOf = async (query: object) =>
      [...new Set((await store.query(query, 1_000)).items.map(({ cluster }) => cluster))].sort();
    await waitUntil('it is retired', async () => (await clustersOf({})).join() === 'prod');
    await upkeep.stop();
    expect(told).toEqual(['lab']);
    expect(await clustersOf({ at: since - 1 })).toEqual(['lab', 'prod']);
    expect(await clustersOf({ at: since })).toEqual(['prod']);
  });
});
