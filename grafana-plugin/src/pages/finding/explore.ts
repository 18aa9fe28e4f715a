import { metrics, select, type ApiFinding } from '#contract';

/** The series behind a finding: its own where it has one, which only critical open ones do; otherwise the count that it is part of. */
export function exprOf({ severity, state, cluster, check, object }: ApiFinding): string {
  if (severity !== 'critical' || state !== 'open') return select(metrics.findings, { cluster, severity, state });
  return select(metrics.criticalFindingSince, {
    cluster,
    check,
    resource_namespace: object.namespace ?? '',
    resource_kind: object.kind,
    resource_name: object.name,
  });
}

/** Link to Explore with one query, over the last week; below the base of Grafana. */
export function exploreLink(dataSourceUid: string, expr: string): string {
  const pane = {
    datasource: dataSourceUid,
    queries: [{ refId: 'A', expr, datasource: { type: 'prometheus', uid: dataSourceUid } }],
    range: { from: 'now-7d', to: 'now' },
  };
  return `/explore?${new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ a: pane }) })}`;
}
