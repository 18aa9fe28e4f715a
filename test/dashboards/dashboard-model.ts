/** A query of a panel. */
export interface TargetModel {
  readonly refId: string;
  readonly expr: string;
  readonly instant?: boolean;
  readonly format?: string;
  readonly legendFormat?: string;
  readonly datasource?: { readonly type: string; readonly uid: string };
}

interface LinkModel {
  readonly title: string;
  readonly url: string;
}

/** What is changed for one field, by the name of a property. */
export interface OverrideModel {
  readonly matcher: { readonly id: string; readonly options: string };
  readonly properties: readonly { readonly id: string; readonly value: unknown }[];
}

/** A panel, or a row. */
export interface PanelModel {
  readonly type: string;
  readonly id: number;
  readonly title?: string;
  readonly description?: string;
  readonly collapsed?: boolean;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly targets?: readonly TargetModel[];
  readonly links?: readonly LinkModel[];
  readonly panels?: readonly PanelModel[];
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit?: string;
      readonly noValue?: string;
      readonly links?: readonly LinkModel[];
      readonly thresholds?: { readonly steps: readonly { readonly value: number | null; readonly color: string }[] };
    };
    readonly overrides: readonly OverrideModel[];
  };
  readonly transformations?: readonly { readonly id: string; readonly options: Readonly<Record<string, unknown>> }[];
}

/** A classic dashboard, as far as its rules look at it. */
export interface DashboardModel {
  readonly uid: string;
  readonly title: string;
  readonly editable: boolean;
  readonly refresh: string;
  readonly schemaVersion: number;
  readonly tags: readonly string[];
  readonly panels: readonly PanelModel[];
  readonly annotations: { readonly list: readonly { readonly name: string; readonly expr: string }[] };
  readonly templating: {
    readonly list: readonly {
      readonly type: string;
      readonly name: string;
      readonly label?: string;
      readonly query: string;
      readonly refresh?: number;
      readonly allValue?: string;
      readonly datasource?: { readonly uid: string };
    }[];
  };
}

/** Every panel, those of collapsed rows too, and rows themselves. */
export function allPanels({ panels }: DashboardModel): readonly PanelModel[] {
  return panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
}

const wordsAlone = new Set(['row', 'text']);

/** Panels that show data. */
export function dataPanels(dashboard: DashboardModel): readonly PanelModel[] {
  return allPanels(dashboard).filter(({ type }) => !wordsAlone.has(type));
}

/** Panels that read Prometheus, each with its queries. */
export function promqlPanels(dashboard: DashboardModel): readonly PanelModel[] {
  return dataPanels(dashboard).filter(({ type }) => type !== 'logs');
}

/** Links of a panel, of its values and of its columns. */
export function linksOf(panel: PanelModel): readonly LinkModel[] {
  const inColumns = (panel.fieldConfig?.overrides ?? []).flatMap(({ properties }) =>
    properties.filter(({ id }) => id === 'links').flatMap(({ value }) => value as readonly LinkModel[]),
  );
  return [...(panel.links ?? []), ...(panel.fieldConfig?.defaults.links ?? []), ...inColumns];
}
