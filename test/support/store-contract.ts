import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Ledger } from '../../exporter/findings/ledger.ts';
import { afterRevision, Fenced, type Batch, type FindingStore, type Position } from '../../exporter/findings/store.ts';
import type { Finding, FindingTransition } from '../../exporter/model/finding.ts';
import { historyOf } from '../../exporter/testing/history.ts';

/** A place for findings that outlives the stores that open it. */
export interface Place {
  open(): FindingStore;
  remove(): Promise<void>;
}

const start = Date.UTC(2026, 0, 1);
const minute = 60_000;

/** A finding with a readable id; what is not given is of no importance to the test. */
export function finding(name: string, more: Partial<Finding> = {}): Finding {
  return {
    id: Buffer.from(name).toString('hex').padEnd(64, '0'),
    check: 'pod-privileged',
    severity: 'critical',
    object: { kind: 'Deployment', apiVersion: 'apps/v1', namespace: 'shop', name },
    team: { team: 'checkout', source: 'label' },
    part: '',
    path: 'spec.template.spec',
    message: `${name} may do everything`,
    firstSeen: start,
    estimated: false,
    lastChange: start,
    openedBecause: 'new',
    ...more,
  };
}

/** Applies batches with rising revisions to one cluster. */
export async function writer(store: FindingStore, clusterId = 'id-a', clusterName = 'a') {
  const taken = await store.take(clusterId, clusterName);
  let { revision } = taken;
  const batchOf = (transitions: readonly FindingTransition[], more: Partial<Batch> = {}): Batch => ({
    clusterId,
    clusterName,
    epoch: taken.epoch,
    revision: (revision += 1),
    at: start,
    baselineAt: undefined,
    newlyBaselined: [],
    transitions,
    ...more,
  });
  return { taken, batchOf, apply: (...all: readonly FindingTransition[]) => store.apply(batchOf(all)) };
}

export const opened = (one: Finding, at = one.firstSeen): FindingTransition => ({
  type: 'opened',
  reason: 'new',
  at,
  finding: { ...one, lastChange: at },
});
export const resolved = (one: Finding, at: number, reason: 'fixed' | 'deleted' = 'fixed'): FindingTransition => ({
  type: 'resolved',
  reason,
  at,
  finding: { ...one, lastChange: at },
});
const updated = (one: Finding, at: number): FindingTransition => ({
  type: 'updated',
  reason: 'new',
  at,
  finding: { ...one, lastChange: at },
});

