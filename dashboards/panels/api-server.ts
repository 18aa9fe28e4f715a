import { metrics, quantileBy, select } from '#contract';
import { noExporter, nothing } from './absent.ts';
import { ofCluster, rateBy, rateInterval } from './expressions.ts';
import type { TimeSeriesPanel } from './panel.ts';

const noRequests = nothing('No request: clusters that are played from snapshots have no API server');

function lines(panel: Omit<TimeSeriesPanel, 'kind' | 'legend' | 'min' | 'absent'>): TimeSeriesPanel {
  return { kind: 'timeseries', min: 0, legend: 'table', absent: noRequests, ...panel };
}

/** How slowly API servers answer. */
export const apiLatency: TimeSeriesPanel = lines({
  id: 'api-latency',
  title: 'Latency of API servers',
  description: '99th percentile until a response was read, by cluster and verb; for watches until it began.',
  queries: [
    {
      expr: quantileBy(0.99, ['cluster', 'verb'], metrics.apiRequestDuration, rateInterval, ofCluster),
      legend: '{{cluster}} {{verb}}',
    },
  ],
  unit: 's',
});

/** What API servers refuse. */
export const apiErrors: TimeSeriesPanel = lines({
  id: 'api-errors',
  title: 'Errors of API servers',
  description:
    'Requests that failed, by cluster, kind and status; `error` is a connection that broke. 403 is a missing permission, 410 a watch that has to begin anew.',
  queries: [
    {
      expr: rateBy(['cluster', 'verb', 'resource', 'code'], metrics.apiRequests, {
        ...ofCluster,
        code: { matching: '[45]..|error' },
      }),
      legend: '{{cluster}} {{verb}} {{resource}} {{code}}',
    },
  ],
  unit: 'reqps',
});

/** Requests. */
export const apiRequests: TimeSeriesPanel = lines({
  id: 'api-requests',
  title: 'Requests to API servers',
  description: 'All requests of the exporter, by verb and status.',
  queries: [{ expr: rateBy(['verb', 'code'], metrics.apiRequests, ofCluster), legend: '{{verb}} {{code}}' }],
  unit: 'reqps',
});

/** 429. */
export const apiThrottling: TimeSeriesPanel = lines({
  id: 'api-throttling',
  title: 'Turned away',
  description:
    'Share of requests that were answered with 429, and the share of time spent waiting because the API asked for it.',
  queries: [
    {
      expr: `${rateBy(['cluster'], metrics.apiRequests, { ...ofCluster, code: '429' })}
/ ${rateBy(['cluster'], metrics.apiRequests, ofCluster)}`,
      legend: '{{cluster}} 429',
    },
    { expr: rateBy(['cluster'], metrics.apiThrottled, ofCluster), legend: '{{cluster}} waiting' },
  ],
  unit: 'percentunit',
});

/** What is read. */
export const apiBytes: TimeSeriesPanel = lines({
  id: 'api-bytes',
  title: 'Read from API servers',
  description: 'Bodies of responses after decompression, by verb: lists at a start, watches afterwards.',
  queries: [{ expr: rateBy(['cluster', 'verb'], metrics.apiResponseBytes, ofCluster), legend: '{{cluster}} {{verb}}' }],
  unit: 'Bps',
});

/** Watches. */
export const watchRestarts: TimeSeriesPanel = lines({
  id: 'watch-restarts',
  title: 'Watches that began anew',
  description:
    'By kind and reason. Servers end a watch every few minutes (eof); gone costs a new list; idle means that nothing came, not even a bookmark.',
  queries: [
    { expr: rateBy(['resource', 'reason'], metrics.watchRestarts, ofCluster), legend: '{{resource}} {{reason}}' },
  ],
  unit: 'ops',
});

/** Lists. */
export const relists: TimeSeriesPanel = lines({
  id: 'relists',
  title: 'Complete lists',
  description:
    'Complete lists of a kind, by kind and reason. Many of them load the API server, and mean that watches are lost.',
  queries: [{ expr: rateBy(['resource', 'reason'], metrics.relists, ofCluster), legend: '{{resource}} {{reason}}' }],
  unit: 'ops',
});

/** Clocks. */
export const clockSkew: TimeSeriesPanel = lines({
  id: 'clock-skew',
  title: 'Clocks of API servers',
  description: 'Clock of each API server minus our own, smoothed. Latency of changes is corrected by it.',
  queries: [{ expr: `avg by (cluster) (${select(metrics.clockSkew, ofCluster)})`, legend: '{{cluster}}' }],
  unit: 's',
});

/** The way of a change on the watch. */
export const watchCanary: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'watch-canary',
  title: 'Canary on the watch',
  description:
    '95th percentile from renewing our own Lease to seeing that on the watch, on one clock. Empty where the canary is off.',
  queries: [
    { expr: quantileBy(0.95, ['cluster'], metrics.watchCanary, rateInterval, ofCluster), legend: '{{cluster}}' },
  ],
  unit: 's',
  min: 0,
  legend: 'list',
  absent: nothing('The canary is off, or nothing was renewed'),
};

/** Whether everything was in sync. */
export const unsynced: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'unsynced',
  title: 'Time out of sync',
  description:
    'Share of time in which at least one kind that checks need was not in sync. Such minutes count as bad for latency (M8).',
  queries: [{ expr: rateBy(['cluster'], metrics.unsyncedSeconds, ofCluster), legend: '{{cluster}}' }],
  unit: 'percentunit',
  min: 0,
  legend: 'list',
  absent: noExporter,
};
