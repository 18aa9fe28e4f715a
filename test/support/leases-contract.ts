import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Claim, Replica } from '../../exporter/findings/leases.ts';
import type { FindingStore } from '../../exporter/findings/store.ts';
import { waitUntil } from './process.ts';
import { writer, type Place } from './store-contract.ts';

/** A lease that nobody waits for. */
const long = 600_000;
/** One that a test can wait for. */
const short = 300;

const replica = (name: string, instance = name): Replica => ({ name, instance });
const claim = (name: string, more: Partial<Claim> = {}): Claim => ({
  clusterId: 'id-a',
  replica: replica(name),
  forMs: long,
  isFirst: false,
  ...more,
});

/**
 * What every store promises about leases. `ends` says what a lease ends with, beside being given up: the time that it was
 * asked for, or the process that holds it, which is whoever has the store open here.
 */
export function describeLeases(
  name: string,
  { ends, isShared }: { readonly ends: 'by time' | 'with its process'; readonly isShared: boolean },
  createPlace: () => Promise<Place>,
): void {
  describe(`leases in ${name}`, () => {
    const places: Place[] = [];
    let place: Place;
    let one: FindingStore;
    let other: FindingStore;

    beforeEach(async () => {
      places.push((place = await createPlace()));
      one = place.open();
      other = isShared ? place.open() : one;
      return async () => {
        await one.close();
        if (isShared) await other.close();
      };
    });
    afterAll(async () => {
      for (const used of places) await used.remove();
    });

    it('go to the first who asks, and tell the others who that is', async () => {
      expect(await one.leases.lead(claim('one'))).toMatchObject({ isOurs: true, leader: 'one', term: 1 });
      expect(await other.leases.lead(claim('other'))).toMatchObject({ isOurs: false, leader: 'one', term: 1 });
      expect(await one.leases.lead(claim('one'))).toMatchObject({ isOurs: true, leader: 'one', term: 1 });
    });

    it('go to one of many that ask at once', async () => {
      const asked = await Promise.all([
        ...Array.from({ length: 5 }, () => one.leases.lead(claim('one'))),
        ...Array.from({ length: 5 }, () => other.leases.lead(claim('other'))),
      ]);
      const leaders = new Set(asked.map(({ leader }) => leader));
      expect(leaders.size).toBe(1);
      expect(asked.map(({ isOurs }) => isOurs)).toEqual(
        asked.map((_, index) => leaders.has(index < 5 ? 'one' : 'other')),
      );
    });

    it('are handed over at once by who gives them up, and by nobody else', async () => {
      await one.leases.lead(claim('one'));
      await other.leases.resign('id-a', replica('other'));
      expect(await other.leases.lead(claim('other'))).toMatchObject({ isOurs: false, leader: 'one' });
      await one.leases.resign('id-a', replica('one'));
      expect(await other.leases.lead(claim('other'))).toMatchObject({ isOurs: true, leader: 'other', term: 2 });
      await one.leases.resign('id-a', replica('one'));
      expect(await one.leases.lead(claim('one'))).toMatchObject({ isOurs: false, leader: 'other', term: 2 });
    });

    it('tell what the leader has committed', async () => {
      expect(await one.leases.lead(claim('one'))).toMatchObject({ revision: 0, baselineAt: undefined });
      const { batchOf } = await writer(one);
      await one.apply(batchOf([], { baselineAt: 77 }));
      expect(await other.leases.lead(claim('other'))).toMatchObject({ revision: 1, baselineAt: 77 });
    });

    it('take a name as it is, whatever it holds', async () => {
      const odd = `a'b"\\ 💥`;
      await one.leases.lead(claim(odd));
      expect((await other.leases.lead(claim('other'))).leader).toBe(odd);
    });

    describe.runIf(ends === 'by time')('that end by time', () => {
      it('are of one cluster each', async () => {
        await one.leases.lead(claim('one'));
        expect(await other.leases.lead(claim('other', { clusterId: 'id-b' }))).toMatchObject({ isOurs: true, term: 1 });
      });

      it('end when nobody renews them', async () => {
        await one.leases.lead(claim('one', { forMs: short }));
        await waitUntil('another leads', async () => (await other.leases.lead(claim('other'))).isOurs);
        expect(await one.leases.lead(claim('one'))).toMatchObject({ isOurs: false, leader: 'other', term: 2 });
      });

      it('go on under the same term when nobody else led meanwhile', async () => {
        const { term } = await one.leases.lead(claim('one', { forMs: short }));
        await waitUntil('it has ended', async () => {
          const { endsInMs } = await one.leases.lead(claim('one', { forMs: 1 }));
          return endsInMs !== undefined && endsInMs <= 1;
        });
        expect(await one.leases.lead(claim('one'))).toMatchObject({ isOurs: true, term });
      });

      it('tell their holder whether anybody would take over', async () => {
        expect((await one.leases.lead(claim('one'))).isContested).toBe(false);
        await other.leases.lead(claim('other'));
        expect((await one.leases.lead(claim('one'))).isContested).toBe(true);
        await waitUntil('that was long ago', async () => {
          const { isContested } = await one.leases.lead(claim('one', { forMs: short }));
          return !isContested;
        });
      });

      it('of a process that ended go to the next under its name, and not back', async () => {
        await one.leases.lead(claim('one'));
        const again = replica('one', 'started again');
        expect(await other.leases.lead(claim('', { replica: again }))).toMatchObject({ isOurs: false });
        expect(await other.leases.lead(claim('', { replica: again, isFirst: true }))).toMatchObject({
          isOurs: true,
          term: 2,
        });
        // Two that run under one name by mistake do not take it from each other for ever.
        expect(await one.leases.lead(claim('one'))).toMatchObject({ isOurs: false, leader: 'one', term: 2 });
      });
    });

    describe.runIf(ends === 'with its process')('that end with their process', () => {
      it('last as long as the process that holds them, and not a moment longer', async () => {
        expect(await one.leases.lead(claim('one', { forMs: 1 }))).toMatchObject({ isOurs: true, endsInMs: undefined });
        expect(await other.leases.lead(claim('other', { isFirst: true }))).toMatchObject({ isOurs: false });
        await one.close();
        one = place.open();
        expect(await other.leases.lead(claim('other'))).toMatchObject({ isOurs: true, leader: 'other', term: 2 });
      });

      it('are all of one process', async () => {
        await one.leases.lead(claim('one'));
        expect(await other.leases.lead(claim('other', { clusterId: 'id-b' }))).toMatchObject({ isOurs: false });
      });
    });
  });
}
