import {
  booleanOverrideProcessor,
  dataLinksOverrideProcessor,
  displayNameOverrideProcessor,
  FieldColorModeId,
  type FieldConfigPropertyItem,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  standardTransformers,
  standardTransformersRegistry,
  stringOverrideProcessor,
  ThresholdsMode,
  thresholdsOverrideProcessor,
  type TransformerRegistryItem,
  unitOverrideProcessor,
  valueMappingsOverrideProcessor,
} from '@grafana/data';

/** Nobody edits a panel here, so nothing is drawn where Grafana has an editor. */
export const noEditor = () => null;

const editors = [
  'number',
  'slider',
  'text',
  'strings',
  'boolean',
  'select',
  'multi-select',
  'radio',
  'unit',
  'color',
  'fieldColor',
  'links',
  'actions',
  'mappings',
  'thresholds',
  'stats-picker',
  'timezone',
  'field-name',
  'layer',
  'dashboard-uid',
];

/** Fills the registries of @grafana/data, which Grafana fills when it starts: options of fields, editors, transformations. */
export function fillRegistries(): void {
  standardEditorsRegistry.setInit(() => editors.map((id) => ({ id, name: id, editor: noEditor })));
  standardFieldConfigEditorRegistry.setInit(fieldOptions);
  standardTransformersRegistry.setInit(() => {
    // Deprecated names stand for the same transformation: one id may come once only.
    const byId = new Map(Object.values(standardTransformers).map((info) => [info.id, info]));
    return [...byId.values()].map((info): TransformerRegistryItem => ({
      id: info.id,
      name: info.name,
      ...(info.description === undefined ? {} : { description: info.description }),
      transformation: () => Promise.resolve(info),
      editor: noEditor,
      imageDark: '',
      imageLight: '',
    }));
  });
}

function fieldOptions(): FieldConfigPropertyItem[] {
  return [
    option('displayName', displayNameOverrideProcessor),
    option('unit', unitOverrideProcessor),
    option('min', numberOverrideProcessor),
    option('max', numberOverrideProcessor),
    option('fieldMinMax', booleanOverrideProcessor),
    option('decimals', numberOverrideProcessor),
    option('noValue', stringOverrideProcessor),
    option('color', identityOverrideProcessor, { mode: FieldColorModeId.Thresholds }),
    option('thresholds', thresholdsOverrideProcessor, {
      mode: ThresholdsMode.Absolute,
      steps: [
        { value: -Infinity, color: 'green' },
        { value: 80, color: 'red' },
      ],
    }),
    option('mappings', valueMappingsOverrideProcessor, []),
    option('links', dataLinksOverrideProcessor),
    option('actions', identityOverrideProcessor),
    option('filterable', booleanOverrideProcessor),
  ];
}

function option(
  id: string,
  process: FieldConfigPropertyItem['process'],
  defaultValue?: unknown,
): FieldConfigPropertyItem {
  return {
    id,
    path: id,
    name: id,
    editor: noEditor,
    override: noEditor,
    process,
    settings: {},
    shouldApply: () => true,
    ...(defaultValue === undefined ? {} : { defaultValue }),
  };
}
