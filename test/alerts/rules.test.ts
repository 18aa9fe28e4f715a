import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { recorded } from '#contract';
import { catalogueOf } from '../../alerts/catalogue.ts';
import { secondsOf } from '../../alerts/duration.ts';
import { generated } from '../../alerts/generate.ts';
import { isAlert } from '../../alerts/rule.ts';
import { labelsOf, prometheusGroups } from '../../alerts/rule-file.ts';
import { loadValues } from '../../alerts/values.ts';
import { promtool } from '../support/prometheus.ts';
import { skipWithout } from '../tools/find.ts';
import { unknownIn } from './known-series.ts';
import { templateLabels, templateQueries } from './parsed-promql.ts';

const folder = join(import.meta.dirname, '../../alerts');
const values = loadValues();
const catalogue = catalogueOf(values);
const rules = catalogue.groups.flatMap(({ rules }) => rules);

describe.each([...(await generated(values))])('%s', (path, text) => {
  it('is what the catalogue gives; npm run generate brings it up to date', () => {
    expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
  });
});

describe.each(rules.map((rule) => [isAlert(rule) ? rule.alert : rule.record, rule] as const))('%s', (_name, rule) => {
  it('reads only series and labels that exist', () => {
    expect(unknownIn(rule.expr)).toEqual([]);
  });
});

it('every series that a rule reads under the name of ours is recorded by one', () => {
  const written = new Set(rules.flatMap((rule) => (isAlert(rule) ? [] : [rule.record])));
  const declared = Object.values(recorded).map(({ name }) => name);
  expect([...written].sort()).toEqual(declared.sort());
});

it('a group goes round often enough for what it records to be there at any instant', () => {
  const slow = catalogue.groups.filter(({ interval }) => (secondsOf(interval) ?? Infinity) > 240);
  expect(slow.map(({ name }) => name)).toEqual([]);
});

it('no two groups share a name', () => {
  const names = catalogue.groups.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
});

describe.each(catalogue.alerts.map((rule) => [`${rule.alert} (${rule.notify})`, rule] as const))(
  '%s',
  (_name, rule) => {
    const annotations = Object.values(
      prometheusGroups([{ name: 'one', interval: '1m', rules: [rule] }], values.links)[0]?.rules[0]?.annotations ?? {},
    );

    it('has a name of one word and a summary that is a sentence without values', () => {
      expect(rule.alert).toMatch(/^Kspm[A-Za-z]{3,35}$/);
      expect(rule.summary).toMatch(/^[A-Z][^{}]*\.$/);
    });

    it('shows only labels that it has, and asks only for series that exist', () => {
      const has = new Set([...rule.by, ...Object.keys(labelsOf(rule)), 'owner']);
      expect(annotations.flatMap(templateLabels).filter((label) => !has.has(label))).toEqual([]);
      expect(annotations.flatMap(templateQueries).flatMap(unknownIn)).toEqual([]);
    });

    it('overwrites no label of its series', () => {
      expect(Object.keys(labelsOf(rule)).filter((label) => rule.by.includes(label))).toEqual([]);
    });

    it('says who gets it', () => {
      expect(rule.owner === 'series' ? rule.by : Object.keys(labelsOf(rule))).toContain('owner');
    });
  },
);

it('only what the policy names pages', () => {
  const pages = catalogue.alerts.filter(({ notify }) => notify === 'page').map(({ alert }) => alert);
  expect(pages).toEqual([
    'KspmCriticalFindingNew',
    'KspmCriticalFindingsBurst',
    'KspmCriticalFindingsSpread',
    'KspmExploitIndicator',
    'KspmCriticalPostureRegression',
    'KspmCriticalPostureBudgetBurn',
  ]);
});

it('M1 to M10 have an SLO each', () => {
  const measures = new Set(catalogue.slos.map(({ measure }) => measure));
  expect([...measures]).toEqual(Array.from({ length: 10 }, (_, index) => `M${index + 1}`));
});

it('the object of the operator holds the same groups as the rule file', async () => {
  const files = await generated(values);
  const file = parse(files.get('generated/plumbline.rules.yaml') ?? '') as { groups: unknown };
  const object = parse(files.get('generated/prometheusrule.yaml') ?? '') as { kind: string; spec: unknown };
  expect(object.kind).toBe('PrometheusRule');
  expect(object.spec).toEqual({ groups: file.groups });
});

describe.each(['promtool', 'promtool-3'] as const)('%s', (tool) => {
  it('finds nothing to object to', async ({ skip }) => {
    if (skipWithout(`${tool} checks the rules`, [tool])) skip();
    const file = join(folder, 'generated/plumbline.rules.yaml');
    const { code, stdout, stderr } = await promtool(['check', 'rules', '--lint=all', '--lint-fatal', file], '', tool);
    expect({ code, said: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, said: '' });
  });
});
