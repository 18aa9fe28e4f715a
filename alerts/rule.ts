import type { RecordedSpec } from '#contract';

/** How somebody hears of an alert: woken up, by a ticket, or not at all (it only inhibits or proves that alerting works). */
export type Notify = 'page' | 'ticket' | 'none';

/** A rule that records a series. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A rule that fires; what is shown beside it is completed by `completed`. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long the expression must hold, as a PromQL duration; at once where it is left out. */
  readonly for?: string;
  /** How long it goes on after the expression has ended; needs Prometheus 2.42. */
  readonly keepFiringFor?: string;
  readonly severity: 'critical' | 'warning' | 'info' | 'none';
  readonly notify: Notify;
  /** Who gets it; `series` where the series say so themselves. */
  readonly owner: string;
  /** Id of the SLO that it speaks for. */
  readonly slo?: string;
  /** Tells apart alerts for the same object; `series` where the expression makes one. The name of the alert by default. */
  readonly signature?: 'series';
  /** Further labels that routing needs. */
  readonly labels?: Readonly<Record<string, string>>;
  /** One sentence without values. */
  readonly summary: string;
  /** With values, as a template of Prometheus. */
  readonly description: string;
  /** The dashboard to open first, by uid. */
  readonly dashboard: Dashboard;
  /** Labels that its series carry beside those of the rule. */
  readonly by: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Dashboards that alerts lead to, by uid. */
export type Dashboard =
  'plumbline-executive' | 'plumbline-oncall' | 'plumbline-slo' | 'plumbline-exporter' | 'plumbline-changes';

/** Rules that are evaluated in order, one after the other. */
export interface RuleGroup {
  readonly name: string;
  /** PromQL duration; at most 4m, or what is recorded vanishes between two evaluations (lookback is 5m). */
  readonly interval: string;
  readonly rules: readonly (RecordingRule | AlertRule)[];
}

/** Records a series of the contract. */
export function record(series: RecordedSpec, expr: string, labels?: Readonly<Record<string, string>>): RecordingRule {
  return { record: series.name, expr, ...(labels !== undefined && { labels }) };
}

export function isAlert(rule: RecordingRule | AlertRule): rule is AlertRule {
  return 'alert' in rule;
}
