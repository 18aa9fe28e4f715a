import type { ApiPostureHistory, ApiPosturePoint } from '#contract';
import { describe, expect, it } from 'vitest';
import { floorOf, seriesOf, trendOf } from './score-series.ts';

const hour = 3_600_000;
const start = Date.parse('2026-03-01T00:00:00Z');

/** A history of hours: `[hours since the start, score, checks]`. */
function history(points: readonly (readonly [number, number | undefined, string?])[], hours = 6): ApiPostureHistory {
  return {
    cluster: 'prod',
    every: 'hour',
    from: new Date(start).toISOString(),
    until: new Date(start + hours * hour).toISOString(),
    points: points.map(([at, score, checkSet = 'a']): ApiPosturePoint => ({
      at: new Date(start + at * hour).toISOString(),
      ...(score !== undefined && { score }),
      coverage: 1,
      clean: false,
      open: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
      checkSet,
    })),
  };
}

const shape = (asked: ApiPostureHistory) => {
  const { runs, gaps, changes } = seriesOf(asked);
  return {
    runs: runs.map((run) => run.map(({ at }) => (at - start) / hour)),
    gaps: gaps.map(({ from, until }) => [(from - start) / hour, (until - start) / hour]),
    changes: changes.map((at) => (at - start) / hour),
  };
};

describe('the score over time', () => {
  it('is one line where every hour is known', () => {
    expect(shape(history([0, 1, 2, 3, 4, 5].map((at) => [at, 0.5])))).toEqual({
      runs: [[0, 1, 2, 3, 4, 5]],
      gaps: [],
      changes: [],
    });
  });

  it('is cut where an hour has no point', () => {
    expect(
      shape(
        history([
          [0, 0.5],
          [1, 0.5],
          [4, 0.6],
          [5, 0.6],
        ]),
      ),
    ).toEqual({
      runs: [
        [0, 1],
        [4, 5],
      ],
      gaps: [[1, 4]],
      changes: [],
    });
  });

  it('is cut where nothing had a verdict', () => {
    expect(
      shape(
        history(
          [
            [0, 0.5],
            [1, undefined],
            [2, 0.6],
          ],
          3,
        ),
      ).gaps,
    ).toEqual([[0, 2]]);
  });

  it('is cut, with no gap, where it is made of other checks', () => {
    expect(
      shape(
        history(
          [
            [0, 0.5],
            [1, 0.5],
            [2, 0.3, 'b'],
            [3, 0.3, 'b'],
          ],
          4,
        ),
      ),
    ).toEqual({
      runs: [
        [0, 1],
        [2, 3],
      ],
      gaps: [],
      changes: [2],
    });
  });

  it('does not know what was before the first point and after the last', () => {
    expect(shape(history([[3, 0.5]], 8)).gaps).toEqual([
      [0, 3],
      [3, 8],
    ]);
  });

  it('is unknown throughout where there is no point', () => {
    expect(shape(history([]))).toEqual({ runs: [], gaps: [[0, 6]], changes: [] });
  });

  it('does not call minutes within neighbouring hours a gap', () => {
    expect(
      shape(
        history(
          [
            [0, 0.5],
            [1.95, 0.5],
            [2, 0.5],
            [3.9, 0.5],
          ],
          4.5,
        ),
      ).gaps,
    ).toEqual([]);
  });

  it.each([
    [[0.82, 0.9], 0.7],
    [[0.85], 0.8],
    [[0.02], 0],
    [[1], 0.9],
    [[], 0.9],
  ])('of %j is drawn from %d', (scores, floor) => {
    const series = seriesOf(history(scores.map((score, at) => [at, score] as const)));
    expect(floorOf(series)).toBeCloseTo(floor);
  });

  it.each([
    [
      'its first and last point',
      [
        [0, 0.5],
        [1, 0.9],
        [2, 0.75],
      ],
      0.25,
    ],
    [
      'equal checks alone',
      [
        [0, 0.9],
        [1, 0.5, 'b'],
        [2, 0.6, 'b'],
      ],
      0.1,
    ],
  ] as const)('is compared over %s', (_what, points, trend) => {
    expect(trendOf(seriesOf(history(points)))).toBeCloseTo(trend);
  });

  it('has no trend with one point', () => {
    expect(trendOf(seriesOf(history([[0, 0.5]])))).toBeUndefined();
  });
});
