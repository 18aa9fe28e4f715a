import { type AppPluginMeta, PluginType, ThemeContext } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { config, getBackendSrv, LocationServiceProvider, locationService } from '@grafana/runtime';
import { GlobalStyles, ModalRoot, ModalsProvider, PortalContainer } from '@grafana/ui';
import { setPanelDataErrorView } from 'grafana-internals/panel-data-error-view';
import { setPluginPage } from 'grafana-internals/plugin-page';
import { createRoot } from 'react-dom/client';
import { Chrome } from './chrome.tsx';
import { recordExtensions } from './extensions.ts';
import { PageFrame } from './page-frame.tsx';
import { beginRecord, type HostRecord } from './record.ts';
import { fillRegistries } from './registries.ts';
import { setRuntime } from './runtime-setters.ts';
import { loadPlugin } from './shared-modules.ts';

/** The app that the stand-in is for. */
const pluginId = 'plumbline-posture-app';

async function main(record: HostRecord): Promise<void> {
  fillRegistries();
  setRuntime(record);
  setPluginPage(PageFrame);
  setPanelDataErrorView(({ message }) => <div>{message ?? 'No data'}</div>);
  await initPluginTranslations('host');

  const baseUrl = `public/plugins/${pluginId}`;
  const [described, settings] = await Promise.all([
    getBackendSrv().get<AppPluginMeta>(`/${baseUrl}/plugin.json`),
    getBackendSrv().get<Partial<AppPluginMeta>>(`/api/plugins/${pluginId}/settings`),
  ]);
  const module = `${baseUrl}/module.js`;
  const meta: AppPluginMeta = { ...described, ...settings, type: PluginType.app, baseUrl, module };
  const plugin = await loadPlugin(`/${module}`);
  plugin.meta = meta;
  plugin.init(meta);
  recordExtensions(plugin, record);

  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no root');
  createRoot(root).render(
    <ThemeContext.Provider value={config.theme2}>
      <LocationServiceProvider service={locationService}>
        <ModalsProvider>
          <GlobalStyles />
          <Chrome
            plugin={plugin}
            meta={meta}
            onDrawn={() => {
              record.mounted = true;
            }}
          />
          <ModalRoot />
          <PortalContainer />
        </ModalsProvider>
      </LocationServiceProvider>
    </ThemeContext.Provider>,
  );
}

const record = beginRecord();
main(record).catch((error: unknown) => {
  record.failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
  document.body.textContent = `The app could not be loaded: ${record.failure}`;
  throw error;
});
