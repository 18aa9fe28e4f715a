import { metrics, quantileBy, recorded, select } from '#contract';
import { thresholds } from '../../alerts/generated/thresholds.ts';
import { noExporter, noReport, nothing, tooSoon } from './absent.ts';
import { tone } from './colours.ts';
import { bucketsOf, ofCluster, rateBy, rateInterval } from './expressions.ts';
import type { HeatmapPanel, TimeSeriesPanel } from './panel.ts';
import { stepsOf } from './steps.ts';

/** M8 as it is. */
export const changeToResult: HeatmapPanel = {
  kind: 'heatmap',
  id: 'change-to-result',
  title: 'From a change to its result',
  description: `How long after a change in the API its result was served, by how often. ${thresholds['m8-latency'].aim}.`,
  queries: [{ expr: bucketsOf(metrics.changeToResult, 'cluster=~"$cluster"'), legend: '{{le}}' }],
  unit: 's',
  absent: nothing('Nothing changed'),
};

/** M8 as a figure. */
export const changeToResultP95: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'change-to-result-p95',
  title: 'From a change to its result, 95th percentile',
  description: 'Over an hour, by cluster. Changes that list requests brought count as well.',
  queries: [{ expr: select(recorded.changeToResultP95, ofCluster), legend: '{{cluster}}' }],
  unit: 's',
  min: 0,
  legend: 'list',
  absent: nothing('Nothing changed within an hour'),
};

/** M8: what was late. */
export const changeLate: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'change-late',
  title: 'Changes whose result came late',
  description: `Share of the changes of an hour. ${thresholds['m8-latency'].aim}.`,
  queries: [{ expr: select(recorded.changeLate, ofCluster), legend: '{{cluster}}' }],
  unit: 'percentunit',
  min: 0,
  legend: 'list',
  limits: true,
  steps: stepsOf('m8-latency'),
  absent: tooSoon('Nothing changed within an hour'),
};

/** How long evaluation takes. */
export const scanDuration: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'scan-duration',
  title: 'Time to evaluate',
  description: '99th percentile by cluster, for full passes and for what a change made due.',
  queries: [
    {
      expr: quantileBy(0.99, ['cluster', 'kind'], metrics.scanDuration, rateInterval, ofCluster),
      legend: '{{cluster}} {{kind}}',
    },
  ],
  unit: 's',
  min: 0,
  legend: 'list',
  absent: nothing('Nothing was evaluated'),
};

/** What waits. */
export const evalQueue: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'eval-queue',
  title: 'Waiting for evaluation',
  description:
    'Objects that wait, and how long the oldest has waited (right). A queue that only grows means that results are late.',
  queries: [
    { expr: `max by (cluster) (${select(metrics.evalQueueDepth, ofCluster)})`, legend: '{{cluster}}' },
    { expr: `max(${select(metrics.evalQueueOldest, ofCluster)})`, legend: 'oldest' },
  ],
  unit: 'short',
  min: 0,
  legend: 'list',
  overrides: [{ name: 'oldest', unit: 's', rightAxis: true, dashed: true, colour: tone.other }],
  absent: noExporter,
};

/** What fails while evaluating. */
export const scanErrors: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'scan-errors',
  title: 'Errors of evaluation',
  description:
    'Checks that threw and batches that could not be stored, by reason; and objects passed over since no check knows their kind or they were malformed.',
  queries: [
    { expr: rateBy(['cluster', 'reason'], metrics.scanErrors, ofCluster), legend: '{{cluster}} {{reason}}' },
    { expr: rateBy(['cluster', 'reason'], metrics.unknownObjects, ofCluster), legend: '{{cluster}} object {{reason}}' },
  ],
  unit: 'ops',
  min: 0,
  legend: 'list',
  absent: nothing('No error is reported'),
};

/** Samples that could not be taken. */
export const skippedSamples: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'skipped-samples',
  title: 'Changes without a time',
  description:
    'Changes whose latency could not be told, by reason. Where these are many, the latency above is that of the few others.',
  queries: [{ expr: rateBy(['reason'], metrics.latencySamplesSkipped, ofCluster), legend: '{{reason}}' }],
  unit: 'ops',
  min: 0,
  legend: 'list',
  absent: noReport,
};
