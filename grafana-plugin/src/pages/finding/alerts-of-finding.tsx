import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, useStyles2 } from '@grafana/ui';
import type { ApiAlert, ApiFinding } from '#contract';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { numberOf } from '../../shown/count.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { RunbookLink } from '../../shown/runbook-link.tsx';
import { SkeletonRows } from '../../shown/skeleton-rows.tsx';
import { TimeAgo } from '../../shown/time-ago.tsx';
import { FailureNotice } from '../../states/failure-notice.tsx';
import { alertsAbout } from './same-object.ts';
import { Section } from '../../shown/section.tsx';

/** Alerts that are asked for; the ledger cannot be asked by object. */
const most = 1_000;

/** Whether an alert fires for the finding, and what became of those before. */
export function AlertsOfFinding({ finding }: { readonly finding: ApiFinding }) {
  const alerts = useAnswer('alerts', {
    path: apiPath('alerts'),
    query: { cluster: [finding.cluster], limit: String(most) },
    every: 60_000,
  });
  return (
    <Section framed title="Alerts">
      {alerts.isPending && <SkeletonRows rows={2} label="Loading alerts" />}
      {alerts.isError && <FailureNotice failure={alerts.error} of="Alerts" onRetry={() => void alerts.refetch()} />}
      {alerts.isSuccess && (
        <>
          <Episodes alerts={alertsAbout(finding, alerts.data.items)} />
          {alerts.data.next !== undefined && (
            <p>
              Among the latest {numberOf(most)} of {numberOf(alerts.data.total)} alerts of the cluster.
            </p>
          )}
        </>
      )}
    </Section>
  );
}

function Episodes({ alerts }: { readonly alerts: readonly ApiAlert[] }) {
  const styles = useStyles2(getStyles);
  if (alerts.length === 0) {
    return <p>No alert about it reached people, as far as Alertmanager tells the exporter.</p>;
  }
  return (
    <ul className={styles.list}>
      {alerts.map((alert) => (
        <li key={`${alert.fingerprint} ${alert.startsAt}`}>
          <Badge
            color={alert.state === 'firing' ? 'red' : 'darkgrey'}
            icon={alert.state === 'firing' ? 'fire' : 'check'}
            text={alert.state}
          />{' '}
          <ClusterText text={alert.alertname} most={80} />, <TimeAgo at={alert.startsAt} />
          {alert.endsAt !== undefined && (
            <>
              , over <TimeAgo at={alert.endsAt} />
            </>
          )}
          <div>
            <RunbookLink alert={alert.alertname} />
          </div>
          <Outcome alert={alert} />
        </li>
      ))}
    </ul>
  );
}

function Outcome({ alert: { verdict, counted, suggestion } }: { readonly alert: ApiAlert }) {
  const styles = useStyles2(getStyles);
  const said = counted?.outcome ?? verdict?.outcome;
  if (said === undefined) {
    if (suggestion === undefined) return null;
    return (
      <div className={styles.quiet}>
        Nobody has judged it; it looks like {suggestion.outcome}: <ClusterText text={suggestion.why} />
      </div>
    );
  }
  return (
    <div className={styles.quiet}>
      {counted === undefined ? 'Judged' : 'Counted'} as {said.replace('_', ' ')}
      {verdict !== undefined && (
        <>
          {' '}
          by <ClusterText text={verdict.by} most={60} />
        </>
      )}
      {verdict?.note !== undefined && (
        <>
          : <ClusterText text={verdict.note} most={300} />
        </>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: theme.spacing(1) }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
