import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../findings/memory-store.ts';
import { entryOf } from './entry.ts';
import { createNotedWindows } from './noted-windows.ts';

const now = Date.UTC(2026, 5, 1);
const hour = 3_600_000;

describe('windows that replicas noted', () => {
  it('are read of the clusters that are watched here, whatever others announce of theirs', async () => {
    const store = createMemoryStore();
    for (const name of ['ours', 'theirs']) {
      await store.take(`id-${name}`, name);
      const window = {
        key: 'request|CHG-1|x',
        changeId: 'CHG-1',
        from: now,
        until: now + hour,
        who: 'ann',
        reason: 'a release',
        source: { kind: 'request' },
      } as const;
      await store.journal.note(`id-${name}`, { entries: [entryOf({ window, firstSeen: now })], tallies: [] });
    }
    const watched = [{ name: 'ours' }];
    const deps = { journal: store.journal, longestMs: 24 * hour, clock: () => now + 1 };
    const noted = createNotedWindows({ ...deps, clusters: () => watched });
    expect(await noted.read()).toEqual(['ours']);
    expect(noted.of('ours').map(({ window: { changeId } }) => changeId)).toEqual(['CHG-1']);
    expect(noted.of('theirs')).toEqual([]);
  });
});
