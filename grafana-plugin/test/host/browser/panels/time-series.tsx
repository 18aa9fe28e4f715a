import { type DataFrame, formattedValueToString, getFieldDisplayName, type PanelProps } from '@grafana/data';
import {
  AxisPlacement,
  BarAlignment,
  GraphDrawStyle,
  GraphGradientMode,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LineInterpolation,
  ScaleDistribution,
  StackingMode,
  TooltipDisplayMode,
  type VizLegendOptions,
  VisibilityMode,
} from '@grafana/schema';
import { SeriesTable, TimeSeries, TooltipPlugin2 } from '@grafana/ui';
import { definePanel } from './define-panel.ts';
import { isEmpty, NoData } from './no-data.tsx';

interface Options {
  readonly legend: VizLegendOptions;
  readonly tooltip: { readonly mode: TooltipDisplayMode };
}

// The enumeration of the package has no values when it runs.
const hover = { one: 0, all: 1 } as const;

function Panel(props: PanelProps<Options>) {
  const { data, options, width, height, timeRange, timeZone, onChangeTimeRange } = props;
  if (isEmpty(props)) return <NoData {...props} />;
  const { mode } = options.tooltip;
  return (
    <TimeSeries
      frames={data.series}
      structureRev={data.structureRev}
      timeRange={timeRange}
      timeZone={timeZone}
      width={width}
      height={height}
      legend={options.legend}
      options={options}
    >
      {(config, aligned) =>
        mode === TooltipDisplayMode.None ? null : (
          <TooltipPlugin2
            config={config}
            hoverMode={mode === TooltipDisplayMode.Multi ? hover.all : hover.one}
            clientZoom
            queryZoom={onChangeTimeRange}
            render={(_, indexes, hovered) => (
              <Tooltip
                aligned={aligned}
                frames={data.series}
                indexes={indexes}
                hovered={hovered}
                all={mode === TooltipDisplayMode.Multi}
              />
            )}
          />
        )
      }
    </TimeSeries>
  );
}

interface HoverProps {
  readonly aligned: DataFrame;
  readonly frames: DataFrame[];
  readonly indexes: readonly (number | null)[];
  readonly hovered: number | null;
  readonly all: boolean;
}

function Tooltip({ aligned, frames, indexes, hovered, all }: HoverProps) {
  const [time, ...fields] = aligned.fields;
  const at = indexes.find((index) => index !== null) ?? undefined;
  if (time === undefined || at === undefined) return null;
  const rows = fields.flatMap((field, index) => {
    const position = indexes[index + 1] ?? null;
    if (position === null || (!all && index + 1 !== hovered)) return [];
    const shown = field.display?.(field.values[position]);
    return [
      {
        color: shown?.color ?? '',
        label: getFieldDisplayName(field, aligned, frames),
        value: shown === undefined ? '' : formattedValueToString(shown),
        isActive: index + 1 === hovered,
      },
    ];
  });
  const moment = time.display?.(time.values[at]);
  return <SeriesTable timestamp={moment === undefined ? '' : formattedValueToString(moment)} series={rows} />;
}

/** Drawn by the graph of @grafana/ui. */
export const timeSeries = definePanel({
  id: 'timeseries',
  component: Panel,
  palette: true,
  options: {
    legend: { displayMode: LegendDisplayMode.List, placement: 'bottom', showLegend: true, calcs: [] },
    tooltip: { mode: TooltipDisplayMode.Single, sort: 'none' },
  },
  custom: {
    drawStyle: GraphDrawStyle.Line,
    lineInterpolation: LineInterpolation.Linear,
    lineWidth: 1,
    fillOpacity: 0,
    fillBelowTo: undefined,
    gradientMode: GraphGradientMode.None,
    lineStyle: { fill: 'solid' },
    showPoints: VisibilityMode.Auto,
    pointSize: 5,
    spanNulls: false,
    insertNulls: false,
    showValues: false,
    stacking: { mode: StackingMode.None, group: 'A' },
    barAlignment: BarAlignment.Center,
    barWidthFactor: 0.6,
    barMaxWidth: undefined,
    transform: undefined,
    axisPlacement: AxisPlacement.Auto,
    axisLabel: '',
    axisWidth: undefined,
    axisColorMode: 'text',
    axisBorderShow: false,
    axisCenteredZero: false,
    axisGridShow: true,
    axisSoftMin: undefined,
    axisSoftMax: undefined,
    scaleDistribution: { type: ScaleDistribution.Linear },
    hideFrom: { tooltip: false, viz: false, legend: false },
    thresholdsStyle: { mode: GraphThresholdsStyleMode.Off },
  },
});
