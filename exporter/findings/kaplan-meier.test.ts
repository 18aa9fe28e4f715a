import fc from 'fast-check';
import { expect, it } from 'vitest';
import { kaplanMeierMedian } from './kaplan-meier.ts';

it.each([
  ['is undefined without anything', [], [], undefined],
  ['is never reached while nothing has ended', [], [1, 2, 3], Infinity],
  ['is the only duration', [4], [], 4],
  ['is the lower middle one of an even number: S is one half there', [1, 2, 3, 4], [], 2],
  ['is the middle one of an odd number', [1, 2, 3, 4, 5], [], 3],
  ['counts those that end at once together', [1, 2, 2, 2, 5], [], 2],
  // S(1) = 5/6, S(3) = 5/6 · 3/4 = 5/8, S(5) = 5/8 · 1/2 = 5/16
  ['lets those censored in between count until then', [1, 3, 5], [2, 4, 6], 5],
  // S(2) = 3/4 · one censored at 2 was still at risk; without it S(2) would be 2/3.
  ['has those censored at the time of an end at risk then', [2, 3], [2, 9], 3],
  // S(2) = 2/3, S(3) = 1/3
  ['is not moved by what was censored before the first end', [2, 3, 4], [1, 1, 1], 3],
  ['is not reached while more than half outlive every end', [1, 2], [3, 3, 3], Infinity],
  // S(1) = 2/3, S(2) = 2/3 · 3/4 = 1/2 exactly
  ['is reached where fractions multiply to one half', [1, 1, 2], [1, 1, 3, 3, 3].slice(2), 2],
] as const)('the median %s', (_, ended, open, median) => {
  expect(kaplanMeierMedian(ended, open)).toBe(median);
});

it('equals the definition, taken literally and in whole numbers, for any durations', () => {
  const durations = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 12 });
  fc.assert(
    fc.property(durations, durations, (ended, open) => {
      let [over, under, expected]: [bigint, bigint, number | undefined] = [1n, 1n, undefined];
      for (const time of [...new Set(ended)].sort((a, b) => a - b)) {
        const atRisk = [...ended, ...open].filter((duration) => duration >= time).length;
        over *= BigInt(atRisk - ended.filter((duration) => duration === time).length);
        under *= BigInt(atRisk);
        if (2n * over <= under) expected ??= time;
      }
      const sorted = [ended, open].map((list) => list.toSorted((a, b) => a - b)) as [number[], number[]];
      expect(kaplanMeierMedian(...sorted)).toBe(expected ?? (ended.length + open.length === 0 ? undefined : Infinity));
    }),
  );
});
