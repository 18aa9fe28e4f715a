import type { ApiDeployWindow } from '#contract';
import { describe, expect, it } from 'vitest';
import { placeOf, timeOf, windowOrder } from './window-words.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const window = (changeId: string, from: string, until: string): ApiDeployWindow => ({
  cluster: 'prod',
  changeId,
  state: 'active',
  from,
  until,
  who: 'ci',
  reason: 'release',
  source: { kind: 'calendar' },
});
const open = window('open', '2026-11-24T11:00:00Z', '2026-11-24T12:30:00Z');
const closing = window('closing', '2026-11-24T11:30:00Z', '2026-11-24T12:10:00Z');
const soon = window('soon', '2026-11-24T12:05:00Z', '2026-11-24T13:00:00Z');
const later = window('later', '2026-11-25T12:00:00Z', '2026-11-25T13:00:00Z');

describe('a deploy window', () => {
  it.each([
    [open, 'open, closes in 30 minutes'],
    [soon, 'opens in 5 minutes'],
    [later, 'opens in 24 hours'],
    [window('over', '2026-11-24T10:00:00Z', '2026-11-24T12:00:00Z'), 'over'],
  ])('$changeId is told by what comes next', (one, words) => {
    expect(timeOf(one, now)).toBe(words);
  });

  it('stands before those that come, the one that closes next first', () => {
    const order = [later, open, soon, closing].toSorted(windowOrder(now)).map(({ changeId }) => changeId);
    expect(order).toEqual(['closing', 'open', 'soon', 'later']);
  });

  it('is of the whole cluster unless it names namespaces', () => {
    expect(placeOf(open)).toBe('prod, all of it');
    expect(placeOf({ ...open, namespaces: ['shop-*', 'edge'] })).toBe('prod: shop-*, edge');
  });
});
