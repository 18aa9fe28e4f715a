import { describe, expect, it } from 'vitest';
import { doubtsOf, type Standing } from './doubts.ts';

const now = Date.parse('2026-06-01T12:00:00Z');
const sound: Standing = {
  name: 'prod',
  watched: true,
  up: true,
  ready: true,
  coverage: 1,
  lastSuccess: '2026-06-01T11:59:30Z',
  leader: 'a',
};

describe('doubts about a list of findings', () => {
  it('there are none where everything is fresh and complete', () => {
    expect(doubtsOf([sound], [], now)).toEqual([]);
  });

  it.each([
    [
      'nothing delivers it',
      { watched: false, up: false, ready: false, coverage: 0, problem: 'no context' },
      'partial',
      /no context/,
    ],
    ['nothing was evaluated', { ready: false, coverage: 0 }, 'partial', /first complete evaluation/],
    ['something is unknown', { coverage: 0.5 }, 'partial', /50 % .* has a verdict/],
    [
      'it does not answer',
      { up: false, problem: 'refused' },
      'stale',
      /does not answer: refused\. .* 30|under a minute ago/,
    ],
    ['nothing came for long', { lastSuccess: '2026-06-01T09:00:00Z' }, 'stale', /so 3 hours ago/],
    ['nobody commits', { leader: undefined }, 'stale', /No replica/],
  ] as const)('are told when %s', (_, differs, kind, why) => {
    const standing = { ...sound, ...differs } as Standing;
    expect(doubtsOf([standing], [], now)).toEqual([{ cluster: 'prod', kind, why: expect.stringMatching(why) }]);
  });

  it('come twice where it is both old and incomplete', () => {
    expect(doubtsOf([{ ...sound, up: false, coverage: 0.2 }], [], now).map(({ kind }) => kind)).toEqual([
      'stale',
      'partial',
    ]);
  });

  it('are about the clusters that are looked at', () => {
    const bad = { ...sound, name: 'dev', coverage: 0.1 };
    expect(doubtsOf([sound, bad], ['prod'], now)).toEqual([]);
    expect(doubtsOf([sound, bad], [], now)).toHaveLength(1);
  });
});
