/** Series of others that our rules read: of Prometheus itself, and of API servers where those are scraped. */
export const foreign = {
  up: { name: 'up', labels: ['job', 'instance'] },
  alerts: {
    name: 'ALERTS',
    labels: ['alertname', 'alertstate', 'product', 'notify', 'severity', 'owner', 'slo', 'cluster', 'change_id'],
  },
  /** Since when an alert is pending or firing. */
  alertsForState: {
    name: 'ALERTS_FOR_STATE',
    labels: ['alertname', 'product', 'notify', 'severity', 'owner', 'slo', 'cluster'],
  },
  webhookDuration: {
    name: 'apiserver_admission_webhook_admission_duration_seconds_bucket',
    labels: ['cluster', 'instance', 'name', 'le'],
  },
  /** Absent until a webhook fails open for the first time. */
  webhookFailedOpen: { name: 'apiserver_admission_webhook_fail_open_count', labels: ['cluster', 'instance', 'name'] },
} as const;
