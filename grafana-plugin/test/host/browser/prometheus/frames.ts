import type { DataFrameType, FieldType, PartialDataFrame } from '@grafana/data';

// Grafana's names of types of fields and frames; its package does not load outside a browser.
const time = 'time' as FieldType.time;
const number = 'number' as FieldType.number;
const string = 'string' as FieldType.string;
const manySeries = 'timeseries-multi' as DataFrameType.TimeSeriesMulti;
const manyNumbers = 'numeric-multi' as DataFrameType.NumericMulti;
const bucketRows = 'heatmap-rows' as DataFrameType.HeatmapRows;

type Metric = Readonly<Record<string, string>>;
type Sample = readonly [seconds: number, value: string];

/** What Prometheus answers to an instant or a range query. */
export type PrometheusData =
  | { readonly resultType: 'matrix'; readonly result: readonly { metric: Metric; values: readonly Sample[] }[] }
  | { readonly resultType: 'vector'; readonly result: readonly { metric: Metric; value: Sample }[] }
  | { readonly resultType: 'scalar' | 'string'; readonly result: Sample };

/** How a query wants its answer. */
export interface Shape {
  readonly refId: string;
  readonly format: 'time_series' | 'table' | 'heatmap';
  readonly legend: string | undefined;
  /** Milliseconds between samples of a range query. */
  readonly interval: number | undefined;
  /** Whether the request holds several queries: then a table's column is called after its query. */
  readonly several: boolean;
}

interface Series {
  readonly metric: Metric;
  readonly values: readonly Sample[];
}

/** Frames as Grafana's data plane has them: one a series, or one table, or one with a field a bucket. */
export function framesOf(data: PrometheusData, shape: Shape): PartialDataFrame[] {
  const series = seriesOf(data);
  if (shape.format === 'table') return [table(series, shape)];
  if (shape.format === 'heatmap') return heatmap(series, shape);
  const one = series.length === 1;
  return series.map(({ metric, values }) => {
    const name = legendOf(metric, shape.legend, one);
    return {
      refId: shape.refId,
      name,
      meta: { type: data.resultType === 'matrix' ? manySeries : manyNumbers, typeVersion: [0, 1] },
      fields: [
        timeField(values, shape.interval),
        {
          name: 'Value',
          type: number,
          labels: { ...metric },
          config: { displayNameFromDS: name },
          values: values.map(([, value]) => numberOf(value)),
        },
      ],
    };
  });
}

/** The name of a series, as the data source's legend option has it: a template, automatic, or the series itself. */
export function legendOf(metric: Metric, legend: string | undefined, only: boolean): string {
  if (legend !== undefined && legend !== '' && legend !== '__auto') {
    return legend.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, label: string) => metric[label] ?? '');
  }
  const { __name__: name = '', ...labels } = metric;
  const listed = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  if (listed.length === 0) return name === '' ? 'Value' : name;
  return legend === '__auto' && only && name !== '' ? name : `${name}{${listed.join(', ')}}`;
}

/** A sample's value, which JSON has as text for the sake of those that are no finite numbers. */
export function numberOf(text: string): number {
  if (text === '+Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  return Number(text);
}

function seriesOf(data: PrometheusData): readonly Series[] {
  if (data.resultType === 'matrix') return data.result;
  if (data.resultType === 'vector') return data.result.map(({ metric, value }) => ({ metric, values: [value] }));
  return [{ metric: {}, values: [data.result] }];
}

function timeField(values: readonly Sample[], interval: number | undefined) {
  return {
    name: 'Time',
    type: time,
    config: interval === undefined ? {} : { interval },
    values: values.map(([seconds]) => seconds * 1000),
  };
}

function table(series: readonly Series[], { refId, several }: Shape): PartialDataFrame {
  const labels = [...new Set(series.flatMap(({ metric }) => Object.keys(metric)))].sort();
  const rows = series.flatMap(({ metric, values }) => values.map((sample) => ({ metric, sample })));
  return {
    refId,
    meta: { preferredVisualisationType: 'table' },
    fields: [
      timeField(
        rows.map(({ sample }) => sample),
        undefined,
      ),
      ...labels.map((label) => ({
        name: label,
        type: string,
        config: { filterable: true },
        values: rows.map(({ metric }) => metric[label] ?? ''),
      })),
      {
        name: several ? `Value #${refId}` : 'Value',
        type: number,
        values: rows.map(({ sample: [, value] }) => numberOf(value)),
      },
    ],
  };
}

/** Buckets of a histogram count everything below them; a heatmap shows each alone, in order. */
function heatmap(series: readonly Series[], { refId, interval }: Shape): PartialDataFrame[] {
  const buckets = series
    .map(({ metric, values }) => ({ edge: numberOf(metric['le'] ?? '+Inf'), name: metric['le'] ?? '+Inf', values }))
    .sort((a, b) => a.edge - b.edge);
  const times = [...new Set(buckets.flatMap(({ values }) => values.map(([seconds]) => seconds)))].sort((a, b) => a - b);
  if (times.length === 0) return [];
  const cumulative = buckets.map(({ values }) => new Map(values.map(([at, value]) => [at, numberOf(value)])));
  return [
    {
      refId,
      meta: { type: bucketRows, typeVersion: [0, 1] },
      fields: [
        timeField(
          times.map((seconds) => [seconds, ''] as const),
          interval,
        ),
        ...buckets.map(({ name }, index) => ({
          name,
          type: number,
          labels: { le: name },
          values: times.map((at) => (cumulative[index]?.get(at) ?? 0) - (cumulative[index - 1]?.get(at) ?? 0)),
        })),
      ],
    },
  ];
}
