import type { ApiCluster } from '#contract';
import { describe, expect, it } from 'vitest';
import { soundCluster as sound } from '../../../test/sound-cluster.ts';
import { sightOf } from './certainty.ts';

const kind = { resource: 'rolebindings', objects: 0 };

describe('that no critical finding is listed', () => {
  it.each<[string, Partial<ApiCluster>, string | undefined]>([
    ['is good news of a clean cluster', {}, undefined],
    ['says nothing of a cluster that nobody watches', { watched: false, up: false }, 'Not watched'],
    ['says nothing of a silent one', { up: false, problem: 'connection refused' }, 'connection refused'],
    ['says nothing of one that is still read', { ready: false }, 'Being read'],
    [
      'leaves out what may not be read',
      { clean: false, kinds: [{ ...kind, status: 'forbidden' }] },
      'Cannot be read now: rolebindings.',
    ],
    ['leaves out what is no longer followed', { kinds: [{ ...kind, status: 'stale' }] }, 'rolebindings'],
    ['is complete where a kind is not served', { kinds: [{ ...kind, status: 'absent' }] }, undefined],
    [
      'leaves out results that are not known',
      { clean: false, results: { ...sound.results, unknown: 2, error: 1 } },
      '3 results are not known.',
    ],
    ['is complete where only something else keeps it from being clean', { clean: false }, undefined],
  ])('%s', (_what, change, why) => {
    const { blind } = sightOf({ items: [{ ...sound, ...change }], total: 1 });
    expect(blind).toHaveLength(why === undefined ? 0 : 1);
    expect(blind.map((one) => one.why).join()).toContain(why ?? '');
  });

  it('says nothing of clusters beyond the page', () => {
    expect(sightOf({ items: [sound], total: 3 }).unread).toBe(2);
  });
});
