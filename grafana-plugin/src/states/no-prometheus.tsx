import { Alert, LinkButton } from '@grafana/ui';

/** What stands in place of panels while this Grafana has no Prometheus data source. */
export function NoPrometheus() {
  return (
    <Alert severity="warning" title="This Grafana has no Prometheus data source" data-testid="no-prometheus">
      <p>Figures and trends are read from the Prometheus that scrapes the exporter. Findings are shown without it.</p>
      <LinkButton size="sm" variant="secondary" icon="database" href="/connections/datasources/new">
        Add a data source
      </LinkButton>
    </Alert>
  );
}
