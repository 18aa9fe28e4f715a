import { select, type LabelOf, type MetricSpec, type RecordedSpec, type Where } from '#contract';

/** Every series once, whichever replica serves it: while leadership moves, two may. */
export function once<M extends MetricSpec>(by: readonly LabelOf<M>[], metric: M, where: Where<M> = {}): string {
  return `max by (${by.join(', ')}) (${select(metric, where)})`;
}

/** The sum of what `once` gives. `each` must name every label that tells series of one owner apart. */
export function sumOnce<M extends MetricSpec>(
  by: readonly LabelOf<M>[],
  each: readonly LabelOf<M>[],
  metric: M,
  where: Where<M> = {},
): string {
  return `sum by (${by.join(', ')}) (\n  ${once([...by, ...each], metric, where)}\n)`;
}

/**
 * How much a persisted counter has grown over a window, without reading all of it: 30 days of a thousand clusters would
 * be too much. A counter that began within the window or was lost counts from 0.
 */
export function growth(counter: RecordedSpec, window: string): string {
  return `(${counter.name} - ${counter.name} offset ${window}) >= 0\nor\n${counter.name}`;
}

/** A condition (0 or 1) whose 1 counts only with fresh data: stale good is unknown, stale bad is still bad. */
export function proven(condition: string, fresh: string): string {
  return `(\n${indented(condition)}\n) == 0\nor\n(\n${indented(condition)}\n) and on (cluster) (${fresh} == 1)`;
}

/** The upper bound of a bucket as a matcher: Prometheus 3 writes 900 as "900.0". */
export function bucketBound(seconds: number): { readonly matching: string } {
  return { matching: `${seconds}(\\.0)?` };
}

/** The same, two spaces further right. */
export function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
