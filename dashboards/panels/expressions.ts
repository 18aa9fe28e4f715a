import { over, select, type LabelOf, type MetricSpec, type RecordedSpec, type Where } from '#contract';

/** The clusters that the page is about. */
export const ofCluster = { cluster: { matching: '$cluster' } } as const;
/** The same for series that not all are of a cluster. */
export const ofClusterOrNone = { cluster: { matching: '$cluster|' } } as const;
/** The owners that the page is about. */
export const ofOwner = { owner: { matching: '$owner' } } as const;

/** The range over which Grafana takes a rate, which fits the resolution of the panel. */
export const rateInterval = '$__rate_interval';

/** How fast a counter grows each second, added up over replicas and whatever is not named. */
export function rateBy<M extends MetricSpec & { readonly type: 'counter' }>(
  by: readonly LabelOf<M>[],
  counter: M,
  where: Where<M> = {},
): string {
  return `sum by (${by.join(', ')}) (rate(${over(counter, rateInterval, where)}))`;
}

/** How much a counter grew between two points of the panel: bars that add up to what happened. */
export function stepBy<M extends MetricSpec & { readonly type: 'counter' }>(
  by: readonly LabelOf<M>[],
  counter: M,
  where: Where<M> = {},
): string {
  return `sum by (${by.join(', ')}) (increase(${over(counter, '$__interval', where)}))`;
}

/** How often each bucket of a histogram was hit between two points of the panel. */
export function bucketsOf(histogram: MetricSpec & { readonly type: 'histogram' }, matchers: string): string {
  return `sum by (le) (increase(${histogram.name}_bucket{${matchers}}[$__rate_interval]))`;
}

/** How much a recorded counter has grown over a window, reading two samples of it; one that began within counts from 0. */
export function grown<R extends RecordedSpec>(counter: R, window: string, where: Where<R> = {}): string {
  const now = select(counter, where);
  return `((${now} - ${now} offset ${window}) >= 0 or ${now})`;
}

/** Sum, mean and the like of a recorded series, by labels where some are named. */
export function aggregated<R extends RecordedSpec>(
  operator: 'sum' | 'avg' | 'min' | 'max' | 'count',
  by: readonly LabelOf<R>[],
  series: R,
  where: Where<R> = {},
): string {
  return `${operator}${by.length > 0 ? ` by (${by.join(', ')}) ` : ''}(${select(series, where)})`;
}

/**
 * What `All` matches and no clusters that somebody chose: it stands for any text, so for any text twice, and names of
 * clusters are not made of two names.
 */
const everyCluster = '($cluster){2}';

/**
 * A figure over time of whatever clusters are chosen. Of all of them it reads what was recorded of the fleet, and of
 * none by itself: thirty days of a thousand clusters take seconds to add up.
 */
export function overTime<R extends RecordedSpec, F extends RecordedSpec>(
  operator: 'sum' | 'avg' | 'min' | 'max',
  by: readonly (LabelOf<R> & LabelOf<F>)[],
  of: { readonly series: R; readonly fleet: F },
  where: Where<R> & Where<F> = {},
): string {
  const kept = by.length > 0 ? ` by (${by.join(', ')}) ` : '';
  const whole = select<RecordedSpec>(of.fleet, { ...where, scope: { matching: everyCluster } });
  const chosen = select<RecordedSpec>(of.series, { ...where, ...ofCluster });
  return `max${kept}(${whole})\nor\n${operator}${kept}(${chosen.slice(0, -1)},cluster!~"${everyCluster}"})`;
}

/** The `most` largest, largest first: of instant queries only, since over time it would change what is shown. */
export function largest(most: number, expr: string): string {
  return `sort_desc(topk(${most}, ${expr}))`;
}

/** A figure as the text of a label, which a sentence can name. */
export function told(label: string, expr: string, otherwise?: string): string {
  const figure = `count_values("${label}", ${expr})`;
  return otherwise === undefined
    ? figure
    : `(${figure} or on () label_replace(vector(1), "${label}", "${otherwise}", "", ""))`;
}

/** A figure in words that depend on its sign; `$1` is the figure without it. */
export function toldBySign(
  label: string,
  expr: string,
  words: { readonly up: string; readonly same: string; readonly down: string; readonly otherwise: string },
): string {
  const said = (figure: string, text: string) =>
    `label_replace(count_values("figure", ${figure}), "${label}", "${text}", "figure", "(.*)")`;
  return `(
  ${said(`${expr} > 0`, words.up)}
  or on () ${said(`-(${expr}) > 0`, words.down)}
  or on () label_replace(${expr} == 0, "${label}", "${words.same}", "", "")
  or on () label_replace(vector(1), "${label}", "${words.otherwise}", "", "")
)`;
}

/** One series whose label `sentence` is the text, with `$1`, `$2`… for what was told, in that order. */
export function sentence(text: string, parts: readonly (readonly [label: string, expr: string])[]): string {
  const joined = parts
    .map(([label, expr], index) => (index === 0 ? expr : `* on () group_left (${label}) ${expr}`))
    .join('\n');
  const labels = parts.map(([label]) => `"${label}"`).join(', ');
  const each = parts.map(() => '(.*)').join('/');
  return `label_replace(label_join(\n${joined},\n"words", "/", ${labels}), "sentence", "${text}", "words", "${each}")`;
}
