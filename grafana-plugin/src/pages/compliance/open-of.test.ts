import type { ApiControlResult, ApiFindingGroups } from '#contract';
import { describe, expect, it } from 'vitest';
import { openOf } from './open-of.ts';

const seen: ApiControlResult = {
  id: '1',
  title: 'One',
  section: 'All',
  state: 'covered',
  checks: ['a', 'b'],
  optional: [],
  result: 'fail',
  counts: { pass: 1, fail: 2, exempt: 0, unknown: 0 },
  off: ['b'],
};
const unseen: ApiControlResult = { ...seen, counts: { ...seen.counts, unknown: 3 } };

const groups = (key?: string): ApiFindingGroups => ({
  by: 'check',
  items: key === undefined ? [] : [{ key, total: 2, counts: { critical: 2, high: 0, medium: 0, low: 0, info: 0 } }],
  groups: 1,
  findings: 2,
  revision: 'r',
});

describe('what is open of a check in a cluster', () => {
  it.each([
    ['counted', openOf('a', seen, groups('a'), undefined), { kind: 'open', count: 2 }],
    ['counted although the last question failed', openOf('a', seen, groups('a'), 'gone'), { kind: 'open', count: 2 }],
    ['nothing where all was seen', openOf('a', seen, groups(), undefined), { kind: 'none', sure: true }],
    [
      'nothing that is known where not all was',
      openOf('a', unseen, groups(), undefined),
      { kind: 'none', sure: false },
    ],
    [
      'nothing that is known before the control is read',
      openOf('a', undefined, groups(), undefined),
      { kind: 'none', sure: false },
    ],
    ['unknown where the check does not run', openOf('b', seen, groups(), undefined), { kind: 'off' }],
    ['being read', openOf('a', seen, undefined, undefined), { kind: 'reading' }],
    ['not read', openOf('a', seen, undefined, 'timeout'), { kind: 'failed', problem: 'timeout' }],
  ])('is %s', (_what, opened, expected) => {
    expect(opened).toEqual(expected);
  });
});
