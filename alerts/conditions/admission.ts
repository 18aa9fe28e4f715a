import { metrics } from '#contract';
import { foreign } from '../foreign.ts';
import { once } from '../promql.ts';
import type { Chapter } from '../slo.ts';
import type { Values } from '../values.ts';

const failedOpen = foreign.webhookFailedOpen.name;
/**
 * Times that objects came in unchecked within 15 minutes. An API server has no such counter before the first time, and an
 * increase cannot see one begin; one that is new together with its API server, or with its scrape, may tell of long ago.
 */
const failedOpenLately = `
  increase(${failedOpen}[15m]) > 0
  or (${failedOpen} unless (${failedOpen} offset 15m))
    and on (cluster, instance) (${foreign.webhookDuration.name}{le="+Inf"} offset 15m)
`;

/** Whether admission works: policies that contradict each other or refuse deployments, webhooks that do not answer (F6). */
export function admission({ alerts, owners }: Values): Chapter {
  const common = {
    owner: owners.posture,
    dashboard: 'plumbline-changes',
    severity: 'warning',
    notify: 'ticket',
  } as const;
  return {
    groups: [
      {
        name: 'plumbline-admission',
        interval: '1m',
        rules: [
          {
            ...common,
            alert: 'KspmPolicyConflict',
            expr: `${once(['cluster', 'engine'], metrics.policyConflicts)} > 0`,
            for: '15m',
            by: ['cluster', 'engine'],
            summary: 'Admission policies contradict each other.',
            description:
              '{{ $value }} admission policies of {{ $labels.engine }} in cluster {{ $labels.cluster }} contradict each other for the same objects.',
          },
          {
            ...common,
            alert: 'KspmPolicyRejectingDeploys',
            expr: `sum by (cluster, engine) (increase(${metrics.admissionRejects.name}{engine!="quota"}[15m])) > ${alerts.rejects.objects - 0.5}`,
            for: '5m',
            keepFiringFor: '15m',
            by: ['cluster', 'engine'],
            summary: 'Policies refuse deployments.',
            description:
              '{{ $labels.engine }} refused {{ printf "%.0f" $value }} objects in cluster {{ $labels.cluster }} within 15 minutes: a policy that is too strict, policies that overlap, or a bad deployment.',
          },
          {
            ...common,
            alert: 'KspmAdmissionWebhookSlow',
            expr: `histogram_quantile(0.99,
  sum by (cluster, name, le) (rate(${foreign.webhookDuration.name}[10m]))
) > ${alerts.webhookSeconds}`,
            for: '15m',
            by: ['cluster', 'name'],
            summary: 'An admission webhook is slow.',
            description:
              'The admission webhook {{ $labels.name }}{{ with $labels.cluster }} of cluster {{ . }}{{ end }} takes {{ $value | humanizeDuration }} for one request in a hundred. Deployments wait; past its timeout it fails open or closed.',
          },
          {
            ...common,
            alert: 'KspmAdmissionWebhookFailingOpen',
            expr: `sum by (cluster, name) (${failedOpenLately})`,
            for: '5m',
            keepFiringFor: '15m',
            by: ['cluster', 'name'],
            summary: 'An admission webhook lets objects through unchecked.',
            description:
              'The admission webhook {{ $labels.name }}{{ with $labels.cluster }} of cluster {{ . }}{{ end }} did not answer and failed open {{ printf "%.0f" $value }} times within 15 minutes: objects came in that nobody checked.',
          },
        ],
      },
    ],
  };
}
