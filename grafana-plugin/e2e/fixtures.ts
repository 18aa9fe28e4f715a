import { type AppConfigPage, type AppPage, test as base } from '@grafana/plugin-e2e';
import { pluginId } from '../src/plugin-id.ts';

interface Fixtures {
  readonly configuration: AppConfigPage;
  readonly open: (path: string) => Promise<AppPage>;
}

/** Tests that open pages of the app in a real Grafana. */
export const test = base.extend<Fixtures>({
  configuration: async ({ gotoAppConfigPage }, use) => {
    await use(await gotoAppConfigPage({ pluginId }));
  },
  open: async ({ gotoAppPage }, use) => {
    await use((path) => gotoAppPage({ pluginId, path }));
  },
});

export { expect } from '@grafana/plugin-e2e';
