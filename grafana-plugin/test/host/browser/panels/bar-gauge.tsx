import { type PanelProps, type ReduceDataOptions, VizOrientation } from '@grafana/data';
import { config } from '@grafana/runtime';
import { BarGaugeDisplayMode, BarGaugeNamePlacement, BarGaugeValueMode } from '@grafana/schema';
import { BarGauge, VizRepeater } from '@grafana/ui';
import { definePanel } from './define-panel.ts';
import { isEmpty, NoData } from './no-data.tsx';
import { displayed, reduceOptions } from './stat.tsx';

interface Options {
  readonly reduceOptions: ReduceDataOptions;
  readonly displayMode: BarGaugeDisplayMode;
  readonly valueMode: BarGaugeValueMode;
  readonly namePlacement: BarGaugeNamePlacement;
  readonly orientation: VizOrientation;
  readonly showUnfilled: boolean;
  readonly minVizHeight: number;
  readonly maxVizHeight: number;
}

function Panel(props: PanelProps<Options>) {
  const { data, options, width, height, renderCounter } = props;
  if (isEmpty(props)) return <NoData {...props} />;
  return (
    <VizRepeater
      width={width}
      height={height}
      source={data}
      renderCounter={renderCounter}
      orientation={options.orientation}
      minVizHeight={options.minVizHeight}
      maxVizHeight={options.maxVizHeight}
      itemSpacing={8}
      getValues={() => displayed(props, false)}
      renderValue={({ value: { display, field, view, colIndex }, width: w, height: h, orientation }) => {
        const processor = colIndex === undefined ? undefined : view?.getFieldDisplayProcessor(colIndex);
        return (
          <BarGauge
            value={display}
            field={field}
            display={processor}
            width={w}
            height={h}
            orientation={orientation}
            theme={config.theme2}
            displayMode={options.displayMode}
            valueDisplayMode={options.valueMode}
            namePlacement={options.namePlacement}
            showUnfilled={options.showUnfilled}
          />
        );
      }}
    />
  );
}

/** Drawn by the bar gauge of @grafana/ui. */
export const barGauge = definePanel({
  id: 'bargauge',
  component: Panel,
  options: {
    reduceOptions,
    displayMode: BarGaugeDisplayMode.Gradient,
    valueMode: BarGaugeValueMode.Color,
    namePlacement: BarGaugeNamePlacement.Auto,
    orientation: VizOrientation.Auto,
    showUnfilled: true,
    sizing: 'auto',
    minVizWidth: 8,
    minVizHeight: 16,
    maxVizHeight: 300,
    legend: undefined,
    text: undefined,
  },
});
