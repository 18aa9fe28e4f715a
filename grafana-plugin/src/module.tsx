import { Suspense, lazy } from 'react';
import { AppPlugin, type AppPluginMeta, type PluginConfigPageProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import type { Settings } from './config/settings.ts';
import { addedLinks } from './extensions/added-links.ts';

// Grafana loads this file with every page, so all that is not needed to register the app comes later.
const App = lazy(async () => {
  const { prepareTranslations } = await import('./app/translations.ts');
  await prepareTranslations();
  return { default: (await import('./app/app.tsx')).App };
});
const Configuration = lazy(async () => ({ default: (await import('./config/configuration.tsx')).Configuration }));

function ConfigurationPage(props: PluginConfigPageProps<AppPluginMeta<Settings>>) {
  return (
    <Suspense fallback={<LoadingPlaceholder text="Loading" />}>
      <Configuration {...props} />
    </Suspense>
  );
}

/** What Grafana asks the module for. */
export const plugin = new AppPlugin<Settings>()
  .setRootPage(App)
  .addConfigPage({ title: 'Configuration', icon: 'cog', body: ConfigurationPage, id: 'configuration' });

for (const link of addedLinks) plugin.addLink(link);
