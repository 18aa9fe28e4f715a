import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Check } from '../checks/define.ts';
import { checks } from '../checks/index.ts';
import type { Result, Severity } from '../contract/vocabulary.ts';
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
  return {
    checks,
    count: (check, result) => (rows[check]?.[result] ?? 0) * factor,
    uses: new Map(),
    exemptOffences: () => 0,
  };
}

/** Index of a check of a severity that counts. */
const at = (severity: Severity): number =>
  checks.findIndex((check: Check) => check.severity === severity && !check.composite);

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

  it('never rises by adding an object that passes only what every other passes', () => {
    const verdict = fc.constantFrom<'pass' | 'fail' | undefined>('pass', 'fail', undefined);
    const object = fc.array(verdict, { minLength: checks.length, maxLength: checks.length });
    fc.assert(
      fc.property(world, object, (rows, verdicts) => {
        const more = rows.map((row, check) => {
          const verdict = verdicts[check];
          if (verdict === undefined || (verdict === 'pass' && (row.fail > 0 || row.pass === 0))) return row;
          return { ...row, [verdict]: row[verdict] + 1 };
        });
        expect(ratioOf(more) || 0).toBeLessThanOrEqual((scoreOf(counts(rows))?.ratio ?? 1) + 1e-12);
      }),
    );
  });

  it('may rise by adding an object that fails a little where others fail much (decision 8)', () => {
    const [grave, slight] = [at('critical'), at('low')];
    const none: Row = { pass: 0, fail: 0, exempt: 0, not_applicable: 0, unknown: 0, error: 0 };
    const one = checks.map((_, check) =>
      check === grave ? { ...none, fail: 1 } : check === slight ? { ...none, pass: 1 } : none,
    );
    const two = checks.map((_, check) => (check === grave || check === slight ? { ...none, pass: 1, fail: 1 } : none));
    expect(ratioOf(one)).toBeCloseTo(1 - 40 / 41, 10);
    expect(ratioOf(two)).toBeCloseTo(1 - Math.SQRT1_2, 10);
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
