import {
  MappingType,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type DynamicConfigValue,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { tone } from '../panels/colours.ts';
import type { Column, Mapping, Override, Step } from '../panels/panel.ts';

/** Steps above a neutral ground, which is also what Grafana paints an absent value with. */
function grounded(steps: readonly Step[]) {
  return [{ value: null, color: tone.neutral }, ...steps.map(({ from, colour }) => ({ value: from, color: colour }))];
}

/** Thresholds of a panel. */
export function thresholdsOf(steps: readonly Step[]): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(grounded(steps));
}

/** Words for values, in the order in which they are tried. */
export function mappingsOf(mappings: readonly Mapping[]): ValueMapping[] {
  return mappings.map((mapping, index) => {
    const result = { text: mapping.text, index, ...(mapping.colour !== undefined && { color: mapping.colour }) };
    return 'value' in mapping
      ? { type: MappingType.ValueToText, options: { [String(mapping.value)]: result } }
      : { type: MappingType.RangeToText, options: { from: mapping.from, to: mapping.to ?? null, result } };
  });
}

/** What is different for one series. */
export function overrideOf({ colour, unit, decimals, dashed, rightAxis }: Override): DynamicConfigValue[] {
  return [
    ...(colour === undefined ? [] : [{ id: 'color', value: { mode: 'fixed', fixedColor: colour } }]),
    ...(unit === undefined ? [] : [{ id: 'unit', value: unit }]),
    ...(decimals === undefined ? [] : [{ id: 'decimals', value: decimals }]),
    ...(dashed === undefined ? [] : [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [10, 10] } }]),
    ...(rightAxis === undefined ? [] : [{ id: 'custom.axisPlacement', value: 'right' }]),
  ];
}

const cellTypes = { text: 'color-text', background: 'color-background', gauge: 'gauge' } as const;

/** What is different for one column. */
export function columnOf({ unit, decimals, width, steps, mappings, cell, links }: Column): DynamicConfigValue[] {
  const coloured = (cell ?? (steps ?? mappings) !== undefined) ? (cell ?? 'text') : undefined;
  return [
    ...(unit === undefined ? [] : [{ id: 'unit', value: unit }]),
    ...(decimals === undefined ? [] : [{ id: 'decimals', value: decimals }]),
    ...(width === undefined ? [] : [{ id: 'custom.width', value: width }]),
    ...(steps === undefined
      ? []
      : [
          { id: 'thresholds', value: { mode: 'absolute', steps: grounded(steps) } },
          { id: 'color', value: { mode: 'thresholds' } },
        ]),
    ...(mappings === undefined ? [] : [{ id: 'mappings', value: mappingsOf(mappings) }]),
    ...(coloured === undefined
      ? []
      : [
          {
            id: 'custom.cellOptions',
            value: { type: cellTypes[coloured], ...(coloured === 'gauge' && { mode: 'basic' }) },
          },
        ]),
    ...(links === undefined ? [] : [{ id: 'links', value: links }]),
  ];
}
