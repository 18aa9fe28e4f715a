/** What the stand-in saw the app do, for tests to read as `window.plumblineHost`. */
export interface HostRecord {
  /** True once the app has been loaded and drawn. */
  mounted: boolean;
  /** Why it could not be loaded. */
  failure?: string;
  /** Notices that Grafana would have shown in its corner. */
  readonly notices: { readonly severity: string; readonly text: string }[];
  /** Names of interactions that the app reported. */
  readonly interactions: string[];
  /** Panel plugins that were asked for. */
  readonly panels: string[];
  /** Extensions that the app registered. */
  readonly extensions: ExtensionRecord[];
  /** Asks a registered link what it would be for a panel or an alert, as Grafana does before it draws a menu. */
  configureLink?(title: string, context: object): { readonly path?: string; readonly title?: string } | undefined;
}

/** An extension as the app registered it. */
export interface ExtensionRecord {
  readonly kind: 'link' | 'component' | 'function' | 'exposed';
  readonly targets: readonly string[];
  readonly title: string;
  readonly path?: string;
}

declare global {
  interface Window {
    plumblineHost: HostRecord;
  }
}

/** Begins the record of a page. */
export function beginRecord(): HostRecord {
  const record: HostRecord = { mounted: false, notices: [], interactions: [], panels: [], extensions: [] };
  window.plumblineHost = record;
  return record;
}
