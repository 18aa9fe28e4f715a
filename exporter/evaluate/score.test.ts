import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checks } from '../checks/index.ts';
import type { Result } from '../contract/vocabulary.ts';
import { scoreOf } from './score.ts';
import type { Counts } from './tally.ts';

const verdicts = ['pass', 'fail', 'exempt', 'not_applicable', 'unknown', 'error'] as const satisfies readonly Result[];
type Row = Readonly<Record<Result, number>>;

const row: fc.Arbitrary<Row> = fc.record({
  pass: fc.nat(20),
  fail: fc.nat(20),
  exempt: fc.nat(3),
  not_applicable: fc.nat(3),
  unknown: fc.nat(3),
  error: fc.nat(3),
});
const world = fc.array(row, { minLength: checks.length, maxLength: checks.length });

function counts(rows: readonly Row[], factor = 1): Counts {
  return { checks, count: (check, result) => (rows[check]?.[result] ?? 0) * factor, exemptOffences: () => 0 };
}

const ratioOf = (rows: readonly Row[]): number => scoreOf(counts(rows))?.ratio ?? NaN;

describe('the score', () => {
  it('and the points that checks cost add up to 1', () => {
    fc.assert(
      fc.property(world, (rows) => {
        const score = scoreOf(counts(rows));
        if (score === undefined) return;
        const lost = score.drivers.reduce((sum, { pointsLost }) => sum + pointsLost, 0);
        expect(score.ratio + lost).toBeCloseTo(1, 10);
        expect(score.ratio).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('does not change when everything is duplicated', () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 2, max: 50 }), (rows, factor) => {
        expect(scoreOf(counts(rows, factor))?.ratio).toBeCloseTo(scoreOf(counts(rows))?.ratio ?? NaN, 10);
      }),
    );
  });

  it('never falls by a fix, whether the object is mended or removed', () => {
    fc.assert(
      fc.property(world, fc.nat(checks.length - 1), fc.boolean(), (rows, check, mended) => {
        const before = rows[check];
        if (before === undefined || before.fail === 0) return;
        const after = { ...before, fail: before.fail - 1, pass: before.pass + (mended ? 1 : 0) };
        expect(ratioOf(rows.with(check, after)) + 1e-12).toBeGreaterThanOrEqual(ratioOf(rows) || 0);
      }),
    );
  });

  it('never rises by one more failure of a check', () => {
    fc.assert(
      fc.property(world, fc.nat(checks.length - 1), (rows, check) => {
        const before = rows[check];
        if (before === undefined || before.pass + before.fail === 0) return;
        expect(ratioOf(rows.with(check, { ...before, fail: before.fail + 1 }))).toBeLessThanOrEqual(
          ratioOf(rows) + 1e-12,
        );
      }),
    );
  });

  it.each(verdicts.filter((result) => result !== 'pass' && result !== 'fail'))(
    'does not move by results that are %s',
    (result) => {
      const rows = checks.map(() => ({ pass: 3, fail: 1, exempt: 0, not_applicable: 0, unknown: 0, error: 0 }));
      const more = rows.map((one) => ({ ...one, [result]: 7 }));
      expect(ratioOf(more)).toBe(ratioOf(rows));
    },
  );

  it('is absent, not 1, while nothing has a verdict', () => {
    const rows = checks.map(() => ({ pass: 0, fail: 0, exempt: 2, not_applicable: 1, unknown: 9, error: 0 }));
    expect(scoreOf(counts(rows))).toBeUndefined();
  });
});
