import { afterEach, expect, it, vi } from 'vitest';
import type { Trimmed } from '../../exporter/findings/journal.ts';
import { createMemoryStore } from '../../exporter/findings/memory-store.ts';
import { startUpkeep } from '../../exporter/store/upkeep.ts';
import { entry } from '../support/journal-contract.ts';
import { waitUntil } from '../support/process.ts';
import { writer } from '../support/store-contract.ts';

afterEach(() => void vi.useRealTimers());

it('upkeep of a store tells what it forgot because a topic was crowded, once an hour', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const store = createMemoryStore();
  await writer(store);
  const entries = Array.from({ length: 12 }, (_, index) => entry(`k${index}`, { until: 5 }));
  await store.journal.note('id-a', { entries, tallies: [] });
  const told: Trimmed[] = [];
  const upkeep = startUpkeep({
    store,
    retentionMs: 1_000,
    journalEntries: 10,
    retired: [],
    clock: () => 100,
    onRetired() {},
    onSize() {},
    onPruned() {},
    onTrimmed: (trimmed) => void told.push(trimmed),
    onDenied() {},
    onError(error) {
      throw error;
    },
  });
  vi.advanceTimersByTime(3_600_000);
  await waitUntil('it has looked', async () => told.length > 0);
  vi.advanceTimersByTime(3_600_000);
  await upkeep.stop();
  expect(told).toEqual([{ cluster: 'a', topic: 'drift', entries: 2 }]);
  expect((await store.journal.read({ topic: 'drift' }, 100)).items).toHaveLength(10);
});
