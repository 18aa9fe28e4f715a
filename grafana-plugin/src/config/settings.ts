/** What an administrator sets up for the app; the token of the exporter is kept apart as the secret `apiToken`. */
export interface Settings {
  /** Where the exporter is reached by Grafana's server, without `/api/v1`: `http://plumbline.plumbline.svc:8080`. */
  readonly exporterUrl?: string;
  /** The uid of the Prometheus data source that scrapes the exporter; the default one when absent. */
  readonly dataSourceUid?: string;
  /** Below which runbooks of alerts are, as `alerts/values.yaml` has it in `links.runbooks`; no runbook is linked when absent. */
  readonly runbooksUrl?: string;
}
