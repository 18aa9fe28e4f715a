import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../../alerts/catalogue.ts';
import { loadValues } from '../../alerts/values.ts';
import { inCi, skipWithout } from '../tools/find.ts';
import { alertCases } from './cases/index.ts';
import type { AlertCase } from './rule-case.ts';
import { objections } from './run-case.ts';

const catalogue = catalogueOf(loadValues());
const names = [...new Set(catalogue.alerts.map(({ alert }) => alert))];
const tools = (['promtool', 'promtool-3'] as const).map((tool) => ({
  tool,
  missing: skipWithout(`what alerts fire for, with ${tool}`, [tool]),
}));

/** A case that fires and one that does not: the two versions read the same language, and all cases twice take minutes. */
function oneOfEach(cases: readonly AlertCase[]): readonly AlertCase[] {
  return [true, false].flatMap((fires) => cases.find((one) => one.fires.length > 0 === fires) ?? []);
}

describe.each(names)('%s', (alert) => {
  const own = alertCases.filter((test) => test.alert === alert);
  const rules = catalogue.alerts.filter((rule) => rule.alert === alert);

  it('has cases in which each of its rules fires, and cases in which none does', () => {
    const fired = own.flatMap(({ fires }) => fires);
    for (const { notify } of rules)
      expect(fired.some((one) => one.notify === undefined || one.notify === notify)).toBe(true);
    expect(own.some(({ fires }) => fires.length === 0) || alert === 'KspmWatchdog').toBe(true);
  });

  describe.each(tools)('with $tool', ({ tool, missing }) => {
    it.concurrent.for(tool === 'promtool' || inCi() ? own : oneOfEach(own))(
      '$claim',
      { timeout: 60_000 },
      async (test, { expect, skip }) => {
        if (missing) skip();
        expect(await objections(test, catalogue, tool)).toBe('');
      },
    );
  });
});

it('no case is about an alert that does not exist', () => {
  expect(alertCases.filter(({ alert }) => !names.includes(alert)).map(({ alert }) => alert)).toEqual([]);
});
