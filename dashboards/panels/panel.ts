import type { Absent } from './absent.ts';
import type { Colour } from './colours.ts';

/** How a number is shown, as Grafana names it. */
export type Unit =
  | 'none'
  | 'short'
  | 'percentunit'
  | 's'
  | 'bytes'
  | 'Bps'
  | 'reqps'
  | 'ops'
  | 'bool_yes_no'
  | 'dateTimeAsLocal'
  | 'dateTimeFromNow'
  | 'string';

/** One query in PromQL; `$name` is a variable of the page. */
export interface Query {
  readonly expr: string;
  /** What a series is called, with labels in double braces. */
  readonly legend?: string;
  /** At the end of the time range only. */
  readonly instant?: true;
  /** Shortest time between two points, as PromQL writes it. */
  readonly minStep?: string;
}

/** From this value on, this colour. Below the first, and where there is no value, a panel is neutral: Grafana paints what is absent with its lowest step. */
export interface Step {
  readonly from: number;
  readonly colour: Colour;
}

/** Words in place of a value; `to` without a bound means whatever is beyond. */
export type Mapping =
  | { readonly value: number | string; readonly text: string; readonly colour?: Colour }
  | { readonly from: number; readonly to?: number; readonly text: string; readonly colour?: Colour };

/** Where something leads; `${…}` is filled in by Grafana. */
export interface Link {
  readonly title: string;
  readonly url: string;
}

/** What is different for one series or column, found by the name that is shown. */
export interface Override {
  readonly name: string;
  readonly colour?: Colour;
  readonly unit?: Unit;
  readonly decimals?: number;
  readonly dashed?: true;
  readonly rightAxis?: true;
}

interface Described {
  /** Never changes and is never used for something else: links and screenshots name it. */
  readonly id: string;
  readonly title: string;
  /** What is seen, what it does not say, and where to go on, in Markdown. */
  readonly description: string;
  readonly links?: readonly Link[];
}

interface OfData extends Described {
  readonly queries: readonly Query[];
  readonly unit: Unit;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  /** Ascending. */
  readonly steps?: readonly Step[];
  readonly mappings?: readonly Mapping[];
  /** What stands there instead of nothing, and why there may be nothing. */
  readonly absent: Absent;
  /** Where a value leads. */
  readonly dataLinks?: readonly Link[];
  readonly overrides?: readonly Override[];
}

/** One figure for each series, or a text. */
export interface StatPanel extends OfData {
  readonly kind: 'stat';
  /** A label of the only query whose text is shown in place of the value. */
  readonly text?: string;
  readonly colour: 'none' | 'value' | 'background';
  /** Whether the names of series stand beside their values. */
  readonly named?: true;
}

/** Figures over time. */
export interface TimeSeriesPanel extends OfData {
  readonly kind: 'timeseries';
  readonly draw?: 'lines' | 'bars';
  readonly stacked?: true;
  /** Draws the lowest value of each step as a line. */
  readonly limits?: true;
  readonly legend: 'none' | 'list' | 'table';
}

/** One column of a table. */
export interface Column {
  /** A label of the queries, or `A`, `B`… for the value of that query. */
  readonly from: string;
  readonly title: string;
  readonly unit?: Unit;
  readonly decimals?: number;
  readonly width?: number;
  readonly steps?: readonly Step[];
  readonly mappings?: readonly Mapping[];
  /** How a value is coloured; as text where it is left out and there are steps or mappings. */
  readonly cell?: 'text' | 'background' | 'gauge';
  readonly links?: readonly Link[];
}

/** One row for each set of labels; queries are instant and joined by the labels that they share. */
export interface TablePanel extends OfData {
  readonly kind: 'table';
  readonly columns: readonly Column[];
  readonly sort?: { readonly by: string; readonly descending?: true };
}

/** One bar for each series, as long as its value. */
export interface BarGaugePanel extends OfData {
  readonly kind: 'bargauge';
}

/** How each series stood, as bands over time. */
export interface StateTimelinePanel extends OfData {
  readonly kind: 'state-timeline';
}

/** Counts by buckets over time; the only query is `sum by (le)` of a histogram, and `unit` is that of the buckets. */
export interface HeatmapPanel extends OfData {
  readonly kind: 'heatmap';
}

/** Words alone. */
export interface TextPanel extends Described {
  readonly kind: 'text';
  readonly markdown: string;
}

/** Lines of a log, from a data source that speaks LogQL; shown where there is one. */
export interface LogsPanel extends Described {
  readonly kind: 'logs';
  readonly expr: string;
  readonly absent: Absent;
}

/** A panel that reads Prometheus. */
export type DataPanel = StatPanel | TimeSeriesPanel | TablePanel | BarGaugePanel | StateTimelinePanel | HeatmapPanel;

/** A panel as data: rendered to JSON for dashboards, and to Scenes in the app. It knows nothing of either. */
export type Panel = DataPanel | TextPanel | LogsPanel;

/** Whether a panel reads Prometheus. */
export function readsPrometheus(panel: Panel): panel is DataPanel {
  return panel.kind !== 'text' && panel.kind !== 'logs';
}

/**
 * Whether a query is about the end of the time range alone. One figure always is: read from a range, it would be as old as a
 * step, hours of a month, and on the first day there would be none.
 */
export function asksAtOnce({ kind }: DataPanel, { instant }: Query): boolean {
  return instant === true || kind === 'table' || kind === 'stat' || kind === 'bargauge';
}

/** Name of the nth query in Grafana: `A`, `B` and so on. */
export function refIdOf(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}
