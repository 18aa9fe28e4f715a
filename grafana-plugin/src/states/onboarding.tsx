import { hasPermission, PluginPage } from '@grafana/runtime';
import { Alert, LinkButton, Stack } from '@grafana/ui';
import { pluginId } from '../plugin-id.ts';

/** What is shown while the app is connected to nothing: what it needs, and the next click. */
export function Onboarding() {
  const mayConfigure = hasPermission('plugins:write');
  return (
    <PluginPage pageNav={{ text: 'Connect Plumbline' }}>
      <Stack direction="column" gap={2} data-testid="onboarding">
        <p>
          This app shows how the security of your Kubernetes clusters stands. It reads figures from a Prometheus that
          scrapes the Plumbline exporter, and findings from the exporter itself.
        </p>
        <ol>
          <li>Install the exporter in a cluster, with a token for this Grafana.</li>
          <li>Let Prometheus scrape it, and load the recording rules.</li>
          <li>Enter its URL and the token in the configuration of this app; a test there says what is missing.</li>
        </ol>
        {mayConfigure ? (
          <LinkButton icon="cog" href={`/plugins/${pluginId}`}>
            Configure the app
          </LinkButton>
        ) : (
          <Alert severity="info" title="An administrator of this Grafana has to configure the app" />
        )}
      </Stack>
    </PluginPage>
  );
}
