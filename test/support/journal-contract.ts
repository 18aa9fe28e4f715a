import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { JournalEntry, JournalPosition, JournalQuery } from '../../exporter/findings/journal.ts';
import { Fenced, type FindingStore } from '../../exporter/findings/store.ts';
import { finding, opened, writer, type Place } from './store-contract.ts';

const start = Date.UTC(2026, 0, 1);

/** An entry of the journal; what is not given is of no importance to the test. */
export function entry(key: string, more: Partial<JournalEntry> = {}): JournalEntry {
  return { topic: 'drift', key, subject: '', at: start, body: { says: key }, ...more };
}

/** What the journal of every store promises; `remembers` says whether a place outlives the process that wrote to it. */
export function describeJournal(name: string, remembers: boolean, createPlace: () => Promise<Place>): void {
  describe(`the journal in ${name}`, () => {
    const places: Place[] = [];
    let place: Place;
    let store: FindingStore;

    beforeEach(async () => {
      places.push((place = await createPlace()));
      store = place.open();
      return () => store.close();
    });
    afterAll(async () => {
      for (const one of places) await one.remove();
    });

    const keysOf = async (query: JournalQuery) =>
      (await store.journal.read(query, 100)).items.map(({ entry: { key } }) => key);
    const write = (...entries: readonly JournalEntry[]) => ({ entries, tallies: [] });

    it('gives back entries and counts that were committed with a batch', async () => {
      const { apply, batchOf } = await writer(store);
      await apply(opened(finding('web')));
      const first = entry('one', {
        subject: 'Pod|shop|web',
        until: start + 5,
        body: { fields: ['spec'], text: 'a b' },
      });
      const tally = (labels: string, count: number) => ({ family: 'drifts', labels, count });
      await store.apply(batchOf([], { journal: { entries: [first], tallies: [tally('human', 2), tally('bot', 1)] } }));
      await store.apply(batchOf([], { journal: { entries: [], tallies: [tally('human', 3)] } }));
      if (remembers) {
        await store.close();
        store = place.open();
      }
      expect(await store.journal.read({ topic: 'drift' }, 10)).toEqual({
        items: [{ cluster: 'a', clusterId: 'id-a', entry: first }],
        next: undefined,
      });
      const tallies = await store.journal.tallies('id-a');
      expect(Object.fromEntries(tallies.map(({ labels, count }) => [labels, count]))).toEqual({ human: 5, bot: 1 });
    });

    it('reads of a retired cluster only for who asks for it, and not where its name leads to another one', async () => {
      const first = await writer(store);
      await store.apply(first.batchOf([], { journal: write(entry('of the first')) }));
      await store.retire('a', start + 1);
      expect(await keysOf({ topic: 'drift', clusters: ['a'] })).toEqual([]);
      expect((await store.journal.read({ topic: 'drift', clusters: ['a'], retired: true }, 10)).items).toMatchObject([
        { cluster: 'a', clusterId: 'id-a', entry: { key: 'of the first' } },
      ]);
      await store.take('id-another', 'a');
      expect(await keysOf({ topic: 'drift', clusters: ['a'], retired: true })).toEqual([]);
    });

    it('takes what is longer than its indexes do, and finds it by that', async () => {
      const { batchOf } = await writer(store);
      // Random, since databases compress before they measure.
      const long = Array.from({ length: 200 }, () => randomUUID()).join('');
      const entries = ['a', 'b'].map((end) => entry(`${long}${end}`, { subject: `Role/shop/${long}${end}` }));
      await store.apply(batchOf([], { journal: { entries, tallies: [] } }));
      for (const one of entries) {
        const { items } = await store.journal.read({ topic: 'drift', subject: one.subject }, 10);
        expect(items.map(({ entry: { body } }) => body)).toEqual([one.body]);
        expect(await keysOf({ topic: 'drift', key: one.key })).toHaveLength(1);
      }
    });

    it('replaces an entry by the next one with its key, in one batch as well', async () => {
      const { batchOf } = await writer(store);
      const again = [entry('one', { body: { says: 'b' } }), entry('one', { at: start + 1, body: { says: 'c' } })];
      await store.apply(batchOf([], { journal: write(entry('one')) }));
      await store.apply(batchOf([], { journal: write(...again) }));
      expect((await store.journal.read({ topic: 'drift' }, 10)).items).toEqual([
        { cluster: 'a', clusterId: 'id-a', entry: again[1] },
      ]);
    });

    it('writes nothing of a batch that is fenced or was applied before', async () => {
      const old = await writer(store);
      const { batchOf } = await writer(store);
      const journal = { entries: [entry('late')], tallies: [{ family: 'drifts', labels: '', count: 1 }] };
      await expect(store.apply(old.batchOf([], { journal }))).rejects.toThrow(Fenced);
      const batch = batchOf([], { journal: { ...journal, entries: [entry('once')] } });
      await store.apply(batch);
      await store.apply(batch);
      expect(await keysOf({ topic: 'drift' })).toEqual(['once']);
      expect(await store.journal.tallies('id-a')).toEqual([{ family: 'drifts', labels: '', count: 1 }]);
    });

    it('takes notes from whoever does not lead, but not of a cluster that is unknown', async () => {
      expect(await store.journal.note('id-a', write(entry('early')))).toBe(false);
      await writer(store);
      expect(await store.journal.note('id-a', write(entry('noted')))).toBe(true);
      expect(await keysOf({ topic: 'drift' })).toEqual(['noted']);
    });

    it('pages through entries newest first, each one once', async () => {
      for (const [id, cluster] of [
        ['id-a', 'a'],
        ['id-b', 'b'],
      ] as const) {
        await writer(store, id, cluster);
        const entries = Array.from({ length: 12 }, (_, at) => entry(`${cluster}${at}`, { at: start + (at >> 2) }));
        await store.journal.note(id, write(...entries));
      }
      const seen: { readonly at: number; readonly key: string }[] = [];
      let after: JournalPosition | undefined;
      do {
        const { items, next } = await store.journal.read({ topic: 'drift' }, 5, after);
        seen.push(...items.map(({ entry: { at, key } }) => ({ at, key })));
        after = next;
      } while (after !== undefined);
      expect(new Set(seen.map(({ key }) => key)).size).toBe(24);
      expect(seen.length).toBe(24);
      expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).toSorted((a, b) => b - a));
    });

    describe('asked for some of it', () => {
      beforeEach(async () => {
        await writer(store);
        await writer(store, 'id-b', 'b');
        await store.journal.note(
          'id-a',
          write(
            entry('old', { at: start - 10, until: start - 5 }),
            entry('now', { at: start, subject: 'Pod|shop|web' }),
            entry('new', { at: start + 10, until: start + 20 }),
            entry('other', { topic: 'reject' }),
          ),
        );
        await store.journal.note('id-b', write(entry('far', { subject: 'Pod|shop|web' })));
      });

      it.each<[string, Partial<JournalQuery>, readonly string[]]>([
        ['a topic', { topic: 'reject' }, ['other']],
        ['a cluster', { clusters: ['a'] }, ['new', 'now', 'old']],
        ['a cluster that is not there', { clusters: ['x'] }, []],
        ['an object', { clusters: ['a'], subject: 'Pod|shop|web' }, ['now']],
        ['an object of any cluster', { subject: 'Pod|shop|web' }, ['far', 'now']],
        ['a key', { key: 'new' }, ['new']],
        ['a time on', { clusters: ['a'], from: start }, ['new', 'now']],
        ['before a time', { clusters: ['a'], before: start }, ['old']],
        ['what holds', { clusters: ['a'], holdingAt: start + 20 }, ['now']],
        ['what held', { clusters: ['a'], holdingAt: start - 6 }, ['new', 'now', 'old']],
      ])('finds what is of %s', async (_, query, keys) => {
        expect(await keysOf({ topic: 'drift', ...query })).toEqual(keys);
      });

      it('forgets the oldest history of a crowded topic beyond the most that are kept, cluster by cluster', async () => {
        const over = (key: string, more: Partial<JournalEntry> = {}) => entry(key, { until: start, ...more });
        const many = Array.from({ length: 4_500 }, (_, index) => over(`k${String(index).padStart(4, '0')}`));
        const named = ['reject', 'deviation', 'deploy_window', 'alert', 'approval', 'score', 'drill'] as const;
        const others = named.flatMap((topic) =>
          ['a', 'b', 'c', 'd'].map((key, index) => over(key, { topic, at: start + index })),
        );
        const stay = [
          entry('holds', { topic: 'deviation', at: start - 9 }),
          over('is not over', { topic: 'deploy_window', at: start - 9, until: start + 99 }),
        ];
        await store.journal.note('id-a', { entries: [...many, ...others, ...stay], tallies: [] });
        const trimmed = await store.journal.trim(3, start + 1);
        const drift = (await store.journal.read({ topic: 'drift', clusters: ['a'] }, 5_000)).items;
        expect(trimmed.map(({ cluster, topic, entries }) => `${cluster} ${topic} ${entries}`).toSorted()).toEqual([
          'a deploy_window 1',
          'a deviation 1',
          'a drift 4500',
          'a reject 1',
        ]);
        expect(drift.map(({ entry: { key } }) => key)).toEqual(['new', 'now', 'k4499']);
      });

      it('forgets history that is older than asked for, and keeps what holds', async () => {
        expect(await store.prune(start)).toBe(1);
        expect(await keysOf({ topic: 'drift', clusters: ['a'] })).toEqual(['new', 'now']);
        expect(await store.prune(start + 21)).toBe(1);
        expect(await keysOf({ topic: 'drift', clusters: ['a'] })).toEqual(['now']);
      });
    });
  });
}