/** What every store promises; `remembers` says whether a place outlives the process that wrote to it. */
export function describeStore(name: string, remembers: boolean, createPlace: () => Promise<Place>): void {
  describe(`the store in ${name}`, () => {
    const places: Place[] = [];
    let place: Place;
    let store: FindingStore;
    const reopened = async (): Promise<FindingStore> => {
      if (!remembers) return store;
      await store.close();
      return (store = place.open());
    };

    beforeEach(async () => {
      places.push((place = await createPlace()));
      store = place.open();
      return () => store.close();
    });
    afterAll(async () => {
      for (const one of places) await one.remove();
    });

    const idsOf = async (query: Parameters<FindingStore['query']>[0], limit = 100) =>
      (await store.query(query, limit)).items.map(({ finding: { object } }) => object.name);

    it('knows nothing of a cluster that it has never seen', async () => {
      const { taken } = await writer(store);
      expect(taken).toMatchObject({
        epoch: 1,
        revision: 0,
        baselineAt: undefined,
        baselined: [],
        open: [],
        closed: [],
        remediated: [],
      });
      expect(new Ledger(taken.counters).counters()).toEqual(new Ledger().counters());
    });

    it('gives back what was committed: findings, baselines and counters', async () => {
      const { apply, batchOf } = await writer(store);
      const web = finding('web', { container: 'app', criticalSince: start + 5, message: 'says \0 and 💥' });
      const api = finding('api', { severity: 'high', estimated: true });
      await store.apply(batchOf([opened(web), opened(api)], { baselineAt: start, newlyBaselined: ['a|Pod', 'b|Pod'] }));
      await apply(resolved(api, start + minute));
      await store.apply(batchOf([], { baselineAt: start + 99, newlyBaselined: ['b|Pod', 'c|Pod', 'd|Pod'] }));
      await store.apply(batchOf([], { newlyBaselined: ['e|Pod'], noLongerBaselined: ['d|Pod', 'e|Pod'] }));
      const expected = new Ledger();
      for (const one of [opened(web), opened(api), resolved(api, start + minute)]) expected.record(one);

      const { taken } = await writer(await reopened());
      expect(taken).toMatchObject({ epoch: 2, revision: 4, baselineAt: start });
      expect([...taken.baselined].sort()).toEqual(['a|Pod', 'b|Pod', 'c|Pod', 'e|Pod']);
      expect(taken.open).toEqual([web]);
      expect(taken.closed).toEqual([
        { at: start + minute, reason: 'fixed', finding: { ...api, lastChange: start + minute } },
      ]);
      expect(new Ledger(taken.counters).counters()).toEqual(expected.counters());
    });

    it('adds up remediation to the very sum that was shown before, whatever the batches', async () => {
      const shown = new Ledger();
      const { apply } = await writer(store);
      for (let round = 1; round <= 20; round += 1) {
        const batch = Array.from({ length: 7 }, (_, index) => {
          const one = finding(`web-${round}-${index}`);
          return [opened(one), resolved(one, start + round * 1_013 + index * 77)];
        }).flat();
        await apply(...batch);
        for (const one of batch) shown.record(one);
      }
      const { taken } = await writer(await reopened());
      expect(new Ledger(taken.counters).remediation('critical')).toEqual(shown.remediation('critical'));
    });

    it('remembers which episodes were fixed, but for those that went on, are too old, or began before anybody looked', async () => {
      const { apply } = await writer(store);
      const day = 1440 * minute;
      // Every store here is opened with a clock that stands at this time.
      const now = start + 60 * minute;
      const base = now - 5 * day;
      const at = (days: number) => base + days * day;
      const of = (name: string, more: Partial<Finding> = {}) => finding(name, { firstSeen: base, ...more });
      const [kept, flapped, flappedAway, flappedAndKept] = ['kept', 'flapped', 'flapped-away', 'flapped-and-kept'].map(
        (name) => of(name),
      ) as [Finding, Finding, Finding, Finding];
      const again = { ...of('kept'), firstSeen: at(2) };
      const others = [of('high', { severity: 'high' }), of('estimated', { estimated: true }), of('deleted')] as const;
      const old = finding('old', { firstSeen: now - 200 * day });
      const back = (one: Finding, time: number): FindingTransition => ({ ...opened(one, time), type: 'reopened' });
      await apply(opened(old), resolved(old, now - 91 * day));
      await apply(...[kept, flapped, flappedAway, flappedAndKept, ...others].map((one) => opened(one)));
      await apply(resolved(kept, at(1)), resolved(others[0], at(1)), resolved(others[1], at(1)));
      await apply(resolved(others[2], at(1), 'deleted'), resolved(flapped, at(1)), back(flapped, at(1) + 1));
      await apply(resolved(flappedAway, at(1)), resolved(flappedAndKept, at(1)));
      await apply(back(flappedAway, at(1) + 1), back(flappedAndKept, at(1) + 1));
      await apply(resolved(flappedAway, at(2), 'deleted'), resolved(flappedAndKept, at(2)), opened(again, at(2)));
      await apply(resolved(again, at(3)));
      await (await writer(store, 'id-b', 'b')).apply(opened(of('elsewhere')), resolved(of('elsewhere'), at(1)));

      const { taken } = await writer(await reopened());
      expect(taken.remediated).toEqual(
        [
          [kept, at(1)] as const,
          [others[0], at(1)] as const,
          [flappedAndKept, at(2)] as const,
          [again, at(3)] as const,
        ].map(([{ id, severity, firstSeen }, end]) => ({ id, severity, firstSeen, at: end })),
      );
    });

    it('applies a revision once', async () => {
      const { batchOf } = await writer(store);
      const batch = batchOf([opened(finding('web'))]);
      await store.apply(batch);
      await store.apply(batch);
      await store.apply({ ...batch, transitions: [opened(finding('other'))] });
      expect(await idsOf({})).toEqual(['web']);
      const { taken } = await writer(store);
      expect(new Ledger(taken.counters).transitions('critical', 'opened', 'new')).toBe(1);
    });

    it('refuses whoever has lost the cluster, and leaves everything as it was', async () => {
      const old = await writer(store);
      await old.apply(opened(finding('web')));
      const next = await writer(store);
      await expect(old.apply(opened(finding('late')))).rejects.toBeInstanceOf(Fenced);
      await next.apply(opened(finding('api')));
      expect(await idsOf({})).toEqual(['api', 'web']);
    });

    it('refuses a batch for a cluster that nobody has taken', async () => {
      const { batchOf } = await writer(store);
      await expect(store.apply(batchOf([], { clusterId: 'other', epoch: 1 }))).rejects.toBeInstanceOf(Fenced);
    });

    it('takes nothing that goes on from what it does not have, as after a backup was restored', async () => {
      const { apply, batchOf } = await writer(store);
      await apply(opened(finding('web')));
      await expect(store.apply(batchOf([opened(finding('api'))], { follows: 7 }))).rejects.toThrow('was set back');
      await store.apply(batchOf([opened(finding('api'))], { follows: 1 }));
      expect((await store.query({}, 10)).total).toBe(2);
    });

    it('follows a finding through several transitions in one batch', async () => {
      const { apply } = await writer(store);
      const web = finding('web');
      const louder = { ...web, message: 'louder' };
      const back: FindingTransition = { ...opened(louder, start + 3), type: 'reopened' };
      await apply(opened(web), updated(louder, start + 1), resolved(louder, start + 2), back);
      const [item] = (await store.query({}, 10)).items;
      expect(item).toEqual({ cluster: 'a', finding: { ...louder, lastChange: start + 3 } });
      const { taken } = await writer(await reopened());
      expect(taken.closed).toEqual([]);
      expect((await store.history(web.id, 10)).map(({ transition }) => transition.type)).toEqual([
        'opened',
        'updated',
        'resolved',
        'reopened',
      ]);
      expect((await store.history(web.id, 2)).map(({ transition }) => transition.type)).toEqual([
        'resolved',
        'reopened',
      ]);
    });

    describe('asked for findings', () => {
      const shop = { severity: 'high', check: 'pod-host-network', team: { team: 'shop', source: 'label' } } as const;
      const object = (namespace: string, name: string) =>
        ({ kind: 'Deployment', apiVersion: 'apps/v1', namespace, name }) as const;
      const rows = [
        finding('one', { firstSeen: start + 2 }),
        finding('two', { firstSeen: start + 1 }),
        finding('three', { ...shop, object: object('', 'three') }),
        finding('four', { ...shop, object: object('kube-system', 'four'), message: "100%_sure it's \\odd" }),
        finding('five', { severity: 'info', message: 'ÄRGER with Names' }),
      ];
      beforeEach(async () => {
        await (await writer(store)).apply(...rows.map((row) => opened(row)));
        await (
          await writer(store, 'id-b', 'b')
        ).apply(opened(finding('six', { severity: 'low', firstSeen: start - 1 })));
      });

      it.each([
        ['all, worst first, then oldest', {}, ['two', 'one', 'four', 'three', 'six', 'five']],
        ['of one cluster', { clusters: ['b'] }, ['six']],
        ['of several clusters', { clusters: ['b', 'a', 'c'], severities: ['high', 'low'] }, ['four', 'three', 'six']],
        ['of a cluster that it does not have', { clusters: ['c'] }, []],
        ['of no cluster', { clusters: [] }, []],
        ['of a check', { checks: ['pod-host-network'] }, ['four', 'three']],
        ['of severities', { severities: ['info', 'low'] }, ['six', 'five']],
        ['without a namespace', { namespaces: [''] }, ['three']],
        ['of a team', { teams: ['shop', 'nobody'] }, ['four', 'three']],
        [
          'first seen in a range',
          { firstSeen: [{ from: start - 1, until: start + 1 }] },
          ['four', 'three', 'six', 'five'],
        ],
        [
          'first seen in one of several ranges',
          {
            firstSeen: [
              { from: 0, until: start },
              { from: start + 2, until: Number.MAX_SAFE_INTEGER },
            ],
          },
          ['one', 'six'],
        ],
        ['first seen in no range', { firstSeen: [] }, []],
        ['with words', { text: ' NAMES  ärger ' }, ['five']],
        ['with what means something in patterns', { text: '100%_s \\o' }, ['four']],
        ['with an underscore that is no wildcard', { text: 't_o' }, []],
        ['with a quote', { text: "it's" }, ['four']],
        ['by everything at once', { clusters: ['a'], teams: ['shop'], severities: ['high'], text: 'three' }, ['three']],
      ] as const)('finds those %s', async (_, query, names) => {
        expect(await idsOf(query)).toEqual(names);
        expect((await store.query(query, 1)).total).toBe(names.length);
      });

      it('turns pages that neither repeat nor miss anything, while findings come and go', async () => {
        const seen: string[] = [];
        let position: Position | undefined;
        const { apply } = await writer(store);
        do {
          const page = await store.query({}, 2, position);
          seen.push(...page.items.map(({ finding: { object } }) => object.name));
          position = page.next;
          if (seen.length === 2)
            await apply(resolved(rows[1] as Finding, start + minute), opened(finding('new', { firstSeen: start })));
        } while (position !== undefined);
        expect(seen).toEqual(['two', 'one', 'four', 'three', 'six', 'five']);
      });

      it('turns pages through several clusters at once', async () => {
        const query = { clusters: ['a', 'b'] };
        const seen: string[] = [];
        let position: Position | undefined;
        do {
          const page = await store.query(query, 1, position);
          seen.push(...page.items.map(({ finding: { object } }) => object.name));
          position = page.next;
        } while (position !== undefined);
        expect(seen).toEqual(['two', 'one', 'four', 'three', 'six', 'five']);
      });

      it('finds one by its id as long as it is open', async () => {
        const [one] = rows as [Finding];
        expect(await store.find(one.id)).toEqual({ cluster: 'a', finding: { ...one, lastChange: one.firstSeen } });
        await (await writer(store)).apply(resolved(one, start + minute));
        expect(await store.find(one.id)).toBeUndefined();
        expect(await store.find('f'.repeat(64))).toBeUndefined();
      });

      it('shows no finding of a cluster whose name leads to another one now', async () => {
        await writer(store, 'id-c', 'a');
        expect(await idsOf({})).toEqual(['six']);
        expect(await idsOf({ clusters: ['a'] })).toEqual([]);
        expect(await store.find((rows[0] as Finding).id)).toBeUndefined();
      });

      it('knows a cluster again to which its name leads back', async () => {
        const before = await idsOf({ clusters: ['a'] });
        const { taken } = await writer(store, 'id-a', 'a');
        await writer(store, 'id-c', 'a');
        const again = await writer(store, 'id-a', 'a');
        expect(again.taken).toEqual({ ...taken, epoch: taken.epoch + 1 });
        expect(before).not.toEqual([]);
        expect(await idsOf({ clusters: ['a'] })).toEqual(before);
      });

      it('calls a cluster by the name that it was taken with last', async () => {
        await writer(store, 'id-b', 'renamed');
        expect(await idsOf({ clusters: ['renamed'] })).toEqual(['six']);
        expect(await idsOf({ clusters: ['b'] })).toEqual([]);
      });
    });

    it('keeps the past of a cluster that is retired, and nothing of it among what is open now', async () => {
      const [gone, there] = [finding('gone'), finding('there')];
      await (await writer(store)).apply(opened(gone));
      await (await writer(store, 'id-b', 'b')).apply(opened(there));
      const idsIn = async (query: object) => (await store.query(query, 10)).items.map((item) => item.finding.id);
      const retiredAt = start + 10 * minute;
      expect(await store.retire('a', retiredAt)).toBe(true);
      expect(await store.retire('a', retiredAt + minute)).toBe(false);
      expect(await store.retire('nobody', retiredAt)).toBe(false);
      expect(await idsIn({})).toEqual([there.id]);
      expect(await idsIn({ clusters: ['a'] })).toEqual([]);
      expect((await store.groups({}, 'check')).map(({ counts }) => counts.critical)).toEqual([1]);
      expect(await store.find(gone.id)).toBeUndefined();
      expect([...(await store.rememberedSince()).keys()]).toEqual(['b']);
      for (const [at, shown] of [
        [retiredAt - 1, [gone.id, there.id]],
        [retiredAt, [there.id]],
      ] as const) {
        expect((await idsIn({ at })).sort()).toEqual([...shown].sort());
        expect((await store.groups({ at }, 'check'))[0]?.counts.critical).toBe(shown.length);
      }
      expect(await idsIn({ at: retiredAt - 1, clusters: ['a'] })).toEqual([gone.id]);
      expect((await store.rememberedSince(retiredAt - 1)).get('a')).toBe(start);

      expect(await store.retire('a', undefined)).toBe(true);
      expect(await store.retire('a', undefined)).toBe(false);
      expect(await idsIn({ clusters: ['a'] })).toEqual([gone.id]);
      await store.retire('a', retiredAt);
      expect((await store.take('id-a', 'a')).open).toHaveLength(1);
      expect(await idsIn({ clusters: ['a'] })).toEqual([gone.id]);
    });

    it('forgets all but the counters of a cluster that was retired long ago, so that it comes back with a baseline', async () => {
      const [gone, there] = [finding('gone'), finding('there')];
      const own = await writer(store);
      const note = { topic: 'deviation', key: 'k', subject: '', at: start, body: {} } as const;
      await store.apply(
        own.batchOf([opened(gone)], {
          baselineAt: start,
          newlyBaselined: ['pod-privileged|Pod'],
          journal: { entries: [note], tallies: [] },
        }),
      );
      await (await writer(store, 'id-b', 'b')).apply(opened(there));
      const retiredAt = start + 10 * minute;
      await store.retire('a', retiredAt);
      await store.prune(retiredAt);
      expect((await store.query({ at: retiredAt - 1 }, 10)).total).toBe(2);
      expect(await store.prune(retiredAt + 1)).toBeGreaterThan(0);
      expect((await store.query({ at: retiredAt - 1 }, 10)).items.map((item) => item.finding.id)).toEqual([there.id]);
      expect((await store.query({}, 10)).total).toBe(1);
      const { taken } = await writer(store);
      expect(taken).toMatchObject({ open: [], baselined: [], baselineAt: undefined });
      expect(taken.counters.transitions).not.toEqual({});
      expect((await store.journal.read({ topic: 'deviation' }, 10)).items).toEqual([]);
    });

    it('brings back no cluster whose name leads to another', async () => {
      await (await writer(store)).apply(opened(finding('gone')));
      await writer(store, 'id-c', 'a');
      expect(await store.retire('a', undefined)).toBe(false);
      expect((await store.query({}, 10)).items).toEqual([]);
    });

    it('forgets retired clusters alone, if asked for them alone', async () => {
      const [gone, there, fixed] = [finding('gone'), finding('there'), finding('fixed')];
      await (await writer(store)).apply(opened(gone));
      const other = await writer(store, 'id-b', 'b');
      await other.apply(opened(there), opened(fixed));
      await other.apply(resolved(fixed, start + 1));
      await store.retire('a', start + minute);
      expect(await store.forgetRetired(start + minute)).toBe(0);
      expect((await store.query({ at: start }, 10)).total).toBe(3);
      expect(await store.forgetRetired(start + 2 * minute)).toBe(1);
      const { items } = await store.query({ at: start }, 10);
      expect(items.map(({ finding: { object } }) => object.name).sort()).toEqual(['fixed', 'there']);
      expect(await historyOf(store, 'id-b')).toHaveLength(3);
      expect(await historyOf(store, 'id-a')).toEqual([]);
      expect((await store.take('id-a', 'a')).counters.transitions['critical|opened|new']).toBe(1);
    });

    it('finds what opened in deploy windows by their change ids, in any and in none', async () => {
      const { apply } = await writer(store);
      const windows: Readonly<Record<string, readonly string[]>> = { web: ['CHG-1'], api: ['CHG_1', 'CHG-11'], db: [] };
      for (const [name, ids] of Object.entries(windows)) {
        await apply(opened(finding(name, ids.length > 0 ? { windows: ids } : {})));
      }
      const named = async (...ids: readonly string[]) => {
        const { items, total } = await store.query({ windows: ids }, 10);
        expect(total).toBe(items.length);
        return items.map(({ finding: { object } }) => object.name).sort();
      };
      expect(await named('CHG-1')).toEqual(['web']);
      expect(await named('CHG-11')).toEqual(['api']);
      expect(await named('CHG')).toEqual([]);
      expect(await named('CHG-1', 'CHG-11')).toEqual(['api', 'web']);
      expect(await named('_any')).toEqual(['api', 'web']);
      expect(await named('_none')).toEqual(['db']);
      expect(await named('_none', 'CHG-1')).toEqual(['db', 'web']);
    });

    it('tells how things stood at a past time', async () => {
      const { apply } = await writer(store);
      const [web, api] = [finding('web'), finding('api', { firstSeen: start + 10 })];
      const renamed = { ...web, message: 'says something else' };
      await apply(opened(web), opened(api));
      await apply(updated(renamed, start + 20), resolved(api, start + 30));
      await apply({ ...opened(api, start + 40), type: 'reopened' });
      const then = async (at: number) =>
        (await store.query({ at }, 10)).items.map(({ finding: { object, message } }) => `${object.name}: ${message}`);
      expect(await then(start - 1)).toEqual([]);
      expect(await then(start + 5)).toEqual(['web: web may do everything']);
      expect(await then(start + 10)).toEqual(['web: web may do everything', 'api: api may do everything']);
      expect(await then(start + 20)).toEqual(['web: says something else', 'api: api may do everything']);
      expect(await then(start + 35)).toEqual(['web: says something else']);
      expect(await then(start + 40)).toEqual(['web: says something else', 'api: api may do everything']);
      expect((await store.query({ at: start + 35, text: 'api' }, 10)).total).toBe(0);
    });

    describe('lists changes', () => {
      const step = (name: string, type: 'opened' | 'reopened', at: number) => ({ ...opened(finding(name), at), type });
      const batches = [
        [opened(finding('web')), opened(finding('api')), opened(finding('job'))],
        [
          updated({ ...finding('web'), message: 'again' }, start + 1),
          resolved(finding('api'), start + 1),
          step('api', 'reopened', start + 1),
          resolved(finding('job'), start + 1),
        ],
        [step('job', 'reopened', start + 2)],
      ];
      const all = batches.flatMap((batch, index) => batch.map((transition) => ({ revision: index + 1, transition })));
      beforeEach(async () => {
        const { apply } = await writer(store);
        for (const batch of batches) await apply(...batch);
        await (await writer(store, 'id-b', 'b')).apply(opened(finding('elsewhere')));
      });

      it.each([1, 2, 3, 4, 5, 100])('in their order, each once, %i a page', async (limit) => {
        expect(await historyOf(store, 'id-a', 0, limit)).toEqual(all);
        expect(await historyOf(store, 'id-a', 1, limit)).toEqual(all.slice(3));
        expect(await historyOf(store, 'id-a', 3, limit)).toEqual([]);
        expect(await historyOf(store, 'nobody', 0, limit)).toEqual([]);
      });

      it('as many as asked for, from a place within a revision on, and says where they go on', async () => {
        expect(await store.changes('id-a', { revision: 1, place: 1 }, 3)).toEqual({
          items: all.slice(1, 4),
          next: { revision: 2, place: 1 },
        });
        expect(await store.changes('id-a', { revision: 2, place: 3 }, 2)).toEqual({
          items: all.slice(6),
          next: undefined,
        });
      });

      it('goes on after the same place when more is committed or what was there is forgotten', async () => {
        const page = await store.changes('id-a', afterRevision(0), 2);
        await store.prune(start + 2);
        const { taken, batchOf } = await writer(await reopened());
        const more = resolved(finding('web'), start + 3);
        await store.apply({ ...batchOf([more]), revision: taken.revision + 1 });
        const { items } = await store.changes('id-a', page.next ?? afterRevision(9), 100);
        expect(items.at(-1)).toEqual({ revision: 4, transition: more });
        expect(items.map(({ revision }) => revision)).not.toContain(1);
      });
    });

    it('forgets what ended before a time, and nothing that is open or counted', async () => {
      const { apply } = await writer(store);
      const [old, late, open] = [finding('old'), finding('late'), finding('open')];
      await apply(opened(old), opened(late), opened(open));
      await apply(
        resolved(old, start + 10),
        resolved(late, start + 20),
        updated({ ...open, message: 'x' }, start + 10),
      );
      expect(await store.prune(start + 15)).toBe(2);
      expect(await store.history(old.id, 10)).toEqual([]);
      expect(await store.history(late.id, 10)).not.toEqual([]);
      expect(await idsOf({})).toEqual(['open']);
      const { taken } = await writer(await reopened());
      expect(taken.closed.map(({ finding: { object } }) => object.name)).toEqual(['late']);
      expect(new Ledger(taken.counters).remediation('critical').count).toBe(2);
    });

    it('says how large it is, if it takes any room', async () => {
      await (await writer(store)).apply(opened(finding('web')));
      const size = (await store.size()) ?? 0;
      expect(size > 10_000).toBe(remembers);
      expect(store.persistent).toBe(remembers);
    });

    it('takes thousands of transitions in one batch', async () => {
      const { apply } = await writer(store);
      await apply(...Array.from({ length: 5_000 }, (_, index) => opened(finding(`web-${index}`))));
      expect((await store.query({}, 1)).total).toBe(5_000);
    });
  });
}
