import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../../alerts/catalogue.ts';
import { prometheusGroups } from '../../alerts/rule-file.ts';
import { sloRules } from '../../alerts/slo-rules.ts';
import type { Slo } from '../../alerts/slo.ts';
import { loadValues } from '../../alerts/values.ts';
import { stringify } from 'yaml';
import { skipWithout } from '../tools/find.ts';
import { changedGroups, chosen } from './mutation/choice.ts';
import { changesOf } from './mutation/expression.ts';
import { mutantsOf, standingForAll } from './mutation/mutants.ts';
import { cheap, runMutants } from './mutation/run-mutants.ts';
import { equivalent, unexpected } from './mutation/survivors.ts';

const values = loadValues();
const catalogue = catalogueOf(values);
const mutants = mutantsOf(catalogue);

describe('a change to an expression', () => {
  it.each([
    ['a > 3', ['a >= 3', 'a < 3', '(a)', 'a > 4', 'a > 2']],
    ['a{x="1"}', ['a{}', 'a{x!="1"}', 'a{x="other"}']],
    ['rate(a[10m])', ['rate(a[5m])', 'rate(a[20m])']],
    ['max by (x, y) (a)', ['max by (y) (a)', 'max by (x) (a)']],
    ['a unless b', ['(a)', 'a and b']],
    ['a or b offset 7d', ['(a)', '(b offset 7d)', 'a or b offset 14d']],
  ])('%s becomes each of %j', (expr, changed) => {
    expect(changesOf(expr).map((change) => change.expr)).toEqual(expect.arrayContaining(changed));
  });

  it('is made wherever the catalogue put the same text', () => {
    const changed = changesOf('sum by (cluster) (errors) > 0 or sum by (cluster) (errors) == 0').map(
      ({ expr }) => expr,
    );
    expect(changed).toContain('sum by () (errors) > 0 or sum by () (errors) == 0');
  });
});

it('mutants are told apart by their ids, and what lists name is one', () => {
  const ids = mutants.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(Object.keys(equivalent).filter((id) => !ids.includes(id))).toEqual([]);
});

it('the recordings of one SLO stand for those of all', () => {
  const model = catalogue.slos.find(({ id }) => id === standingForAll);
  if (model === undefined) throw new Error(`no SLO ${standingForAll}`);
  const recordings = (slo: Slo) =>
    JSON.stringify(sloRules(slo).filter(({ name }) => !name.startsWith('sloth-slo-alerts')));
  for (const slo of catalogue.slos) {
    const modelled = recordings({ ...model, target: slo.target });
    expect(recordings(slo)).toBe(modelled.replaceAll(model.id, slo.id).replaceAll(model.good.name, slo.good.name));
  }
});

it('a group has changed when a rule in it has, and not when a sentence has', () => {
  const now = prometheusGroups(catalogue.groups, values.links);
  const before = now.map((group, index) => ({
    ...group,
    rules: group.rules.map((rule) =>
      index === 3 ? { ...rule, expr: `${rule.expr} > 7` } : { ...rule, annotations: {} },
    ),
  }));
  expect([...changedGroups(stringify({ groups: before }), now)]).toEqual([now[3]?.name]);
});

it('a rule that nothing is wrong with is never killed', { timeout: 600_000 }, async ({ skip }) => {
  if (skipWithout('whether cases object to rules that are right', ['promtool'])) skip();
  // It records what others read, and has an alert; few cases ask for it.
  const group = catalogue.groups.find(({ name }) => name === 'plumbline-m4-drift');
  if (group === undefined) throw new Error('no such group');
  const right = group.rules.map((rule, index) => ({ id: String(index), group, rule, mutated: rule }));
  const { survivors } = await runMutants(right, catalogue, { costliest: cheap });
  expect(survivors).toEqual(right);
});

it('cases object to every mutant of what has changed, or of a sample', { timeout: 600_000 }, async ({ skip }) => {
  if (skipWithout('whether cases object to rules that are wrong', ['promtool'])) skip();
  const { which, mutants: shown } = chosen(mutants, catalogue, values.links);
  const { survivors } = await runMutants(shown, catalogue, { costliest: cheap });
  expect({ which, wrong: unexpected(shown, survivors) }).toEqual({ which, wrong: [] });
});
