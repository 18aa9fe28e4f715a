import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingGroupings, findingSorts, severities, type FindingSort } from '../../exporter/contract/index.ts';
import { totalOf } from '../../exporter/findings/groups.ts';
import { createMemoryStore } from '../../exporter/findings/memory-store.ts';
import type { FindingQuery, FindingStore, Position } from '../../exporter/findings/store.ts';
import type { Finding } from '../../exporter/model/finding.ts';
import { finding, opened, resolved, writer, type Place } from './store-contract.ts';

const start = Date.UTC(2026, 0, 1);
const minute = 60_000;
const later = start + 10 * minute;

/** Teams whose order depends on who compares: case, accents, and characters beyond the first plane. */
const teams = ['a', 'B', 'b', 'é', 'Z', 'zz', '\u{1f980} crabs', '\uffee', 'e'];

/** Findings that tie in every way that an order can break. */
function manyFindings(cluster: string): readonly Finding[] {
  return Array.from({ length: 120 }, (_, index) =>
    finding(`${cluster}-${index}`, {
      check: `check-${index % 4}`,
      severity: severities[index % severities.length] ?? 'low',
      firstSeen: start + (index % 7) * minute,
      team: { team: teams[index % teams.length] ?? '', source: 'label' },
      object: {
        kind: 'Deployment',
        apiVersion: 'apps/v1',
        namespace: ['', 'shop', 'orders', 'kube-system'][index % 4] ?? '',
        name: `${cluster}-${index}`,
      },
    }),
  );
}

const filters: readonly (readonly [string, FindingQuery])[] = [
  ['everything', {}],
  ['one cluster', { clusters: ['a'] }],
  ['two clusters and a severity', { clusters: ['Z', 'a'], severities: ['high', 'low'] }],
  ['a check', { checks: ['check-1'] }],
  ['two namespaces and words', { namespaces: ['', 'shop'], text: 'deployment' }],
  ['a team', { teams: ['\u{1f980} crabs'] }],
  ['a past time', { at: later, checks: ['check-1', 'check-2'] }],
];

