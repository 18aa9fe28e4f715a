import { metrics, recorded } from '#contract';
import { foreign } from '../foreign.ts';
import { durationOf } from '../duration.ts';
import { once } from '../promql.ts';
import type { Chapter } from '../slo.ts';
import type { Values } from '../values.ts';

/** Alerts about alerting: that it works, that it is too much, what is planned, and which budgets are gone (F3, F8). */
export function alerting({ alerts, owners }: Values): Chapter {
  const window = once(['cluster', 'change_id'], metrics.deployWindowActive);
  const common = { owner: owners.posture, dashboard: 'plumbline-oncall' } as const;
  return {
    groups: [
      {
        name: 'plumbline-alerting',
        interval: '1m',
        rules: [
          {
            ...common,
            alert: 'KspmWatchdog',
            expr: 'vector(1)',
            severity: 'none',
            notify: 'none',
            owner: owners.exporter,
            by: [],
            summary: 'Alerting works.',
            description:
              'Fires always. Whoever waits for it and does not get it knows that Prometheus, Alertmanager or the way between them is broken.',
          },
          {
            ...common,
            alert: 'KspmDeployWindowActive',
            expr: `${window} == 1`,
            severity: 'none',
            notify: 'none',
            by: ['cluster', 'change_id'],
            summary: 'A deploy window is open.',
            description:
              'Deploy window {{ $labels.change_id }} of cluster {{ $labels.cluster }} is open. It holds back tickets about changes, and never a page.',
          },
          {
            ...common,
            alert: 'KspmDeployWindowTooLong',
            expr: `${window} == 1`,
            for: durationOf(alerts.deployWindowLongest),
            severity: 'warning',
            notify: 'ticket',
            by: ['cluster', 'change_id'],
            summary: 'A deploy window is open for too long.',
            description: `Deploy window {{ $labels.change_id }} of cluster {{ $labels.cluster }} is open for more than ${durationOf(alerts.deployWindowLongest)}. Tickets about changes are held back all the while.`,
          },
          {
            ...common,
            alert: 'KspmAlertStorm',
            expr: `count by (cluster) (
  ${foreign.alerts.name}{alertstate="firing",product="plumbline",notify=~"page|ticket",cluster!="",alertname!="KspmAlertStorm"}
) > ${alerts.storm.alerts}`,
            for: '2m',
            keepFiringFor: '15m',
            severity: 'warning',
            notify: 'ticket',
            by: ['cluster'],
            summary: 'One cluster raises very many alerts.',
            description:
              'Cluster {{ $labels.cluster }} raises {{ $value }} alerts at once. Tickets are held back until it is over; pages are not.',
          },
          {
            ...common,
            alert: 'KspmErrorBudgetExhausted',
            expr: `label_replace(
  ${recorded.sloBudgetRemaining.name}{sloth_service="plumbline"} <= 0,
  "slo", "$1", "sloth_slo", "(.*)"
)`,
            for: '15m',
            severity: 'info',
            notify: 'ticket',
            dashboard: 'plumbline-slo',
            by: ['cluster', 'framework', 'source', 'slo', 'sloth_id', 'sloth_service', 'sloth_slo'],
            summary: 'The error budget of an SLO is used up.',
            description:
              'SLO {{ $labels.sloth_slo }}{{ with $labels.cluster }} of cluster {{ . }}{{ end }}{{ with $labels.source }} of {{ . }}{{ end }} has {{ $value | humanizePercentage }} of its budget of 30 days left. The agreed policy on changes applies.',
          },
        ],
      },
    ],
  };
}
