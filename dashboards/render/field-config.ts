import { tone } from '../panels/colours.ts';
import type { Column, Mapping, Override, Step } from '../panels/panel.ts';

/** A property of a field and what it is set to, by the names that Grafana's panels give them. */
export interface Property {
  readonly id: string;
  readonly value: unknown;
}

/** A step as Grafana has it; the lowest has no value. */
export interface GroundedStep {
  readonly value: number | null;
  readonly color: string;
}

interface Words {
  readonly text: string;
  readonly index: number;
  readonly color?: string;
}

/** Words for a value, or for those within bounds, as Grafana has them. */
export type ValueWords =
  | { readonly type: 'value'; readonly options: Record<string, Words> }
  | { readonly type: 'range'; readonly options: { from: number; to: number | null; result: Words } };

/** Steps above a neutral ground, which is also what Grafana paints an absent value with. */
export function grounded(steps: readonly Step[]): readonly GroundedStep[] {
  return [{ value: null, color: tone.neutral }, ...steps.map(({ from, colour }) => ({ value: from, color: colour }))];
}

/** Words for values, in the order in which they are tried. */
export function mappingsOf(mappings: readonly Mapping[]): ValueWords[] {
  return mappings.map((mapping, index): ValueWords => {
    const result: Words = { text: mapping.text, index, ...(mapping.colour !== undefined && { color: mapping.colour }) };
    return 'value' in mapping
      ? { type: 'value', options: { [String(mapping.value)]: result } }
      : { type: 'range', options: { from: mapping.from, to: mapping.to ?? null, result } };
  });
}

/** What is different for one series. */
export function overrideOf({ colour, unit, decimals, dashed, rightAxis }: Override): Property[] {
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
export function columnOf({ unit, decimals, width, steps, mappings, cell, links }: Column): Property[] {
  const coloured = (cell ?? (steps ?? mappings) !== undefined) ? (cell ?? 'text') : undefined;
  return [
    // What stands in an empty panel would stand in every empty cell too.
    { id: 'noValue', value: '–' },
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