/** What every store promises of orders and groups, by comparison with the one in memory. */
export function describeOrders(name: string, createPlace: () => Promise<Place>): void {
  describe(`the store in ${name}, sorted and counted`, { timeout: 60_000 }, () => {
    const reference = createMemoryStore();
    let place: Place;
    let store: FindingStore;

    beforeAll(async () => {
      place = await createPlace();
      store = place.open();
      for (const one of [reference, store]) {
        for (const [id, cluster] of [
          ['id-1', 'b'],
          ['id-2', 'a'],
          ['id-3', 'Z'],
          ['id-4', '\uffee'],
          ['id-5', '\u{1f980}'],
        ] as const) {
          const all = manyFindings(cluster);
          const { apply } = await writer(one, id, cluster);
          await apply(...all.map((each) => opened(each)));
          await apply(...all.filter((_, index) => index % 11 === 0).map((each) => resolved(each, later + minute)));
        }
        // The name of a cluster that is no more: nothing of it is shown in any order.
        await (await writer(one, 'id-6', 'gone')).apply(opened(finding('gone')));
        await writer(one, 'id-7', 'gone');
      }
    });
    afterAll(async () => {
      await store.close();
      await place.remove();
    });

    async function walk(from: FindingStore, query: FindingQuery, limit: number): Promise<string[]> {
      const seen: string[] = [];
      let position: Position | undefined;
      do {
        const page = await from.query(query, limit, position);
        seen.push(...page.items.map(({ cluster, finding: { id } }) => `${cluster} ${id}`));
        position = page.next;
      } while (position !== undefined);
      return seen;
    }

    const keyOf: Readonly<Record<FindingSort, (of: { cluster: string; finding: Finding }) => string | number>> = {
      worst: ({ finding: { severity } }) => severities.indexOf(severity),
      newest: ({ finding: { firstSeen } }) => -firstSeen,
      oldest: ({ finding: { firstSeen } }) => firstSeen,
      check: ({ finding: { check } }) => check,
      cluster: ({ cluster }) => cluster,
      namespace: ({ finding: { object } }) => object.namespace,
      owner: ({ finding: { team } }) => team.team,
    };

    describe.each(findingSorts)('by %s', (sort) => {
      it('comes by what it says, each value in one piece', async () => {
        const { items } = await store.query({ sort }, 1000);
        const keys = items.map(keyOf[sort]);
        const distinct = [...new Set(keys)];
        expect(items.length).toBeGreaterThan(500);
        expect(keys).toEqual(distinct.flatMap((key) => keys.filter((other) => other === key)));
        const bytes = (key: string | number) => (typeof key === 'number' ? key : Buffer.from(key).toString('hex'));
        expect(distinct.map(bytes)).toEqual(distinct.map(bytes).toSorted((a, b) => (a < b ? -1 : 1)));
      });

      it.each(filters)('turns pages through %s as the store in memory does', async (_, query) => {
        const whole = await walk(reference, { ...query, sort }, 10_000);
        expect(whole.length).toBeGreaterThan(0);
        for (const limit of [1, 7, 10_000]) {
          if (limit === 1 && whole.length > 60) continue;
          expect([limit, await walk(store, { ...query, sort }, limit)]).toEqual([limit, whole]);
        }
      });

      it('neither repeats nor misses anything while findings come and go', async () => {
        const before = await walk(store, { sort }, 10_000);
        const { apply } = await writer(store, 'id-2', 'a');
        const passing = Array.from({ length: 10 }, (_, index) => finding(`passing-${index}`));
        const first = await store.query({ sort }, 50);
        await apply(...passing.map((one) => opened(one)));
        const last = first.items.at(-1)?.finding;
        const rest: string[] = [];
        for (let position = first.next; position !== undefined;) {
          const page = await store.query({ sort }, 50, position);
          rest.push(...page.items.map(({ cluster, finding: { id } }) => `${cluster} ${id}`));
          position = page.next;
        }
        const seen = [...first.items.map(({ cluster, finding: { id } }) => `${cluster} ${id}`), ...rest];
        await apply(...passing.map((one) => resolved(one, later + minute)));
        expect(last).toBeDefined();
        expect(new Set(seen).size).toBe(seen.length);
        expect(before.filter((id) => !seen.includes(id))).toEqual([]);
      });
    });

    it.each(findingGroupings.flatMap((by) => filters.map(([what, query]) => [by, what, query] as const)))(
      'counts by %s what the list has of %s',
      async (by, _, query) => {
        const groups = await store.groups(query, by);
        const listed = (await store.query(query, 10_000)).items;
        const ofKey = (key: string) =>
          listed.filter((one) => (by === 'severity' ? one.finding.severity : keyOf[by](one)) === key);
        expect(groups.reduce((sum, { counts }) => sum + totalOf(counts), 0)).toBe(listed.length);
        for (const { key, counts, oldest } of groups) {
          const own = ofKey(key).map(({ finding }) => finding);
          const expected = severities.map((severity) => own.filter((one) => one.severity === severity).length);
          expect([key, severities.map((severity) => counts[severity])]).toEqual([key, expected]);
          expect([key, oldest]).toEqual([key, Math.min(...own.map(({ firstSeen }) => firstSeen))]);
        }
      },
    );

    it('knows since when it remembers each cluster, by the first thing that it was told of it', async () => {
      const { batchOf } = await writer(store, 'id-8', 'late');
      expect((await store.rememberedSince()).has('late')).toBe(false);
      const waited = finding('waited', { firstSeen: start - minute });
      await store.apply(batchOf([opened(waited)], { at: start + minute }));
      await store.apply(batchOf([resolved(waited, later)], { at: later }));
      const since = await store.rememberedSince();
      expect(since.get('late')).toBe(start - minute);
      expect(since.get('a')).toBe(start);
      expect(since.get('gone')).toBeUndefined();
    });
  });
}
