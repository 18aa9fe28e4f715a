import type { AppPluginMeta, PluginConfigPageProps } from '@grafana/data';
import type { Settings } from './settings.ts';

/** Where an administrator connects the app to the exporter and to Prometheus. */
export function Configuration({ plugin }: PluginConfigPageProps<AppPluginMeta<Settings>>) {
  return <p>{plugin.meta.jsonData?.exporterUrl}</p>;
}
