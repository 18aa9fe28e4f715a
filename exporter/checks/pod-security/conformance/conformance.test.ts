import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { codes, Evaluator } from '../../../evaluate/evaluator.ts';
import { noExemptions } from '../../../evaluate/exemptions.ts';
import { newestKubernetes } from '../../../model/version.ts';
import { observed, worldOf } from '../../../testing/world.ts';
import type { Manifest } from '../../patch.ts';
import { baselineControls, podPssBaseline } from '../pod-pss-baseline.ts';
import { podPssRestricted, restrictedControls } from '../pod-pss-restricted.ts';
import { podsOf, type Case, type ControlCases, type Level } from './case.ts';
import { controls } from './controls.ts';

const levels = ['baseline', 'restricted'] as const;
const releases = Array.from({ length: newestKubernetes.minor + 1 }, (_, minor) => minor);
const standards = { baseline: podPssBaseline, restricted: podPssRestricted };
const idsOf = {
  baseline: new Set(baselineControls.map(({ check }): string => check.id)),
  restricted: new Set(restrictedControls.map(({ check }): string => check.id)),
};
const checks = [...new Set([...baselineControls, ...restrictedControls].map(({ check }) => check))];

const evaluators = releases.map(
  (minor) =>
    new Evaluator({
      checks: [podPssBaseline, podPssRestricted, ...checks],
      inventory: worldOf([], `1.${minor}`),
      exempt: noExemptions,
      onError(_check, _object, error) {
        throw error;
      },
    }),
);

/** The checks that a finding of a standard names, and those of the controls of baseline that fail by themselves. */
function judged(manifest: Manifest, minor: number): Readonly<Record<Level | 'byThemselves', readonly string[]>> {
  const evaluator = evaluators[minor];
  if (evaluator === undefined) throw new Error(`1.${minor} is not a release`);
  const { kind, object } = observed(manifest);
  const { results, violations } = evaluator.evaluate(kind, object);
  const named = (level: Level) => {
    const found = violations.find(({ check }) => evaluator.checks[check] === standards[level]);
    return found?.message.split(': ')[1]?.split(', ') ?? [];
  };
  const failing = evaluator.checks.filter((_, index) => codes[results[index] ?? 0] === 'fail').map(({ id }) => id);
  return {
    baseline: named('baseline'),
    restricted: named('restricted'),
    byThemselves: failing.filter((id) => idsOf.baseline.has(id)),
  };
}

function checkOf({ check }: ControlCases, one: Case, level: Level, minor: number): string {
  return one.check ?? (typeof check === 'string' ? check : check(level, minor));
}

/** What the documentation says, in the same form. */
function documented(control: ControlCases, one: Case, minor: number): ReturnType<typeof judged> {
  const named = (level: Level) => (one[level](minor) ? [checkOf(control, one, level, minor)] : []);
  return { baseline: named('baseline'), restricted: named('restricted'), byThemselves: named('baseline') };
}

describe.each(controls)('$control', (control) => {
  it.each(control.cases)('$when', (one) => {
    const differing: object[] = [];
    for (const [place, manifest] of Object.entries(podsOf(one))) {
      for (const minor of releases) {
        const [ours, theirs] = [judged(manifest, minor), documented(control, one, minor)];
        if (!isDeepStrictEqual(ours, theirs)) differing.push({ place, minor, ours, theirs });
      }
    }
    expect(differing).toEqual([]);
  });

  it('is tried both ways under each standard that has it', () => {
    for (const level of levels) {
      const { minor } = newestKubernetes;
      const has = control.cases.some((one) => idsOf[level].has(checkOf(control, one, level, minor)));
      const outcomes = new Set(control.cases.map((one) => one[level](minor)));
      expect(outcomes).toEqual(new Set(has ? [true, false] : [false]));
    }
  });
});

it.each(levels)('every control of %s has cases that violate it', (level) => {
  const violated = controls.flatMap((control) =>
    control.cases.flatMap((one) =>
      releases.filter((minor) => one[level](minor)).map((minor) => checkOf(control, one, level, minor)),
    ),
  );
  expect(new Set(violated)).toEqual(idsOf[level]);
});
