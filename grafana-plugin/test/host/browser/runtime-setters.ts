import { type DataSourceApi, type DataSourceInstanceSettings, type DataSourceRef, EventBusSrv } from '@grafana/data';
import * as runtime from '@grafana/runtime';
import { createBackendSrv } from './backend-srv.ts';
import { panels } from './panels/index.ts';
import { PrometheusDataSource } from './prometheus/data-source.ts';
import type { HostRecord } from './record.ts';
import { runRequest } from './run-request.ts';
import { templateSrv } from './template-srv.ts';

/** Gives @grafana/runtime what Grafana gives it when it starts. */
export function setRuntime(record: HostRecord): void {
  runtime.setAppEvents(new EventBusSrv());
  runtime.setEchoSrv({
    flush() {},
    addBackend() {},
    addEvent({ payload }) {
      const { interactionName } = (payload ?? {}) as { readonly interactionName?: string };
      if (interactionName !== undefined) record.interactions.push(interactionName);
    },
    onInteraction: () => () => {},
  });
  runtime.setBackendSrv(createBackendSrv((severity, text) => record.notices.push({ severity, text })));
  runtime.setTemplateSrv(templateSrv);
  runtime.setDataSourceSrv(dataSourceSrv());
  runtime.setRunRequest(runRequest);
  runtime.setCurrentUser(runtime.config.bootData.user);
  runtime.setLocationSrv(runtime.locationService);
  runtime.setPluginImportUtils({
    importPanelPlugin: (id) => {
      record.panels.push(id);
      const plugin = panels.get(id);
      return plugin === undefined
        ? Promise.reject(new Error(`the stand-in has no panel ${id}`))
        : Promise.resolve(plugin);
    },
    getPanelPluginFromCache: (id) => panels.get(id),
  });
  runtime.setReturnToPreviousHook(() => () => {});
  runtime.setChromeHeaderHeightHook(() => 40);
  runtime.setPluginLinksHook(() => ({ links: [], isLoading: false }));
  runtime.setPluginComponentsHook(() => ({ components: [], isLoading: false }));
  runtime.setPluginFunctionsHook(() => ({ functions: [], isLoading: false }));
}

type Wanted = DataSourceRef | string | null | undefined;

function dataSourceSrv(): runtime.DataSourceSrv {
  const all = Object.values(runtime.config.datasources);
  const started = new Map<string, DataSourceApi>();
  const usual = all.find(({ isDefault }) => isDefault === true);

  function find(wanted: Wanted, scopedVars = {}): DataSourceInstanceSettings | undefined {
    const asked = typeof wanted === 'string' ? wanted : wanted?.uid;
    if (asked === undefined || asked === 'default') {
      const type = typeof wanted === 'string' ? undefined : wanted?.type;
      return type === undefined ? usual : all.find((one) => one.type === type);
    }
    const name = templateSrv.replace(asked, scopedVars);
    return name === 'default' ? usual : all.find((one) => one.uid === name || one.name === name);
  }

  return {
    async get(wanted, scopedVars) {
      const settings = find(wanted, scopedVars);
      if (settings === undefined) throw new Error(`Datasource ${JSON.stringify(wanted)} was not found`);
      const running = started.get(settings.uid) ?? new PrometheusDataSource(settings);
      started.set(settings.uid, running);
      return running;
    },
    getInstanceSettings: find,
    getList({ type, pluginId, filter } = {}) {
      const types = typeof type === 'string' ? [type] : type;
      return all.filter(
        (one) =>
          (types?.includes(one.type) ?? true) &&
          (pluginId === undefined || one.type === pluginId) &&
          (filter?.(one) ?? true),
      );
    },
    reload: () => Promise.resolve(),
    registerRuntimeDataSource() {},
  };
}
