import { linkTo } from '../routes.ts';

/** Labels of an alert or a series; what others hand over may hold anything. */
export type Labels = Readonly<Record<string, unknown>>;

/** Names of metrics and recorded series of ours begin or go on like this. */
const ours = /\bkspm_/;

/** Whether one of these queries asks for a metric of the exporter. */
export function asksForPosture(targets: readonly unknown[] | undefined): boolean {
  return (targets ?? []).some(
    (target) =>
      typeof target === 'object' &&
      target !== null &&
      'expr' in target &&
      typeof target.expr === 'string' &&
      ours.test(target.expr),
  );
}

/** Link to the findings that these labels are about, as narrow as they allow; undefined when they are not of ours. */
export function findingsOfLabels(labels: Labels | undefined): string | undefined {
  const text = (name: string) => {
    const value = labels?.[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const alert = text('alertname') ?? '';
  if (!alert.startsWith('Kspm') && text('check') === undefined) return undefined;
  return linkTo('findings', [], {
    cluster: text('cluster'),
    check: text('check'),
    namespace: text('resource_namespace'),
    owner: text('owner'),
    q: text('resource_name'),
  });
}

/** Link to the findings of the clusters that a panel shows: of those whose label all its series carry, at most ten; otherwise of all. */
export function findingsOfSeries(series: readonly Labels[]): string {
  const clusters = new Set(series.map(({ cluster }) => cluster));
  const named = [...clusters].filter((name): name is string => typeof name === 'string' && name !== '');
  return linkTo('findings', [], named.length === clusters.size && named.length <= 10 ? { cluster: named } : {});
}
