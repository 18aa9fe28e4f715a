import type { ApiNodePool, Severity } from '#contract';
import { describe, expect, it } from 'vitest';
import { failingAnywhere, nodesFailing } from './pool-checks.ts';

const pool = (name: string, failing: readonly (readonly [string, Severity, number])[]): ApiNodePool => ({
  name,
  nodes: 3,
  unread: 0,
  kubelets: [],
  runtimes: [],
  images: [],
  failing: failing.map(([check, severity, nodes]) => ({ check, title: `Title of ${check}`, severity, nodes })),
});

describe('checks that fail in node pools', () => {
  const pools = [
    pool('a', [
      ['skew', 'medium', 2],
      ['anonymous', 'critical', 1],
    ]),
    pool('b', [
      ['skew', 'medium', 3],
      ['kernel', 'medium', 1],
    ]),
    pool('c', []),
  ];

  it('are told once, the most severe and most frequent first', () => {
    expect(failingAnywhere(pools).map(({ check, nodes }) => [check, nodes])).toEqual([
      ['anonymous', 1],
      ['skew', 5],
      ['kernel', 1],
    ]);
  });

  it('are counted pool by pool', () => {
    expect(pools.map((one) => nodesFailing(one, 'skew'))).toEqual([2, 3, 0]);
  });
});
