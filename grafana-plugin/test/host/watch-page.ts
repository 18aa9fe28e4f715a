import type { Page } from 'playwright-core';

/** A request of a page for data: to the exporter through the plugin's proxy, or to Prometheus. */
export interface DataRequest {
  readonly to: 'exporter' | 'prometheus' | 'grafana';
  readonly method: string;
  /** Path and query after the proxy: `/api/v1/findings?limit=50`. */
  readonly path: string;
  /** What was sent; for Prometheus the form with the query. */
  readonly body: string | undefined;
}

/** What a page did since it was opened. */
export interface Watched {
  /** Errors in the console and uncaught ones, without those that were expected. */
  readonly errors: () => readonly string[];
  /** Requests for data, in order. */
  readonly requests: () => readonly DataRequest[];
  /** Forgets the requests so far. */
  readonly clearRequests: () => void;
}

/** Letters of fixed width that Grafana's server brings along, and no package does. */
const fontOfGrafana = /\/public\/fonts\/roboto\//;

const exporterProxy = /\/api\/plugin-proxy\/[^/]+(\/.*)/;
const prometheusProxy = /\/api\/datasources\/proxy\/uid\/[^/]+(\/.*)/;

/** Watches a page from before its first request. */
export function watchPage(page: Page, expected: readonly RegExp[]): Watched {
  const errors: string[] = [];
  let requests: DataRequest[] = [];
  const add = (error: string): void => {
    if (![fontOfGrafana, ...expected].some((pattern) => pattern.test(error))) errors.push(error);
  };
  page.on('console', (message) => {
    if (message.type() === 'error') add(`${message.text()} ${message.location().url}`.trim());
  });
  page.on('pageerror', (error) => add(error.stack ?? error.message));
  page.on('request', (request) => {
    const url = new URL(request.url());
    const path = `${url.pathname}${url.search}`;
    const exporter = exporterProxy.exec(path)?.[1];
    const prometheus = prometheusProxy.exec(path)?.[1];
    const to = exporter !== undefined ? 'exporter' : prometheus !== undefined ? 'prometheus' : 'grafana';
    if (!url.pathname.startsWith('/api/')) return;
    const found = exporter ?? prometheus ?? path;
    requests.push({ to, method: request.method(), path: found, body: request.postData() ?? undefined });
  });
  return {
    errors: () => [...errors],
    requests: () => [...requests],
    clearRequests: () => {
      requests = [];
    },
  };
}
