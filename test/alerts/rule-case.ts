import { prometheusGroups, type PrometheusGroup } from '../../alerts/rule-file.ts';
import { secondsOf } from '../../alerts/duration.ts';
import { isAlert, type AlertRule, type Notify, type RecordingRule, type RuleGroup } from '../../alerts/rule.ts';
import { labelsExpectedOf } from './cases/alert-labels.ts';
import { parsedPromql } from './parsed-promql.ts';

type Labels = Readonly<Record<string, string>>;

/** What a series is for a while: a value that may grow with each step, or nothing, as after its target has gone. */
export type Span = { readonly is: number; readonly for: string; readonly grows?: number } | { readonly gone: string };

/** An alert that has to fire: labels beside those of its rule. `notify` where several rules share the name. */
export interface Fires {
  readonly notify?: Notify;
  readonly labels?: Labels;
  /** What its annotations show as `$value`, where the case says so; then all that fires in it has one. */
  readonly value?: number;
}

/** A claim about an alert: what Prometheus sees, and what fires then. Time begins at 0. */
export interface AlertCase {
  readonly alert: string;
  readonly claim: string;
  /** Time between samples, and between evaluations. */
  readonly step: string;
  /** Time between evaluations where it is another: a window of days needs many samples, and one look at them. */
  readonly evaluated?: string;
  readonly series: Readonly<Record<string, readonly Span[]>>;
  /** When it is looked at, as a sum of durations such as `1d 6h`. */
  readonly at: string;
  /** Everything that fires then under that name; nothing where it is empty. */
  readonly fires: readonly Fires[];
  /** What fires at other moments, such as the one before it begins and the one after it ends. */
  readonly also?: Readonly<Record<string, readonly Fires[]>>;
}

/** A claim about recorded series: what an expression gives. */
export interface RecordCase {
  readonly claim: string;
  readonly step: string;
  readonly evaluated?: string;
  readonly series: Readonly<Record<string, readonly Span[]>>;
  readonly at: string;
  readonly asks: string;
  readonly gives: readonly { readonly labels: string; readonly value: number | 'Inf' }[];
}

/** Seconds of durations written one after the other. */
export function moment(text: string): number {
  return text.split(' ').reduce((sum, part) => {
    const seconds = secondsOf(part);
    if (seconds === undefined) throw new Error(`"${text}" is no sum of durations`);
    return sum + seconds;
  }, 0);
}

/** Spans in the notation of promtool. */
export function samples(spans: readonly Span[], step: string): string {
  return spans
    .map((span) => {
      const steps = moment('gone' in span ? span.gone : span.for) / moment(step);
      if (!Number.isInteger(steps) || steps < 1)
        throw new Error(`a span of ${JSON.stringify(span)} is no number of steps`);
      if (!('gone' in span)) return `${span.is === Infinity ? 'Inf' : span.is}+${span.grows ?? 0}x${steps - 1}`;
      return steps === 1 ? 'stale' : `stale _x${steps - 1}`;
    })
    .join(' ');
}

/**
 * The groups that say whether an alert fires, or what an expression gives: those that it reads, before it. Others are left
 * out, so that a case runs in a moment and tells of nothing else.
 */
export function groupsFor(groups: readonly RuleGroup[], wanted: { alert: string } | { expr: string }): RuleGroup[] {
  const recorders = new Map(
    groups.flatMap((group) => group.rules.flatMap((rule) => (isAlert(rule) ? [] : [[key(rule), group] as const]))),
  );
  const found: RuleGroup[] = [];
  const visiting = new Set<RuleGroup>();
  const read = (expr: string) => {
    const names = parsedPromql(expr).metrics;
    for (const [recorder, group] of recorders) {
      if (names.includes(recorder.split(' ')[0] ?? '') && concerns(expr, recorder)) visit(group);
    }
  };
  const visit = (group: RuleGroup) => {
    if (visiting.has(group)) return;
    visiting.add(group);
    for (const { expr } of group.rules) read(expr);
    found.push(group);
  };
  if ('expr' in wanted) read(wanted.expr);
  else
    for (const group of groups) {
      if (group.rules.some((rule) => isAlert(rule) && rule.alert === wanted.alert)) visit(group);
    }
  return found;
}

