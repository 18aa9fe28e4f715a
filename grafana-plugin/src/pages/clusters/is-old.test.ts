import { describe, expect, it } from 'vitest';
import { isOld } from './is-old.ts';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('what a cluster told last', () => {
  it.each([
    ['2026-03-01T11:59:00Z', false],
    ['2026-03-01T11:45:00Z', false],
    ['2026-03-01T11:44:59Z', true],
    ['2026-02-01T00:00:00Z', true],
    // Clocks of two machines differ.
    ['2026-03-01T12:00:05Z', false],
    ['no time', true],
  ])('at %s is old: %s', (at, old) => {
    expect(isOld(at, now)).toBe(old);
  });
});
