import type { Catalogue } from '../../../alerts/catalogue.ts';
import { durationOf, secondsOf } from '../../../alerts/duration.ts';
import { isAlert, type AlertRule, type RecordingRule, type RuleGroup } from '../../../alerts/rule.ts';
import { changesOf } from './expression.ts';

type Rule = AlertRule | RecordingRule;

/** A rule with one thing wrong. */
export interface Mutant {
  /** Rule and change, the same in every run. */
  readonly id: string;
  readonly group: RuleGroup;
  readonly rule: Rule;
  readonly mutated: Rule;
}

/** The SLO whose recordings stand for those of all: `sloRules` writes them alike, which a test asserts. */
export const standingForAll = 'm1-critical-posture';

/** Every mutant of a catalogue, in its order. */
export function mutantsOf({ groups, slos }: Catalogue): readonly Mutant[] {
  const alike = slos.filter(({ id }) => id !== standingForAll).map(({ id }) => `plumbline-${id}`);
  return groups
    .filter(({ name }) => !alike.some((id) => new RegExp(`^sloth-slo-(sli|meta)-.*${id}(-long)?$`).test(name)))
    .flatMap((group) =>
      group.rules.flatMap((rule) => {
        const name = isAlert(rule) ? `${rule.alert} (${rule.notify})` : nameOf(rule);
        return [
          ...changesOf(rule.expr).map(({ what, expr }) => ({ what, mutated: { ...rule, expr } })),
          ...(isAlert(rule) ? changesOfAlert(rule) : changesOfLabels(rule)),
        ].map(({ what, mutated }): Mutant => ({ id: `${name}: ${what}`, group, rule, mutated }));
      }),
    );
}

function nameOf({ record, labels }: RecordingRule): string {
  const slo = labels?.['sloth_slo'];
  return slo === undefined ? record : `${record} of ${slo}`;
}

interface ChangedRule {
  readonly what: string;
  readonly mutated: Rule;
}

function changesOfLabels(rule: RecordingRule): readonly ChangedRule[] {
  return Object.keys(rule.labels ?? {}).map((label) => ({
    what: `alter label ${label}`,
    mutated: { ...rule, labels: { ...rule.labels, [label]: 'other' } },
  }));
}

function changesOfAlert(rule: AlertRule): readonly ChangedRule[] {
  const { for: waits, keepFiringFor, signature, slo, ...rest } = rule;
  const severity = rule.severity === 'critical' ? 'warning' : 'critical';
  const notify = rule.notify === 'ticket' ? 'page' : 'ticket';
  return [
    ...otherDurations(waits).map((to) => ({ what: `for ${waits} to ${to}`, mutated: { ...rule, for: to } })),
    ...(waits === undefined ? [{ what: 'for nothing to 10m', mutated: { ...rule, for: '10m' } }] : []),
    ...otherDurations(keepFiringFor).map((to) => ({
      what: `keep_firing_for ${keepFiringFor} to ${to}`,
      mutated: { ...rule, keepFiringFor: to },
    })),
    ...(keepFiringFor === undefined
      ? [{ what: 'keep_firing_for nothing to 30m', mutated: { ...rule, keepFiringFor: '30m' } }]
      : []),
    { what: 'alter label severity', mutated: { ...rule, severity } },
    { what: 'alter label notify', mutated: { ...rule, notify } },
    { what: 'alter label owner', mutated: { ...rule, owner: 'other' } },
    ...(slo === undefined ? [] : [{ what: 'alter label slo', mutated: { ...rule, slo: 'other' } }]),
    {
      what: 'alter label signature',
      mutated:
        signature === undefined
          ? { ...rule, signature: 'series' as const }
          : {
              ...rest,
              ...(slo !== undefined && { slo }),
              ...(waits !== undefined && { for: waits }),
              ...(keepFiringFor !== undefined && { keepFiringFor }),
            },
    },
    ...Object.keys(rule.labels ?? {}).map((label) => ({
      what: `alter label ${label}`,
      mutated: { ...rule, labels: { ...rule.labels, [label]: 'other' } },
    })),
  ];
}

function otherDurations(text: string | undefined): readonly string[] {
  const seconds = text === undefined ? undefined : secondsOf(text);
  return seconds === undefined ? [] : [durationOf(Math.round(seconds / 2)), durationOf(seconds * 2)];
}
