import { describe, expect, it } from 'vitest';
import { scopeOfUrl } from './page-scope.ts';

describe('what a page is about where it has no controls', () => {
  it.each<[string, string, readonly string[]]>([
    ['all clusters when the URL names none', '', []],
    ['all clusters when all are chosen', '?var-cluster=%24__all', []],
    ['the clusters of the URL', '?var-cluster=a&var-cluster=b%2Fc', ['a', 'b/c']],
  ])('is %s', (_what, search, clusters) => {
    expect(scopeOfUrl(search, 0).clusters).toEqual(clusters);
  });

  it('ends now', () => {
    const { from, to } = scopeOfUrl('', 100_000_000);
    expect(to).toBe(100_000_000);
    expect(from).toBeLessThan(to);
  });
});
