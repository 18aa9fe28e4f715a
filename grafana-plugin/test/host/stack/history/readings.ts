import { metrics, type MetricSpec } from '../../../../../exporter/contract/index.ts';
import { parseExposition, type ParsedFamily } from '../../../../../test/support/exposition-text.ts';

/** What the exporter says at the end of the history, so that the history leads there. */
export interface Readings {
  readonly clusters: readonly string[];
  /** Every sample of a family. */
  of(metric: MetricSpec): readonly Reading[];
}

export interface Reading {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads what an exporter serves under /metrics. */
export function readingsOf(exposition: string): Readings {
  const families: ReadonlyMap<string, ParsedFamily> = parseExposition(exposition);
  const of = ({ name }: MetricSpec): readonly Reading[] => families.get(name)?.samples ?? [];
  return { of, clusters: [...new Set(of(metrics.clusterClean).map(({ labels }) => labels['cluster'] ?? ''))].sort() };
}
