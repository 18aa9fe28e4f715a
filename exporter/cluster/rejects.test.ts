import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectRef } from '../model/object.ts';
import type { SeenReject } from '../model/reject.ts';
import type { RejectOwner } from '../publish/posture.ts';
import { Rejects } from './rejects.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const start = Date.UTC(2026, 5, 1);

describe('rejects', () => {
  let now: number;
  let rejects: Rejects;
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
  const see = (over: Parameters<typeof seen>[0] = {}) => {
    rejects.seen(seen(over));
    rejects.settle(asItIs);
  };

  beforeEach(() => {
    now = start;
    rejects = new Rejects({ clock: () => now, onSeen() {} });
    now += MINUTE;
  });

  it('are one while the same owner is refused by the same engine, whatever the record and the policy', () => {
    see();
    see({ record: 'one', attempts: 3, lastAt: now + 1 });
    see({ record: 'two', policies: ['other'], reason: 'host network', lastAt: now + 2, attempts: 2 });
    expect(rejects.count('psa')).toBe(1);
    expect(rejects.list()).toMatchObject([
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
    expect(new Set(rejects.list().map(({ id }) => id)).size).toBe(2);
  });

  it('that began before anybody looked are listed and not counted, retries included', () => {
    see({ firstAt: start - 2_001 });
    see({ firstAt: start - 2_001, attempts: 2, lastAt: now });
    see({ record: 'two' });
    expect(rejects.list()).toHaveLength(1);
    expect(rejects.count('psa')).toBe(0);
  });

  it('wait for an owner that is on its way, and for ten seconds at most', () => {
    const asked: boolean[] = [];
    const late = (by: ObjectRef, final: boolean) => (asked.push(final), final ? asItIs(by) : undefined);
    rejects.seen(seen());
    rejects.settle(late);
    expect([rejects.list(), rejects.isWaiting]).toEqual([[], true]);
    now += 9_999;
    rejects.seen(seen({ attempts: 2 }));
    rejects.settle(late);
    now += 1;
    rejects.settle(late);
    expect(asked).toEqual([false, false, true]);
    expect([rejects.count('psa'), rejects.isWaiting]).toEqual([1, false]);
    expect(rejects.list()).toMatchObject([{ attempts: 2 }]);
  });

  it('are bounded, the ones refused least recently going first', () => {
    for (let index = 0; index < 5_200; index++) see({ record: `r${index}`, name: `web-${index}` });
    const names = rejects.list().map(({ owner }) => owner.name);
    expect([names.length, names[0], names.at(-1)]).toEqual([5_000, 'web-200', 'web-5199']);
    expect(rejects.count('psa')).toBe(5_200);
  });

  it('are bounded before they are settled too', () => {
    for (let index = 0; index < 6_000; index++) rejects.seen(seen({ record: `r${index}`, name: `web-${index}` }));
    rejects.settle(asItIs);
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

  it('of another cluster under the same name start from nothing, while counts go on', () => {
    see();
    rejects.forget();
    expect([rejects.list(), rejects.count('psa')]).toEqual([[], 1]);
  });
});
