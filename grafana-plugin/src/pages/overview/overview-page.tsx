import { PluginPage } from '@grafana/runtime';

/** How the fleet stands, for leadership. */
export function OverviewPage() {
  return <PluginPage pageNav={{ text: 'Overview' }}>Overview</PluginPage>;
}
