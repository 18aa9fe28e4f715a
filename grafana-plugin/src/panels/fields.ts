import {
  type DataLink,
  type FieldConfigSource,
  FieldColorModeId,
  MappingType,
  ThresholdsMode,
  type ThresholdsConfig,
  type ValueMapping,
} from '@grafana/data';
import type { Column, DataPanel, Link, Mapping, Override, Step } from '../../../dashboards/panels/panel.ts';

/** How a panel's values are shown: unit, steps, words and links, and what is different for one series or column. */
export function fieldsOf(panel: DataPanel): FieldConfigSource {
  const { unit, decimals, min, max, steps, mappings, absent, dataLinks } = panel;
  return {
    defaults: {
      unit,
      decimals,
      min,
      max,
      noValue: absent.text,
      color: { mode: coloursBySteps(panel) ? FieldColorModeId.Thresholds : FieldColorModeId.PaletteClassic },
      thresholds: thresholdsOf(steps),
      mappings: (mappings ?? []).map(mappingOf),
      links: (dataLinks ?? []).map(linkOf),
      custom: customOf(panel),
      ...(panel.kind === 'stat' && panel.text !== undefined ? { displayName: `\${__field.labels.${panel.text}}` } : {}),
    },
    overrides: [
      ...(panel.overrides ?? []).map(overrideOf),
      ...(panel.kind === 'table' ? panel.columns.map(columnOf) : []),
    ],
  };
}

/** Whether colour says how good a value is; in charts it tells series apart. */
function coloursBySteps({ kind }: DataPanel): boolean {
  return kind !== 'timeseries' && kind !== 'heatmap';
}

function customOf(panel: DataPanel): Record<string, unknown> {
  switch (panel.kind) {
    case 'timeseries':
      return {
        drawStyle: panel.draw ?? 'lines',
        lineWidth: 1,
        fillOpacity: panel.stacked === true || panel.draw === 'bars' ? 25 : 0,
        showPoints: 'never',
        spanNulls: false,
        stacking: { mode: panel.stacked === true ? 'normal' : 'none', group: 'A' },
        thresholdsStyle: { mode: panel.limits === true ? 'dashed' : 'off' },
      };
    case 'state-timeline':
      return { fillOpacity: 75, lineWidth: 0 };
    case 'table':
      return { align: 'auto', filterable: false };
    default:
      return {};
  }
}

/** Below the first step nothing is said: Grafana paints what is absent with its lowest step. */
function thresholdsOf(steps: readonly Step[] = []): ThresholdsConfig {
  return {
    mode: ThresholdsMode.Absolute,
    steps: [
      { value: -Infinity, color: 'text' },
      ...steps.map(({ from, colour }) => ({ value: from, color: colour as string })),
    ],
  };
}

function mappingOf(mapping: Mapping, index: number): ValueMapping {
  const result = { text: mapping.text, index, ...(mapping.colour === undefined ? {} : { color: mapping.colour }) };
  if ('value' in mapping) return { type: MappingType.ValueToText, options: { [String(mapping.value)]: result } };
  return { type: MappingType.RangeToText, options: { from: mapping.from, to: mapping.to ?? Infinity, result } };
}

function linkOf({ title, url }: Link): DataLink {
  return { title, url };
}

type OverrideRule = FieldConfigSource['overrides'][number];

function overrideOf({ name, colour, unit, decimals, dashed, rightAxis }: Override): OverrideRule {
  return {
    matcher: { id: 'byName', options: name },
    properties: [
      ...property('color', colour === undefined ? undefined : { mode: 'fixed', fixedColor: colour }),
      ...property('unit', unit),
      ...property('decimals', decimals),
      ...property('custom.lineStyle', dashed === true ? { fill: 'dash', dash: [8, 6] } : undefined),
      ...property('custom.axisPlacement', rightAxis === true ? 'right' : undefined),
    ],
  };
}

function columnOf({ title, unit, decimals, width, steps, mappings, cell, links }: Column): OverrideRule {
  const coloured = steps !== undefined || mappings !== undefined;
  return {
    matcher: { id: 'byName', options: title },
    properties: [
      ...property('unit', unit),
      ...property('decimals', decimals),
      ...property('custom.width', width),
      ...property('thresholds', steps === undefined ? undefined : thresholdsOf(steps)),
      ...property('mappings', mappings?.map(mappingOf)),
      ...property('links', links?.map(linkOf)),
      ...property('custom.cellOptions', coloured || cell !== undefined ? cellOf(cell) : undefined),
    ],
  };
}

function cellOf(cell: Column['cell']): Record<string, string> {
  switch (cell) {
    case 'background':
      return { type: 'color-background', mode: 'basic' };
    case 'gauge':
      return { type: 'gauge', mode: 'basic' };
    default:
      return { type: 'color-text' };
  }
}

function property(id: string, value: unknown): OverrideRule['properties'] {
  return value === undefined ? [] : [{ id, value }];
}
