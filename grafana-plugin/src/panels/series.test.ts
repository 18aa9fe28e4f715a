import { describe, expect, it } from 'vitest';
import { lastOf, seriesOf } from './series.ts';

describe('series', () => {
  it('are read from frames with their labels, without what is no number', () => {
    const [series] = seriesOf([
      {
        refId: 'A',
        fields: [
          { type: 'time', values: [1, 2, 3] },
          { type: 'number', labels: { cluster: 'a' }, values: [0.5, null, Number.NaN] },
        ],
      },
    ]);
    expect(series).toEqual({ refId: 'A', labels: { cluster: 'a' }, points: [{ at: 1, value: 0.5 }] });
    expect(lastOf(series)).toBe(0.5);
  });

  it('without points have no latest value', () => {
    expect(lastOf({ refId: 'A', labels: {}, points: [] })).toBeUndefined();
    expect(lastOf(undefined)).toBeUndefined();
  });
});
