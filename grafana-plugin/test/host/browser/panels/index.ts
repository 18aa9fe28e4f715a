import type { PanelPlugin } from '@grafana/data';
import { barGauge } from './bar-gauge.tsx';
import { dataStub } from './data-stub.tsx';
import { stat } from './stat.tsx';
import { table } from './table.tsx';
import { text } from './text.tsx';
import { timeSeries } from './time-series.tsx';

const stubbed = [
  'gauge',
  'piechart',
  'heatmap',
  'state-timeline',
  'status-history',
  'barchart',
  'histogram',
  'logs',
] as const;

/** Every panel of the stand-in by Grafana's id. */
export const panels: ReadonlyMap<string, PanelPlugin> = new Map(
  [timeSeries, stat, barGauge, table, text, ...stubbed.map(dataStub)].map((plugin) => [plugin.meta.id, plugin]),
);
