import { describe, expect, it, vi } from 'vitest';
import { createMemoryStore } from '../../exporter/findings/memory-store.ts';
import { StoreFailure } from '../../exporter/findings/store.ts';
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
      journalEntries: 1_000,
      retired: [
        { name: 'lab', since },
        { name: 'never-there', since: undefined },
      ],
      clock: () => since + 60_000,
      onRetired: (name) => void told.push(name),
      onSize() {},
      onPruned() {},
      onTrimmed() {},
      onDenied() {},
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

  it('is told of once where our role may not retire it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    let attempts = 0;
    let mayRetire = false;
    const told: string[] = [];
    const upkeep = startUpkeep({
      store: {
        ...createMemoryStore(),
        retire() {
          attempts += 1;
          return mayRetire ? Promise.resolve(false) : Promise.reject(new StoreFailure('denied', 'not for readers'));
        },
      },
      retentionMs: 1e12,
      journalEntries: 1_000,
      retired: [{ name: 'lab', since: undefined }],
      clock: Date.now,
      onRetired() {},
      onSize() {},
      onPruned() {},
      onTrimmed() {},
      onDenied: (task, { message }) => void told.push(`${task}: ${message}`),
      onError(error) {
        throw error;
      },
    });
    const minute = async () => {
      const before = attempts;
      await vi.advanceTimersByTimeAsync(60_000);
      await waitUntil('it is tried', () => Promise.resolve(attempts > before));
    };
    for (let passed = 0; passed < 3; passed += 1) await minute();
    expect(told).toEqual(['retire: not for readers']);
    mayRetire = true;
    await minute();
    mayRetire = false;
    await minute();
    await upkeep.stop();
    expect(told).toHaveLength(2);
    vi.useRealTimers();
  });
});
