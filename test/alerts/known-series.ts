import { metrics, recorded, type MetricSpec } from '#contract';
import { foreign } from '../../alerts/foreign.ts';
import { parsedPromql } from './parsed-promql.ts';

/** Labels by the name of every series that rules and runbooks may read. */
export const knownSeries: ReadonlyMap<string, ReadonlySet<string>> = new Map<string, ReadonlySet<string>>([
  ...Object.values<MetricSpec>(metrics).flatMap(({ name, type, labels }): [string, Set<string>][] =>
    type === 'histogram'
      ? [
          [`${name}_bucket`, new Set([...labels, 'le'])],
          [`${name}_count`, new Set(labels)],
          [`${name}_sum`, new Set(labels)],
        ]
      : [[name, new Set(labels)]],
  ),
  ...Object.values(recorded).map(({ name, labels }): [string, Set<string>] => [name, new Set(labels)]),
  ...Object.values(foreign).map(({ name, labels }): [string, Set<string>] => [name, new Set<string>(labels)]),
]);

/** What an expression says that is no PromQL, or that no series knows. */
export function unknownIn(expression: string): readonly string[] {
  const { errors, metrics: mentioned, labels, strings } = parsedPromql(expression);
  const own = new Set(mentioned.flatMap((name) => [...(knownSeries.get(name) ?? [])]));
  // Scraping adds these to every series.
  for (const label of ['job', 'instance']) own.add(label);
  return [
    ...errors,
    ...mentioned.filter((name) => !knownSeries.has(name)),
    ...labels.filter((label) => !own.has(label) && !strings.includes(label)),
  ];
}
