import {
  type DataLink,
  type FieldConfigSource,
  FieldColorModeId,
  MappingType,
  ThresholdsMode,
  type ThresholdsConfig,
  type ValueMapping,
} from '@grafana/data';
import type { DataPanel, Link, Step } from '../../../dashboards/panels/panel.ts';
import {
  columnOf,
  grounded,
  type GroundedStep,
  mappingsOf,
  overrideOf,
  type Property,
} from '../../../dashboards/render/field-config.ts';
import { inAppUrl } from './in-app-url.ts';

/** How a panel's values are shown: unit, steps, words and links, and what is different for one series or column. */
export function fieldsOf(panel: DataPanel): FieldConfigSource {
  const { unit, decimals, min, max, steps, mappings, absent, dataLinks, overrides = [] } = panel;
  const columns = panel.kind === 'table' ? panel.columns : [];
  return {
    defaults: {
      unit,
      decimals,
      min,
      max,
      // In a table it would stand in every empty cell; one without any row gives way to the reason.
      noValue: panel.kind === 'table' ? '–' : absent.text,
      color: colourOf(panel),
      thresholds: thresholdsOf(steps),
      mappings: mappingsOf(mappings ?? []).map((words): ValueMapping =>
        words.type === 'value'
          ? { type: MappingType.ValueToText, options: words.options }
          : { type: MappingType.RangeToText, options: words.options },
      ),
      links: (dataLinks ?? []).map(linkOf),
      custom: customOf(panel),
    },
    overrides: [
      ...overrides.map((override) => rule(override.name, overrideOf(override))),
      ...columns.map((column) => rule(column.title, columnOf(column))),
    ],
  };
}

function colourOf({ kind, steps }: DataPanel): { mode: string; fixedColor?: string } {
  switch (kind) {
    case 'timeseries':
      return { mode: FieldColorModeId.PaletteClassicByName };
    case 'table':
      return { mode: FieldColorModeId.Fixed, fixedColor: 'text' };
    case 'stat':
      return steps === undefined
        ? { mode: FieldColorModeId.Fixed, fixedColor: 'blue' }
        : { mode: FieldColorModeId.Thresholds };
    default:
      return { mode: FieldColorModeId.Thresholds };
  }
}

function customOf(panel: DataPanel): Record<string, unknown> {
  switch (panel.kind) {
    case 'timeseries': {
      const { draw, stacked, limits } = panel;
      return {
        drawStyle: draw ?? 'lines',
        lineWidth: stacked === true ? 1 : 2,
        fillOpacity: stacked === true ? 40 : draw === 'bars' ? 80 : 0,
        showPoints: 'never',
        spanNulls: false,
        stacking: { mode: stacked === true ? 'normal' : 'none', group: 'A' },
        thresholdsStyle: { mode: limits === true ? 'dashed' : 'off' },
      };
    }
    case 'state-timeline':
      return { fillOpacity: 80, lineWidth: 0 };
    case 'table':
      return { align: 'auto', filterable: true };
    default:
      return {};
  }
}

/** In files the lowest step has no value, which JSON cannot write; in the browser it is below everything. */
function grown(steps: readonly GroundedStep[]): ThresholdsConfig['steps'] {
  return steps.map(({ value, color }) => ({ value: value ?? -Infinity, color }));
}

function thresholdsOf(steps: readonly Step[] = []): ThresholdsConfig {
  return { mode: ThresholdsMode.Absolute, steps: grown(grounded(steps)) };
}

function linkOf({ title, url }: Link): DataLink {
  return { title, url: inAppUrl(url) };
}

type Rule = FieldConfigSource['overrides'][number];

function rule(name: string, properties: readonly Property[]): Rule {
  return { matcher: { id: 'byName', options: name }, properties: properties.map(inBrowser) };
}

function inBrowser({ id, value }: Property): Rule['properties'][number] {
  if (id === 'thresholds') {
    const { steps } = value as { readonly steps: readonly GroundedStep[] };
    return { id, value: { mode: ThresholdsMode.Absolute, steps: grown(steps) } };
  }
  if (id === 'links') return { id, value: (value as readonly Link[]).map(linkOf) };
  return { id, value };
}
