import { describe, expect, it } from 'vitest';
import { matchesWildcard } from './wildcard.ts';

describe('a wildcard', () => {
  it.each<readonly [string, string, boolean]>([
    ['*', '', true],
    ['*', 'a/b:c', true],
    ['a*c', 'abbc', true],
    ['a*c', 'abbcd', false],
    ['a*b*c', 'aXbYbZc', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['ghcr.io/shop/*', 'ghcr.io/shop/app:1', true],
    ['ghcr.io/shop/*', 'ghcr.io/shopping/app:1', false],
    ['app', 'app', true],
    ['app', 'apps', false],
    ['', '', true],
    ['', 'a', false],
    ['.*', 'abc', false],
  ])('%s says of %s: %s', (pattern, text, result) => {
    expect(matchesWildcard(pattern, text)).toBe(result);
  });

  it.each<readonly [string, string, boolean]>([
    ['ghcr.io/*', 'ghcr.io/app:1', true],
    ['ghcr.io/*', 'ghcr.io/shop/app:1', false],
    ['ghcr.io/**', 'ghcr.io/shop/app:1', true],
    ['**', 'ghcr.io/shop/app:1', true],
    ['ghcr.io/*/app*', 'ghcr.io/shop/app:1', true],
    ['**/app*', 'ghcr.io/shop/app:1', true],
    ['**/a*/x', 'h/ab/a/x', true],
    ['ghcr.io?app', 'ghcr.io/app', false],
  ])('by segments, %s says of %s: %s', (pattern, text, result) => {
    expect(matchesWildcard(pattern, text, true)).toBe(result);
  });

  it('gives up on a hostile pattern', () => {
    expect(matchesWildcard(`${'a*'.repeat(500)}b`, 'a'.repeat(2000))).toBe(false);
  });
});
