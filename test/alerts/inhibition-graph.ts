import { inhibitions, mayHoldBack, type Inhibition } from '../../alerts/alertmanager/inhibitions.ts';
import type { AlertRule } from '../../alerts/rule.ts';
import { labelsOf } from '../../alerts/rule-file.ts';

/** That one alert holds back another, by one inhibition. */
export interface Edge {
  readonly source: AlertRule;
  readonly target: AlertRule;
  readonly inhibition: Inhibition;
}

/** An alert as it may fire: where its labels are not the rule's, they are of the one world that `labels` describes. */
export function firing(rule: AlertRule, labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(rule.by.map((label) => [label, `a-${label}`])),
    ...labelsOf(rule),
    alertname: rule.alert,
    ...labels,
  };
}

/** Every pair of alerts of which the first holds back the second in the same world. */
export function edgesOf(alerts: readonly AlertRule[]): readonly Edge[] {
  return inhibitions.flatMap((inhibition) =>
    alerts
      .filter((rule) => isSource(inhibition, rule))
      .flatMap((source) =>
        alerts
          .filter((target) => target !== source && mayHoldBack(inhibition, target) && agree(source, target, inhibition))
          .map((target) => ({ source, target, inhibition })),
      ),
  );
}

/** Name of a rule; some alerts are a page and a ticket. */
export function named({ alert, notify }: AlertRule): string {
  return `${alert} (${notify})`;
}

function isSource({ sources, where = [] }: Inhibition, rule: AlertRule): boolean {
  return (
    sources.includes(rule.alert) && !where.some((matcher) => matcher === `notify="page"` && rule.notify !== 'page')
  );
}

/**
 * Whether alerts of both rules can agree: a label that one lacks is never equal, nor one that both set to something else.
 * The name of a Prometheus, and of its own cluster, comes from its external labels.
 */
function agree(source: AlertRule, target: AlertRule, { equal, where = [] }: Inhibition): boolean {
  return equal
    .filter((label) => label !== 'prometheus' && !where.includes(`${label}!=""`))
    .every((label) => {
      const [one, other] = [valueOf(source, label), valueOf(target, label)];
      return one === other || (one === anything && other !== undefined) || (other === anything && one !== undefined);
    });
}

const anything = Symbol('of the series');

function valueOf(rule: AlertRule, label: string): string | typeof anything | undefined {
  return rule.by.includes(label) ? anything : labelsOf(rule)[label];
}
