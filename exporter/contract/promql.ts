import type { LabelOf } from './spec.ts';

interface Series {
  readonly name: string;
  readonly labels: readonly string[];
}

interface Histogram extends Series {
  readonly type: 'histogram';
}

/** A label value to equal, a set of values, or an explicit matcher such as `{ not: 'x' }` or `{ matching: 'a.*' }`. */
export type Matcher = string | readonly string[] | { readonly not: string } | { readonly matching: string };

export type Where<M extends Series> = { readonly [L in LabelOf<M>]?: Matcher };

function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

function regexQuoted(value: string): string {
  return value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function matcher(label: string, value: Matcher): string {
  if (typeof value === 'string') return `${label}=${quoted(value)}`;
  if ('not' in value) return `${label}!=${quoted(value.not)}`;
  if ('matching' in value) return `${label}=~${quoted(value.matching)}`;
  return `${label}=~${quoted(value.map(regexQuoted).join('|'))}`;
}

function selector(name: string, where: object, range?: string): string {
  const matchers = Object.entries(where).map(([label, value]) => matcher(label, value as Matcher));
  const braces = matchers.length > 0 ? `{${matchers.join(',')}}` : '';
  return `${name}${braces}${range === undefined ? '' : `[${range}]`}`;
}

/** Instant vector selector of a metric or recorded series; label names are checked by the compiler. */
export function select<M extends Series>(series: M, where: Where<M> = {}): string {
  return selector(series.name, where);
}

/** Range vector selector; `range` is a PromQL duration such as `5m`. */
export function over<M extends Series>(series: M, range: string, where: Where<M> = {}): string {
  return selector(series.name, where, range);
}

/** `sum by (…)` over an instant vector of the metric. */
export function sumBy<M extends Series>(by: readonly LabelOf<M>[], series: M, where: Where<M> = {}): string {
  return `sum by (${by.join(', ')}) (${select(series, where)})`;
}

/** `sum by (…) (increase(…))` of a counter. */
export function increaseBy<M extends Series & { readonly type: 'counter' }>(
  by: readonly LabelOf<M>[],
  counter: M,
  range: string,
  where: Where<M> = {},
): string {
  return `sum by (${by.join(', ')}) (increase(${over(counter, range, where)}))`;
}

/** `histogram_quantile` over the rate of a histogram, kept per `by`; `quantile` is 0 to 1. */
export function quantileBy<M extends Histogram>(
  quantile: number,
  by: readonly LabelOf<M>[],
  histogram: M,
  range: string,
  where: Where<M> = {},
): string {
  const buckets = selector(`${histogram.name}_bucket`, where, range);
  return `histogram_quantile(${quantile}, sum by (${[...by, 'le'].join(', ')}) (rate(${buckets})))`;
}

/** The `_sum` or `_count` series of a histogram. */
export function part<M extends Histogram>(histogram: M, suffix: 'sum' | 'count', where: Where<M> = {}): string {
  return selector(`${histogram.name}_${suffix}`, where);
}
