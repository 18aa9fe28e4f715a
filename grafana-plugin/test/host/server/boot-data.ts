import type { Knobs } from './knobs.ts';
import { permissionsOf, type PluginJson } from './plugin-json.ts';

/** The uid of the only data source. */
export const prometheusUid = 'prom';

/** Where queries of the data source go. */
export const prometheusProxy = `/api/datasources/proxy/uid/${prometheusUid}`;

/** The version of Grafana whose packages the stand-in is made of. */
export const grafanaVersion = '13.2.2';

/** What Grafana writes into its page for its scripts, as far as its packages, ours and Scenes read it. */
export function bootData(plugin: PluginJson, { role, theme, faults }: Knobs): unknown {
  const prometheus = {
    id: 1,
    uid: prometheusUid,
    name: 'Prometheus',
    type: 'prometheus',
    url: prometheusProxy,
    access: 'proxy',
    isDefault: true,
    readOnly: true,
    jsonData: { timeInterval: '15s', httpMethod: 'POST' },
    meta: {
      id: 'prometheus',
      type: 'datasource',
      name: 'Prometheus',
      metrics: true,
      annotations: true,
      alerting: true,
      module: '',
      baseUrl: '',
      info: {
        author: { name: '' },
        description: '',
        links: [],
        logos: { small: '', large: '' },
        screenshots: [],
        updated: '',
        version: '',
      },
    },
  };
  const connected = !faults.includes('no-data-source');
  return {
    assets: { dark: '', light: '' },
    navTree: [],
    user: {
      id: 1,
      uid: 'host-user',
      isSignedIn: true,
      login: role.toLowerCase(),
      name: role,
      email: `${role.toLowerCase()}@plumbline.example`,
      orgId: 1,
      orgName: 'Main Org.',
      orgRole: role,
      theme,
      timezone: 'utc',
      weekStart: 'monday',
      locale: 'en-US',
      language: 'en-US',
      permissions: permissionsOf(plugin, role),
    },
    settings: {
      appUrl: '/',
      appSubUrl: '',
      namespace: 'default',
      defaultDatasource: connected ? prometheus.name : '',
      datasources: connected ? { [prometheus.name]: prometheus } : {},
      buildInfo: { version: grafanaVersion, commit: 'host', env: 'production', edition: 'Open Source' },
      featureToggles: {},
      panels: {},
      apps: {},
      minRefreshInterval: '5s',
      exploreEnabled: true,
      rbacEnabled: true,
    },
  };
}
