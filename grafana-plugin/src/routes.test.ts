import { describe, expect, it } from 'vitest';
import { keptQuery, linkTo } from './routes.ts';

describe('a link', () => {
  it('escapes what is free text', () => {
    expect(linkTo('clusters', ['a/b?c'])).toBe('/a/plumbline-posture-app/clusters/a%2Fb%3Fc');
  });

  it('to another page of panels takes clusters and time along, and nothing else', () => {
    const search = '?from=now-7d&to=now&var-cluster=a&var-cluster=b&var-namespace=x&team=y&refresh=5m';
    expect(linkTo('debug', [], keptQuery(search))).toBe(
      '/a/plumbline-posture-app/debug?from=now-7d&to=now&var-cluster=a&var-cluster=b',
    );
  });
});
