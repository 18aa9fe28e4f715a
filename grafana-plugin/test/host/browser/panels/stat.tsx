import {
  type FieldDisplay,
  getFieldDisplayValues,
  type PanelProps,
  type ReduceDataOptions,
  VizOrientation,
} from '@grafana/data';
import { config } from '@grafana/runtime';
import { BigValueTextMode, type VizTextDisplayOptions } from '@grafana/schema';
import { BigValue, BigValueColorMode, BigValueGraphMode, BigValueJustifyMode, VizRepeater } from '@grafana/ui';
import { definePanel } from './define-panel.ts';
import { isEmpty, NoData } from './no-data.tsx';

/** How series become single values: shared by the panels that show those. */
export const reduceOptions: ReduceDataOptions = { values: false, calcs: ['lastNotNull'], fields: '' };

type ReducedProps = Pick<PanelProps, 'data' | 'fieldConfig' | 'replaceVariables' | 'timeZone'> & {
  readonly options: { readonly reduceOptions: ReduceDataOptions };
};

/** The values of a panel that shows one a series or one a row. */
export function displayed(
  { data, fieldConfig, options, replaceVariables, timeZone }: ReducedProps,
  sparkline: boolean,
): FieldDisplay[] {
  return getFieldDisplayValues({
    fieldConfig,
    reduceOptions: options.reduceOptions,
    replaceVariables,
    theme: config.theme2,
    data: data.series,
    sparkline,
    timeZone,
  });
}

interface Options {
  readonly reduceOptions: ReduceDataOptions;
  readonly graphMode: BigValueGraphMode;
  readonly colorMode: BigValueColorMode;
  readonly justifyMode: BigValueJustifyMode;
  readonly textMode: BigValueTextMode;
  readonly orientation: VizOrientation;
  readonly wideLayout: boolean;
  readonly text?: VizTextDisplayOptions;
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
      autoGrid
      orientation={options.orientation}
      getValues={() => displayed(props, options.graphMode !== BigValueGraphMode.None)}
      renderValue={({ value, count, width: w, height: h }) => (
        <BigValue
          value={value.display}
          sparkline={value.sparkline}
          text={options.text}
          width={w}
          height={h}
          count={count}
          theme={config.theme2}
          colorMode={options.colorMode}
          graphMode={options.graphMode}
          justifyMode={options.justifyMode}
          textMode={options.textMode}
          disableWideLayout={!options.wideLayout}
        />
      )}
    />
  );
}

/** Drawn by the big value of @grafana/ui. */
export const stat = definePanel({
  id: 'stat',
  component: Panel,
  options: {
    reduceOptions,
    graphMode: BigValueGraphMode.Area,
    colorMode: BigValueColorMode.Value,
    justifyMode: BigValueJustifyMode.Auto,
    textMode: BigValueTextMode.Auto,
    orientation: VizOrientation.Auto,
    wideLayout: true,
    showPercentChange: false,
    percentChangeColorMode: 'standard',
    text: undefined,
  },
});
