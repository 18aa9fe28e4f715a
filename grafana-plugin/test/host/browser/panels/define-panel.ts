import {
  FieldColorModeId,
  type FieldConfigEditorBuilder,
  FieldConfigProperty,
  identityOverrideProcessor,
  PanelPlugin,
  type PanelPluginMeta,
  type PanelProps,
  type PanelOptionsEditorBuilder,
  PluginType,
} from '@grafana/data';
import type { ComponentType } from 'react';
import { noEditor } from '../registries.ts';

type Defaults = Readonly<Record<string, unknown>>;

/** A panel of the stand-in under the id of one of Grafana's. */
export interface PanelSpec<O extends object> {
  readonly id: string;
  readonly component: ComponentType<PanelProps<O>>;
  /** Options of the panel and what they are when a panel says nothing. */
  readonly options?: Defaults;
  /** `custom` options of fields; what is not listed here is dropped, as Grafana drops what a panel does not know. */
  readonly custom?: Defaults;
  /** Series are told apart by colour rather than judged by it. */
  readonly palette?: boolean;
}

/** Makes a panel plugin of it. */
export function definePanel<O extends object>(spec: PanelSpec<O>): PanelPlugin<O> {
  const { id, component, options = {}, custom, palette = false } = spec;
  const plugin = new PanelPlugin<O>(component);
  const meta: PanelPluginMeta = {
    id,
    name: id,
    type: PluginType.panel,
    module: '',
    baseUrl: '',
    sort: 1,
    info: {
      version: '',
      author: { name: '' },
      description: '',
      links: [],
      logos: { small: '', large: '' },
      screenshots: [],
      updated: '',
    },
  };
  plugin.meta = meta;
  plugin.useFieldConfig({
    ...(palette
      ? {
          standardOptions: { [FieldConfigProperty.Color]: { defaultValue: { mode: FieldColorModeId.PaletteClassic } } },
        }
      : {}),
    ...(custom === undefined ? {} : { useCustomConfig: (builder) => addCustom(builder, custom) }),
  });
  plugin.setPanelOptions((builder) => addOptions(builder, options));
  return plugin;
}

function addCustom(builder: FieldConfigEditorBuilder<object>, custom: Defaults): void {
  for (const [path, defaultValue] of Object.entries(custom)) {
    builder.addCustomEditor({
      id: path,
      path: path,
      name: path,
      defaultValue,
      editor: noEditor,
      override: noEditor,
      process: identityOverrideProcessor,
      shouldApply: () => true,
    });
  }
}

function addOptions<O>(builder: PanelOptionsEditorBuilder<O>, options: Defaults): void {
  for (const [path, defaultValue] of Object.entries(options)) {
    builder.addCustomEditor({ id: path, path: path, name: path, defaultValue, editor: noEditor });
  }
}
