/** An exporter and the Prometheus that scrapes it, as the stand-in reaches them. */
export interface Backend {
  readonly exporterUrl: string;
  /** May read findings and request waivers. */
  readonly apiToken: string;
  /** May read metrics and nothing else. */
  readonly metricsToken: string;
  readonly prometheusUrl: string;
}
