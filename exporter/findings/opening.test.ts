import { describe, expect, it } from 'vitest';
import { openingOf, type LostBaseline } from './opening.ts';

const now = Date.parse('2026-11-01T12:00:00Z');
const hour = 3_600_000;
const baselineAt = now - 100 * hour;
const watchedUntil = now - 10 * hour;
const lost: LostBaseline = { baselineAt, watchedUntil };

describe('a finding that nothing is remembered of', () => {
  it.each([
    ['begins now where its backlog is known', 'new', -50, -20, 'new', 'new', 0],
    [
      'is dated by its object in a backlog that is seen for the first time',
      'baseline',
      -50,
      -20,
      'baseline',
      'baseline',
      -20,
    ],
    ['is new when its object came while nobody looked', lost, -9, -5, 'new', 'new', -5],
    ['stays news when its object came before, without being counted again', lost, -50, -5, 'new', 'baseline', -5],
    ['does not leave the backlog by an edit that nobody saw', lost, -200, -5, 'baseline', 'baseline', -100],
    ['keeps the time of a backlog that nobody has touched', lost, -200, -150, 'baseline', 'baseline', -150],
    [
      'is of the backlog when its object does not say since when it is',
      lost,
      undefined,
      -5,
      'baseline',
      'baseline',
      -100,
    ],
    ['does not begin in the future', lost, 1, 1, 'new', 'new', 0],
  ] as const)('%s', (_, why, created, changed, because, countedAs, firstSeen) => {
    const createdAt = created === undefined ? undefined : now + created * hour;
    const opening = openingOf(why, { createdAt, changedAt: now + changed * hour }, now);
    expect(opening).toEqual({ because, countedAs, firstSeen: now + firstSeen * hour, estimated: why !== 'new' });
  });
});
