import { parser } from '@prometheus-io/lezer-promql';
import type { Catalogue } from '../../../alerts/catalogue.ts';
import { isAlert, type AlertRule, type RecordingRule, type RuleGroup } from '../../../alerts/rule.ts';
import { bare, groupsFor, moment, promtoolTest, reads, type AlertCase, type RecordCase } from '../rule-case.ts';
import type { Mutant } from './mutants.ts';

type Rule = AlertRule | RecordingRule;
export type Case = AlertCase | RecordCase;

/** A case with the rules that it depends on and no others. */
export interface Stage {
  readonly test: Case;
  readonly groups: readonly RuleGroup[];
  readonly rules: ReadonlySet<Rule>;
  /** Whether a mutant needs a run of its own: what reads ALERTS would see the alerts of the others. */
  readonly alone: boolean;
}

/** A mutant with the number under which it runs. */
export interface Numbered {
  readonly number: number;
  readonly mutant: Mutant;
}

/** What a case depends on. */
export function stageOf(test: Case, catalogue: Catalogue): Stage {
  const asked = 'alert' in test ? { alert: test.alert } : { expr: test.asks };
  const groups = groupsFor(catalogue.groups, asked);
  const all = groups.flatMap(({ rules }) => rules);
  const rules = new Set(
    all.filter((rule) => ('alert' in test ? isAlert(rule) && rule.alert === test.alert : reads(test.asks, rule))),
  );
  // A set that grows while it is gone through: what is read by what is read follows.
  for (const rule of rules) for (const other of all) if (reads(rule.expr, other)) rules.add(other);
  return {
    test,
    groups: groups
      .map((group) => ({ ...group, rules: group.rules.filter((rule) => rules.has(rule)) }))
      .filter((group) => group.rules.length > 0),
    rules,
    alone: [...rules].some(({ expr }) => expr.includes('ALERTS{')),
  };
}

/** How often rules are evaluated in a case, by which cheap cases come first. */
export function costOf({ test, rules }: Stage): number {
  const moments = [test.at, ...('alert' in test ? Object.keys(test.also ?? {}) : [])].map(moment);
  return (Math.max(...moments) / moment(test.evaluated ?? test.step)) * rules.size;
}

/**
 * Input of promtool for a case and many mutants: each has a copy of the rule that it changes and of all that read it, under
 * names of its own, so that one run over one database asks about all of them.
 */
export function trial(stage: Stage, mutants: readonly Numbered[]): { readonly rules: object; readonly test: object } {
  const copies = mutants.map((numbered) => copyOf(stage, numbered));
  const groups = bare(stage.groups, stage.test).map((group, at) => ({
    ...group,
    rules: (stage.groups[at]?.rules ?? []).flatMap((rule, index) => [
      ...(group.rules[index] === undefined || (stage.alone && copies.some(({ rules }) => rules.has(rule)))
        ? []
        : [group.rules[index]]),
      ...copies.flatMap(({ rules, renamed }) => {
        const copy = rules.get(rule);
        if (copy === undefined) return [];
        const [shown] = bare([{ ...group, rules: [copy] }], stage.test)[0]?.rules ?? [];
        if (shown === undefined) return [];
        const { alert, record, ...rest } = shown;
        return [
          {
            ...(alert !== undefined && { alert: renamed(alert) }),
            ...(record !== undefined && { record: renamed(record) }),
            ...rest,
            expr: renamed(shown.expr),
          },
        ];
      }),
    ]),
  }));
  const whole = promtoolTest('rules.yaml', groups, stage.test);
  const [own] = whole.tests;
  const tests = [
    {
      ...own,
      input_series: [
        ...own.input_series,
        ...copies.flatMap(({ renamed }) =>
          own.input_series
            .map(({ series, values }) => ({ series: renamed(series), values }))
            .filter(({ series }, index) => series !== own.input_series[index]?.series),
        ),
      ],
      ...(own.alert_rule_test && {
        alert_rule_test: own.alert_rule_test.flatMap((one) =>
          copies.map(({ renamed }) => ({ ...one, alertname: renamed(one.alertname) })),
        ),
      }),
      ...(own.promql_expr_test && {
        promql_expr_test: own.promql_expr_test.flatMap((one) =>
          copies.map(({ renamed }) => ({
            ...one,
            expr: renamed(one.expr),
            exp_samples: one.exp_samples.map((sample) => ({ ...sample, labels: renamed(sample.labels) })),
          })),
        ),
      }),
    },
  ];
  return { rules: { groups }, test: { ...whole, tests } };
}

interface Copy {
  /** The rules that the mutant needs again, one of them changed. */
  readonly rules: ReadonlyMap<Rule, Rule>;
  /** An expression, series or name with the names of these rules replaced. */
  readonly renamed: (text: string) => string;
}

function copyOf({ rules, alone }: Stage, { number, mutant }: Numbered): Copy {
  const affected = new Set<Rule>([mutant.rule]);
  for (const rule of affected) {
    for (const other of rules) if (reads(other.expr, rule) || nameOf(other) === nameOf(rule)) affected.add(other);
  }
  const names = new Set([...affected].map(nameOf));
  const suffix = alone ? '' : `__m${number}`;
  return {
    rules: new Map([...affected].map((rule) => [rule, rule === mutant.rule ? mutant.mutated : rule])),
    renamed: (text) => renamedIn(text, names, suffix),
  };
}

function nameOf(rule: Rule): string {
  return isAlert(rule) ? rule.alert : rule.record;
}

function renamedIn(text: string, names: ReadonlySet<string>, suffix: string): string {
  if (names.has(text)) return text + suffix;
  const ends: number[] = [];
  parser.parse(text).iterate({
    enter({ type, from, to, node }) {
      if (type.name === 'Identifier' && node.parent?.type.name === 'VectorSelector' && names.has(text.slice(from, to)))
        ends.push(to);
    },
  });
  return ends.reduceRight((renamed, end) => renamed.slice(0, end) + suffix + renamed.slice(end), text);
}
