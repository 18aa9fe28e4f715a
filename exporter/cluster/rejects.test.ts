import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectRef } from '../model/object.ts';
import { MemoryJournal } from '../findings/memory-journal.ts';
import { rejectOf } from '../findings/reject-entries.ts';
import type { RejectOwner, SeenReject } from '../model/reject.ts';
import { Rejects } from './rejects.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const start = Date.UTC(2026, 5, 1);

describe('rejects', () => {
  let now: number;
  let rejects: Rejects;
  let journal: MemoryJournal;
  const seen = (over: Partial<SeenReject> & { readonly name?: string } = {}): SeenReject => ({
    source: 'event',
    record: 'one',
    engine: 'psa',
    policies: ['restricted:latest'],
    refused: 'Pod',
    by: { kind: 'Deployment', namespace: 'shop', name: over.name ?? 'web' },
    reason: 'privileged',
    firstAt: now,
    lastAt: now,
    attempts: 1,
    ...over,
  });
  const asItIs = (by: ObjectRef): RejectOwner => ({
    ...by,
    apiVersion: 'apps/v1',
    team: { team: 'storefront', source: 'label team' },
  });
  const told = () => [...journal.matching({ topic: 'reject' })].flatMap((entry) => rejectOf(entry) ?? []);
  const commit = () => {
    const write = rejects.takeChanges();
    journal.write(write);
    rejects.committed(write);
    rejects.confirmed();
  };
  const settle = (ownerOf: Parameters<Rejects['settle']>[0] = asItIs) => {
    rejects.settle(ownerOf);
    commit();
  };
  const begin = (since?: number) => {
    rejects = new Rejects({ clock: () => now, onSeen() {} });
    rejects.restore({ rejects: told(), tallies: journal.tallies, since });
  };
  const see = (over: Parameters<typeof seen>[0] = {}) => {
    rejects.seen(seen(over));
    settle();
  };

  beforeEach(() => {
    now = start;
    journal = new MemoryJournal();
    begin();
    now += MINUTE;
  });

  it('are one while the same owner is refused by the same engine, whatever the record and the policy', () => {
    see();
    see({ record: 'one', attempts: 3, lastAt: now + 1 });
    see({ record: 'two', policies: ['other'], reason: 'host network', lastAt: now + 2, attempts: 2 });
    expect(rejects.count('psa')).toBe(1);
    expect(told()).toMatchObject([
      { attempts: 5, policies: ['other', 'restricted:latest'], reason: 'host network', lastSeen: now + 2 },
    ]);
  });

  it('are others for another owner and for another engine', () => {
    see();
    see({ record: 'two', name: 'api' });
    see({ record: 'three', engine: 'quota' });
    expect([rejects.count('psa'), rejects.count('quota')]).toEqual([2, 1]);
  });

  it('begin anew after an hour without a try, and not before', () => {
    see();
    now += HOUR;
    see({ record: 'two' });
    expect(rejects.count('psa')).toBe(1);
    now += HOUR + 1;
    see({ record: 'three' });
    expect(rejects.count('psa')).toBe(2);
    expect(new Set(told().map(({ id }) => id)).size).toBe(2);
  });

  it('that began before anybody looked are listed and not counted, retries included', () => {
    see({ firstAt: start - 2_001 });
    see({ firstAt: start - 2_001, attempts: 2, lastAt: now });
    see({ record: 'two' });
    expect(told()).toHaveLength(1);
    expect(rejects.count('psa')).toBe(0);
  });

  it('wait for an owner that is on its way, and for ten seconds at most', () => {
    const asked: boolean[] = [];
    const late = (by: ObjectRef, final: boolean) => (asked.push(final), final ? asItIs(by) : undefined);
    rejects.seen(seen());
    settle(late);
    expect([told(), rejects.isWaiting]).toEqual([[], true]);
    now += 9_999;
    rejects.seen(seen({ attempts: 2 }));
    settle(late);
    now += 1;
    settle(late);
    expect(asked).toEqual([false, false, true]);
    expect([rejects.count('psa'), rejects.isWaiting]).toEqual([1, false]);
    expect(told()).toMatchObject([{ attempts: 2 }]);
  });

  it('are bounded before they are settled too', () => {
    for (let index = 0; index < 6_000; index++) rejects.seen(seen({ record: `r${index}`, name: `web-${index}` }));
    settle();
    expect(rejects.count('psa')).toBe(5_000);
  });

  it('know whether anybody looks', () => {
    expect([rejects.connected, rejects.sources().get('event')]).toEqual([false, 'not connected']);
    rejects.readable('event', 'forbidden');
    expect([rejects.connected, rejects.sources().get('event')]).toEqual([false, 'forbidden']);
    rejects.readable('event', undefined);
    rejects.readable('event', 'gone');
    expect([rejects.connected, rejects.sources().get('event')]).toEqual([true, 'gone']);
  });

  it('of another cluster under the same name start from nothing', () => {
    see();
    rejects.forget();
    expect(rejects.count('psa')).toBe(0);
    see({ name: 'other' });
    expect(rejects.count('psa')).toBe(1);
  });

  it('are not counted before the store has them', () => {
    rejects.seen(seen());
    rejects.settle(asItIs);
    const write = rejects.takeChanges();
    expect(rejects.count('psa')).toBe(0);
    rejects.committed(write);
    expect(rejects.count('psa')).toBe(1);
  });

  it('go on after a restart: an Event that is listed again is no other reject, nor another try', () => {
    see({ attempts: 3 });
    const before = told();
    begin(start);
    see({ attempts: 3 });
    expect([told(), rejects.count('psa')]).toEqual([before, 1]);
    now += 1_000;
    see({ attempts: 5, lastAt: now });
    expect(told()).toMatchObject([{ id: before[0]?.id, attempts: 5 }]);
    expect(rejects.count('psa')).toBe(1);
  });

  it('keep their times when the clocks are compared anew', () => {
    see({ record: 'one', attempts: 3 });
    const before = told();
    begin(start);
    see({ record: 'one', attempts: 3, firstAt: now - 800, lastAt: now - 800 });
    see({ record: 'one', attempts: 3, firstAt: now + 900, lastAt: now + 900 });
    expect(told()).toEqual(before);
    see({ record: 'one', attempts: 3, firstAt: now - MINUTE, lastAt: now });
    expect(told()).toMatchObject([{ firstSeen: now - MINUTE }]);
  });

  it('that came while nobody looked are counted, since the baseline is known', () => {
    see();
    now += 30 * MINUTE;
    const missed = seen({ record: 'two', name: 'api' });
    now += 10 * MINUTE;
    begin(start);
    rejects.seen(missed);
    settle();
    expect([told().length, rejects.count('psa')]).toEqual([2, 2]);
  });

  it('of an episode that is over are known when they are listed again', () => {
    const first = seen();
    rejects.seen(first);
    settle();
    now += 2 * HOUR;
    see({ record: 'two' });
    begin(start);
    rejects.seen(first);
    settle();
    see({ record: 'two' });
    expect([told().length, rejects.count('psa')]).toEqual([2, 2]);
  });

  it('that the store did not confirm are told once, whether or not it had them', () => {
    for (const had of [true, false]) {
      journal = new MemoryJournal();
      begin(start);
      rejects.seen(seen({ record: `had ${had}` }));
      rejects.settle(asItIs);
      const write = rejects.takeChanges();
      if (had) journal.write(write);
      rejects.restore({ rejects: told(), tallies: journal.tallies, since: start });
      settle();
      expect([had, told().length, rejects.count('psa')]).toEqual([had, 1, 1]);
    }
  });

  it('are told as news once an episode, when it is committed, and not again after a restart', () => {
    const news = () => {
      rejects.settle(asItIs);
      const write = rejects.takeChanges();
      journal.write(write);
      return rejects.committed(write).length;
    };
    rejects.seen(seen());
    expect(news()).toBe(1);
    now += MINUTE;
    rejects.seen(seen({ firstAt: now - MINUTE, attempts: 2 }));
    expect(news()).toBe(0);
    begin(start);
    now += MINUTE;
    rejects.seen(seen({ firstAt: now - 2 * MINUTE, attempts: 3 }));
    expect(news()).toBe(0);
  });

  it('takes an Event of the future for one of now, so that what follows is another episode', () => {
    const future = start + 9_000 * 24 * HOUR;
    see({ firstAt: future, lastAt: future });
    now += 2 * HOUR;
    see({ record: 'two' });
    expect(told().map(({ firstSeen }) => firstSeen)).toEqual([start + MINUTE + 2_000, now]);
    expect(rejects.count('psa')).toBe(2);
  });
});
