import { describe, expect, it } from 'vitest';
import { counted, percentOf, totalOf } from './count.ts';

describe('counts', () => {
  it('say that there may be more once databases stop counting', () => {
    expect([0, 9_999, 10_000, 100_000].map(totalOf)).toEqual(['0', '9,999', '10,000+', '100,000+']);
  });

  it('agree with what they count', () => {
    expect([0, 1, 2_000].map((count) => counted(count, 'finding'))).toEqual([
      '0 findings',
      '1 finding',
      '2,000 findings',
    ]);
  });

  it('never round to all or nothing', () => {
    expect([1, 0.99996, 0.5, 0.9234, 0.00001, 0].map(percentOf)).toEqual([
      '100 %',
      '>99.9 %',
      '50 %',
      '92.3 %',
      '<0.1 %',
      '0 %',
    ]);
  });
});
