import { describe, expect, it } from 'vitest';
import { ago, elapsed, until } from './elapsed.ts';

const s = 1_000;
const h = 3_600 * s;
const d = 24 * h;

describe('elapsed time', () => {
  it.each([
    [0, 'under a minute'],
    [-5 * h, 'under a minute'],
    [59 * s, 'under a minute'],
    [60 * s, '1 minute'],
    [59 * 60 * s, '59 minutes'],
    [h, '1 hour'],
    [47 * h, '47 hours'],
    [2 * d, '2 days'],
    [89 * d, '89 days'],
    [92 * d, '3 months'],
    [800 * d, '2 years'],
    [NaN, 'an unknown time'],
  ])('of %d ms reads "%s"', (span, words) => {
    expect(elapsed(0, span)).toBe(words);
  });

  it('is told of moments that passed and of those to come', () => {
    expect(ago(0, 5 * s)).toBe('just now');
    expect(ago(0, 3 * h)).toBe('3 hours ago');
    expect(until(3 * d, 0)).toBe('in 3 days');
    expect(until(0, 3 * d)).toBe('now');
  });
});
