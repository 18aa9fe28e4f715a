import { describe, expect, it } from 'vitest';
import { Problem } from './problem.ts';
import { Query } from './query.ts';

const vocabulary = ['low', 'high'] as const;

function problemOf(read: () => unknown): Problem {
  try {
    read();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a query', () => {
  it('takes repeated values and values between commas, each once', () => {
    expect(new Query('/x?a=1,2&a=3&a=1', ['a']).list('a')).toEqual(['1', '2', '3']);
  });

  it('tells an absent parameter from an empty one that means something', () => {
    expect(new Query('/x', ['a']).list('a')).toBeUndefined();
    expect(new Query('/x?a=', ['a']).list('a', { emptyMeans: 'cluster-scoped' })).toEqual(['']);
  });

  it.each<[string, (query: Query) => unknown, string, RegExp]>([
    ['/x?b=1', (query) => query, 'b', /Unknown parameter "b"; use a\./],
    ['/x?a=', (query) => query.list('a'), 'a', /empty value; leave it out/],
    ['/x?a=high,worst', (query) => query.listOf('a', vocabulary), 'a', /"worst"; use low, high\./],
    ['/x?a=0', (query) => query.integer('a', { min: 1, max: 9, fallback: 5 }), 'a', /from 1 to 9/],
    ['/x?a=1e3', (query) => query.integer('a', { min: 1, max: 9999, fallback: 5 }), 'a', /whole number/],
    ['/x?a=10', (query) => query.integer('a', { min: 1, max: 9, fallback: 5 }), 'a', /from 1 to 9/],
    ['/x?a=1&a=2', (query) => query.text('a'), 'a', /more than once/],
    [`/x?a=${'z'.repeat(600)}`, (query) => query.text('a'), 'a', /600 characters/],
    [
      `/x?a=${Array.from({ length: 200 }, (_, index) => index).join(',')}`,
      (query) => query.list('a'),
      'a',
      /200 values/,
    ],
    ['/x?__proto__=1', (query) => query, '__proto__', /Unknown parameter/],
  ])('refuses %s by name, with a remedy', (url, read, parameter, detail) => {
    const problem = problemOf(() => read(new Query(url, ['a'])));
    expect(problem).toMatchObject({ status: 400, details: { parameter } });
    expect(problem.message).toMatch(detail);
  });
});
