import { describe, expect, it } from 'vitest';
import { sparkPath } from './spark-path.ts';

describe('a curve', () => {
  it.each<[string, readonly [number, number][], string]>([
    ['without points is nothing', [], ''],
    ['of one point is a line across', [[5, 1]], 'M0,5L100,5'],
    [
      'that does not move is in the middle',
      [
        [0, 3],
        [10, 3],
      ],
      'M0,5L100,5',
    ],
    [
      'fills its box, higher values higher',
      [
        [0, 0],
        [5, 1],
        [10, 0.5],
      ],
      'M0,10L50,0L100,5',
    ],
    [
      'keeps gaps in time',
      [
        [0, 0],
        [9, 1],
        [10, 1],
      ],
      'M0,10L90,0L100,0',
    ],
  ])('%s', (_what, points, path) => {
    expect(
      sparkPath(
        points.map(([at, value]) => ({ at, value })),
        100,
        10,
      ),
    ).toBe(path);
  });
});