/** Whether an expression reads what a rule records. */
export function reads(expr: string, rule: AlertRule | RecordingRule): boolean {
  return (
    !isAlert(rule) &&
    expr.includes(rule.record) &&
    parsedPromql(expr).metrics.includes(rule.record) &&
    concerns(expr, key(rule))
  );
}

/** Recorded name, and the SLO where many are recorded under one name. */
function key({ record, labels }: { readonly record: string; readonly labels?: Labels }): string {
  return `${record} ${labels?.['sloth_id'] ?? ''}`.trim();
}

function concerns(expr: string, recorder: string): boolean {
  const id = recorder.split(' ')[1];
  return id === undefined || !/sloth_id="/.test(expr) || expr.includes(`sloth_id="${id}"`);
}

/**
 * Rules without annotations: what they say has tests of its own, and promtool would want all of it repeated. A case that
 * knows values gets those in an annotation of their own.
 */
export function bare(groups: readonly RuleGroup[], test: AlertCase | RecordCase): readonly PrometheusGroup[] {
  const valued = 'alert' in test && tellsValues(test) ? test.alert : undefined;
  const links = { runbooks: '', grafana: '', exporter: '' };
  return prometheusGroups(groups, links).map((group) => ({
    ...group,
    rules: group.rules.map((rule) => {
      const { annotations: _, ...said } = rule;
      return said.alert !== undefined && said.alert === valued
        ? { ...said, annotations: { value: '{{ $value }}' } }
        : said;
    }),
  }));
}

function tellsValues({ fires, also = {} }: AlertCase): boolean {
  return [fires, ...Object.values(also)].flat().some(({ value }) => value !== undefined);
}

/** A file of `promtool test rules`. */
export interface PromtoolTest {
  readonly rule_files: readonly string[];
  readonly evaluation_interval: string;
  readonly group_eval_order: readonly string[];
  readonly tests: readonly [Asked & { readonly interval: string; readonly input_series: readonly InputSeries[] }];
}

interface InputSeries {
  readonly series: string;
  readonly values: string;
}

interface Asked {
  readonly alert_rule_test?: readonly {
    readonly alertname: string;
    readonly eval_time: string;
    readonly exp_alerts: readonly { readonly exp_labels: Labels; readonly exp_annotations?: Labels }[];
  }[];
  readonly promql_expr_test?: readonly {
    readonly expr: string;
    readonly eval_time: string;
    readonly exp_samples: readonly { readonly labels: string; readonly value: number | 'Inf' }[];
  }[];
}

/** The case in the form of `promtool test rules`, for a file of rules. */
export function promtoolTest(
  ruleFile: string,
  groups: readonly { readonly name: string }[],
  test: AlertCase | RecordCase,
): PromtoolTest {
  const input_series = Object.entries(test.series).map(([series, spans]) => ({
    series,
    values: samples(spans, test.step),
  }));
  return {
    rule_files: [ruleFile],
    evaluation_interval: test.evaluated ?? test.step,
    group_eval_order: groups.map(({ name }) => name),
    tests: [{ interval: test.step, input_series, ...asked(test) }],
  };
}

function asked(test: AlertCase | RecordCase): Asked {
  const eval_time = `${moment(test.at)}s`;
  if (!('alert' in test)) {
    const exp_samples = test.gives.map(({ labels, value }) => ({ labels, value }));
    return { promql_expr_test: [{ expr: test.asks, eval_time, exp_samples }] };
  }
  return {
    alert_rule_test: [[test.at, test.fires] as const, ...Object.entries(test.also ?? {})].map(([at, fires]) => ({
      alertname: test.alert,
      eval_time: `${moment(at)}s`,
      exp_alerts: fires.map(({ notify, labels = {}, value }) => ({
        exp_labels: { ...labelsFor(test.alert, notify), ...labels },
        ...(value !== undefined && { exp_annotations: { value: String(value) } }),
      })),
    })),
  };
}

function labelsFor(alert: string, notify: Notify | undefined): Labels {
  const labels = labelsExpectedOf(alert).find((one) => notify === undefined || one['notify'] === notify);
  if (labels === undefined) throw new Error(`${alert}: no such alert; write its labels into cases/alert-labels.ts`);
  return labels;
}
