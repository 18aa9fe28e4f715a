import type { Link } from './panels/panel.ts';

/** Where the app lives in Grafana. */
export const appPath = '/a/plumbline-posture-app';

/** Pages of the app that panels lead to, below it. */
export const appPages = {
  overview: 'overview',
  onCall: 'on-call',
  debug: 'debug',
  findings: 'findings',
  clusters: 'clusters',
  compliance: 'compliance',
  slos: 'slos',
  checks: 'checks',
} as const;

/** Uids of dashboards, which alerts name as well. */
export const dashboardUids = {
  executive: 'plumbline-executive',
  onCall: 'plumbline-oncall',
  debug: 'plumbline-debug',
  slo: 'plumbline-slo',
  exporter: 'plumbline-exporter',
  changes: 'plumbline-changes',
} as const;

/** Filters of a list, each with text that Grafana fills in. */
export type Filters = Readonly<Record<string, string>>;

function withQuery(path: string, query: readonly string[]): string {
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

/** A page of the app, filtered; values are templates of Grafana and are not escaped here. */
export function inApp(title: string, page: keyof typeof appPages, filters: Filters = {}): Link {
  const query = Object.entries(filters).map(([name, value]) => `${name}=${value}`);
  return { title, url: withQuery(`${appPath}/${appPages[page]}`, query) };
}

/** The page of one cluster; its name is a template of Grafana. */
export function clusterInApp(title: string, cluster: string): Link {
  return { title, url: `${appPath}/${appPages.clusters}/${cluster}` };
}

/** Another dashboard about the same time and the same clusters, unless its variables are set here. */
export function toDashboard(title: string, to: keyof typeof dashboardUids, variables: Filters = {}): Link {
  const kept = 'cluster' in variables ? [] : ['${cluster:queryparam}'];
  const set = Object.entries(variables).map(([name, value]) => `var-${name}=${value}`);
  return { title, url: withQuery(`/d/${dashboardUids[to]}`, ['${__url_time_range}', ...kept, ...set]) };
}

/** The value of a column of the same row, fit for a link. */
export function column(label: string): string {
  return `\${__data.fields.${label}:percentencode}`;
}

/** A finding of a row whose columns are those of the family of critical findings. */
export const findingOfRow: Link = inApp('Finding and remedy', 'findings', {
  cluster: column('cluster'),
  namespace: column('resource_namespace'),
  check: column('check'),
  q: column('resource_name'),
});

/** The value of a label of the same series, fit for a link. */
export function label(name: string): string {
  return `\${__field.labels.${name}:percentencode}`;
}
