import { PanelBuilder as BarGauge } from '@grafana/grafana-foundation-sdk/bargauge';
import {
  BarGaugeDisplayMode,
  BarGaugeNamePlacement,
  BarGaugeValueMode,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TableSortByFieldStateBuilder,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  DashboardLinkBuilder,
  FieldColorBuilder,
  FieldColorModeId,
  type Panel as PanelJson,
} from '@grafana/grafana-foundation-sdk/dashboard';
import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  PanelBuilder as Heatmap,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { PanelBuilder as Logs } from '@grafana/grafana-foundation-sdk/logs';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StateTimeline } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as Text, TextMode } from '@grafana/grafana-foundation-sdk/text';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Positioned } from '../layout.ts';
import type {
  BarGaugePanel,
  DataPanel,
  HeatmapPanel,
  Link,
  LogsPanel,
  Panel,
  StatPanel,
  StateTimelinePanel,
  TablePanel,
  TextPanel,
  TimeSeriesPanel,
} from '../panels/panel.ts';
import { columnOf, overrideOf } from '../render/field-config.ts';
import { tableTransformations } from '../render/table-transformations.ts';
import { thresholdsOf, wordsOf } from './field-config.ts';
import { numericId } from './numeric-id.ts';
import { logQuery, loki, prometheus, targetsOf } from './targets.ts';

type DataBuilder = Stat | TimeSeries | Table | BarGauge | StateTimeline | Heatmap;
type Builder = DataBuilder | Text | Logs;

/** A panel as Grafana's classic dashboards have it. */
export function panelJson({ panel, x, y, width, height }: Positioned): PanelJson {
  const builder = builderOf(panel);
  builder
    .id(numericId(panel.id))
    .title(panel.title)
    .description(panel.description)
    .gridPos({ x, y, w: width, h: height })
    .links(linkBuilders(panel.links));
  return builder.build();
}

function builderOf(panel: Panel): Builder {
  switch (panel.kind) {
    case 'stat':
      return ofData(panel, stat(panel));
    case 'timeseries':
      return ofData(panel, timeSeries(panel));
    case 'table':
      return ofData(panel, table(panel));
    case 'bargauge':
      return ofData(panel, barGauge(panel));
    case 'state-timeline':
      return ofData(panel, stateTimeline(panel));
    case 'heatmap':
      return ofData(panel, heatmap(panel));
    case 'text':
      return text(panel);
    case 'logs':
      return logs(panel);
  }
}

function ofData(panel: DataPanel, builder: DataBuilder): DataBuilder {
  builder
    .datasource(prometheus)
    .targets(targetsOf(panel))
    .unit(panel.unit)
    .noValue(panel.absent.text)
    .dataLinks(linkBuilders(panel.dataLinks))
    .thresholds(thresholdsOf(panel.steps ?? []))
    .mappings(wordsOf(panel.mappings ?? []));
  if (panel.decimals !== undefined) builder.decimals(panel.decimals);
  if (panel.min !== undefined) builder.min(panel.min);
  if (panel.max !== undefined) builder.max(panel.max);
  for (const override of panel.overrides ?? []) builder.overrideByName(override.name, overrideOf(override));
  return builder;
}

function linkBuilders(links: readonly Link[] = []): DashboardLinkBuilder[] {
  return links.map(({ title, url }) => new DashboardLinkBuilder(title).url(url));
}

function colours(mode: FieldColorModeId, fixed?: string): FieldColorBuilder {
  const colour = new FieldColorBuilder().mode(mode);
  return fixed === undefined ? colour : colour.fixedColor(fixed);
}

function stat({ text, colour, named, steps }: StatPanel): Stat {
  const modes = {
    none: BigValueColorMode.None,
    value: BigValueColorMode.Value,
    background: BigValueColorMode.Background,
  } as const;
  const reduced = new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false);
  return new Stat()
    .colorMode(modes[colour])
    .colorScheme(steps === undefined ? colours(FieldColorModeId.Fixed, 'blue') : colours(FieldColorModeId.Thresholds))
    .graphMode(BigValueGraphMode.None)
    .textMode(named === true ? BigValueTextMode.ValueAndName : BigValueTextMode.Value)
    .orientation(VizOrientation.Auto)
    .reduceOptions(text === undefined ? reduced : reduced.fields(`/^${text}$/`));
}

function timeSeries({ draw, stacked, limits, legend, steps }: TimeSeriesPanel): TimeSeries {
  const modes = {
    none: LegendDisplayMode.Hidden,
    list: LegendDisplayMode.List,
    table: LegendDisplayMode.Table,
  } as const;
  const shown = new VizLegendOptionsBuilder()
    .displayMode(modes[legend])
    .showLegend(legend !== 'none')
    .placement(legend === 'table' ? LegendPlacement.Right : LegendPlacement.Bottom)
    .calcs(legend === 'table' ? ['lastNotNull', 'max'] : []);
  const builder = new TimeSeries()
    .colorScheme(colours(FieldColorModeId.PaletteClassicByName))
    .drawStyle(draw === 'bars' ? GraphDrawStyle.Bars : GraphDrawStyle.Line)
    .fillOpacity(stacked === true ? 40 : draw === 'bars' ? 80 : 0)
    .lineWidth(stacked === true ? 1 : 2)
    .showPoints(VisibilityMode.Never)
    .legend(shown)
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  if (stacked === true) builder.stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
  if (limits === true && steps !== undefined)
    builder.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  return builder;
}

function table(panel: TablePanel): Table {
  const { columns, sort } = panel;
  const builder = new Table()
    .colorScheme(colours(FieldColorModeId.Fixed, 'text'))
    .showHeader(true)
    .filterable(true)
    .transformations(tableTransformations(panel));
  for (const column of columns) {
    const properties = columnOf(column);
    if (properties.length > 0) builder.overrideByName(column.title, properties);
  }
  return sort === undefined
    ? builder
    : builder.sortBy([new TableSortByFieldStateBuilder().displayName(sort.by).desc(sort.descending === true)]);
}

function barGauge(_panel: BarGaugePanel): BarGauge {
  return new BarGauge()
    .colorScheme(colours(FieldColorModeId.Thresholds))
    .orientation(VizOrientation.Horizontal)
    .displayMode(BarGaugeDisplayMode.Basic)
    .valueMode(BarGaugeValueMode.Text)
    .namePlacement(BarGaugeNamePlacement.Left)
    .showUnfilled(true)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false));
}

function stateTimeline(_panel: StateTimelinePanel): StateTimeline {
  return new StateTimeline()
    .colorScheme(colours(FieldColorModeId.Thresholds))
    .showValue(VisibilityMode.Never)
    .rowHeight(0.8)
    .fillOpacity(80)
    .lineWidth(0)
    .mergeValues(true)
    .perPage(20)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .showLegend(true)
        .placement(LegendPlacement.Bottom)
        .calcs([]),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Single).sort(SortOrder.None));
}

function heatmap({ unit }: HeatmapPanel): Heatmap {
  return new Heatmap()
    .calculate(false)
    .cellGap(1)
    .color(new HeatmapColorOptionsBuilder().mode(HeatmapColorMode.Scheme).scheme('Blues').steps(32))
    .yAxis(new YAxisConfigBuilder().unit(unit))
    .showLegend();
}

function text({ markdown }: TextPanel): Text {
  return new Text().mode(TextMode.Markdown).content(markdown);
}

function logs(panel: LogsPanel): Logs {
  return new Logs()
    .datasource(loki)
    .targets([logQuery(panel)])
    .noValue(panel.absent.text)
    .showTime(true)
    .wrapLogMessage(true)
    .enableLogDetails(true);
}
