import { recorded, select, severities, type RecordedSpec } from '../../../../../exporter/contract/index.ts';
import type { BackfilledSeries } from '../../../../../test/support/backfill.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** What our rules record of all clusters together, from what is recorded of each. */
export function overClusters(clusters: readonly BackfilledSeries[]): readonly BackfilledSeries[] {
  return [
    ...severities.flatMap((severity) => [
      ...over(clusters, recorded.openFindings, recorded.fleetOpenFindings, sum, { severity }),
      ...over(clusters, recorded.oldestOpen, recorded.fleetOldestOpen, (values) => Math.max(...values), { severity }),
      ...over(clusters, recorded.mttrMean, recorded.fleetMttr, mean, { severity }),
    ]),
    ...over(clusters, recorded.score, recorded.fleetScore, mean),
    ...over(clusters, recorded.score, recorded.fleetLowestScore, (values) => Math.min(...values)),
    ...over(clusters, recorded.driftWeek, recorded.fleetDrift, sum),
    ...over(clusters, recorded.driftWeek, recorded.fleetMostDrift, (values) => Math.max(...values)),
  ];
}

/** One series of the fleet; none where no cluster has any. */
function over(
  clusters: readonly BackfilledSeries[],
  { name }: RecordedSpec,
  fleet: RecordedSpec,
  combine: (values: readonly number[]) => number,
  labels: Readonly<Record<string, string>> = {},
): readonly BackfilledSeries[] {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const parts = clusters.filter(
    ({ series }) => series.startsWith(`${name}{`) && wanted.every((label) => series.includes(label)),
  );
  if (parts.length === 0) return [];
  const series = select(fleet, { ...labels, scope: 'fleet' });
  return [{ series, valueAt: (at) => combine(parts.map(({ valueAt }) => valueAt(at))) }];
}
