import { expect, it } from 'vitest';
import { catalogueOf } from '../../alerts/catalogue.ts';
import { loadValues } from '../../alerts/values.ts';
import { skipWithout } from '../tools/find.ts';
import { recordCases } from './cases/records.ts';
import { objections } from './run-case.ts';

const catalogue = catalogueOf(loadValues());
const missing = skipWithout('what rules record', ['promtool']);

it.concurrent.for(recordCases)('$claim', { timeout: 60_000 }, async (test, { expect, skip }) => {
  if (missing) skip();
  expect(await objections(test, catalogue)).toBe('');
});

it('claims are told apart by their words', () => {
  expect(new Set(recordCases.map(({ claim }) => claim)).size).toBe(recordCases.length);
});
