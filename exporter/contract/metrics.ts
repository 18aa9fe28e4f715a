import { mostSeriesPerCluster, postureMetrics } from './posture-metrics.ts';
import { selfMetrics } from './self-metrics.ts';

export { mostSeriesPerCluster, postureMetrics, selfMetrics };

/** Everything the exporter publishes. Renaming a value here is a breaking change for users' dashboards and rules. */
export const metrics = { ...postureMetrics, ...selfMetrics } as const;

export type MetricKey = keyof typeof metrics;
