import { describe, expect, it } from 'vitest';
import { intervalVariables, secondsOf, spanOf } from './intervals.ts';

describe('the range of a query', () => {
  it('is moved to multiples of its step', () => {
    expect(spanOf(1_003, 4_608, { interval: 60, scrape: 15 })).toEqual({ start: 960, end: 4_560, step: 60 });
  });

  it.each([
    ['a scrape', { interval: 1, scrape: 15 }, 15],
    ['what the query asks for', { interval: 1, scrape: 15, atLeast: 300 }, 300],
    ['what Prometheus answers', { interval: 1, scrape: 1 }, 8],
  ])('has a step of at least %s', (_, wish, step) => {
    expect(spanOf(0, 86_400, wish).step).toBe(step);
  });
});

describe('what stands for intervals', () => {
  it.each([
    [15, '60s'],
    [60, '75s'],
  ])('gives a rate over steps of %i seconds the four scrapes that it needs', (step, expected) => {
    expect(intervalVariables({ start: 0, end: 0, step }, 15, 3_600)).toMatchObject({
      __rate_interval: expected,
      __range: '3600s',
      __interval_ms: String(step * 1000),
    });
  });

  it.each([
    ['500ms', 0.5],
    ['30s', 30],
    ['2h', 7_200],
    ['soon', undefined],
    [undefined, undefined],
  ])('reads %s as %s seconds', (duration, seconds) => {
    expect(secondsOf(duration)).toBe(seconds);
  });
});
