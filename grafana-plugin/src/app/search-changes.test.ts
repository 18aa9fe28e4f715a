import { describe, expect, it } from 'vitest';
import { replaced } from './search-changes.ts';

describe('a change of the query of a page', () => {
  it.each([
    ['sets a value', 'from=now-1h', { q: 'a b' }, 'from=now-1h&q=a+b'],
    ['replaces all values of a list', 'x=1&x=2', { x: ['3'] }, 'x=3'],
    ['takes away what is empty', 'q=a&cluster=b', { q: '', cluster: [] }, ''],
    ['takes away what is undefined', 'q=a', { q: undefined }, ''],
    ['escapes names', '', { cluster: ['a&b=c'] }, 'cluster=a%26b%3Dc'],
  ])('%s', (_what, before, changes, after) => {
    expect(replaced(new URLSearchParams(before), changes).toString()).toBe(after);
  });
});
