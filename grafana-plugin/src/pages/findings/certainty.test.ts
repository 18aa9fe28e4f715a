import { describe, expect, it } from 'vitest';
import { certaintyOf } from './certainty.ts';
import type { Standing } from './doubts.ts';

const prod: Standing = { name: 'prod', watched: true, up: true, ready: true, coverage: 1 };

describe('an empty list of findings', () => {
  it('is good news where every cluster is fresh and complete', () => {
    expect(certaintyOf([prod, { ...prod, name: 'dev' }], [])).toEqual({ kind: 'certain', clusters: 2, why: '' });
  });

  it.each([
    ['nothing is known of the clusters', undefined, [], /not known/],
    ['no cluster is watched', [], [], /No cluster/],
    ['a cluster is stale and partial at once', [prod], ['stale', 'partial'] as const, /^1 cluster of 1 is/],
  ])('is no news where %s', (_, clusters, kinds, why) => {
    const doubts = kinds.map((kind) => ({ cluster: 'prod', kind, why: '' }));
    expect(certaintyOf(clusters, doubts)).toMatchObject({ kind: 'doubtful', why: expect.stringMatching(why) });
  });
});
