import { metrics, recorded, select } from '#contract';
import { durationOf } from '../duration.ts';
import { once, proven } from '../promql.ts';
import { record } from '../rule.ts';
import { slowly, type Chapter } from '../slo.ts';
import type { Values } from '../values.ts';

/** M3: critical findings are fixed in time, and those that are not are somebody's ticket. */
export function remediation({ slos, owners }: Values): Chapter {
  const { target, within, dueSoonAfter } = slos.m3;
  const { mttrMean, mttrP90, remediationInTime, dataFresh } = recorded;
  const bySeverity = ['cluster', 'severity'] as const;
  const nothingOverdue = `${once(['cluster'], metrics.findingsSlaBreached, { severity: 'critical' })} == bool 0`;
  const mean = `max by (cluster) (${select(mttrMean, { severity: 'critical' })})`;
  const median = once(['cluster'], metrics.findingRemediationMedian, { severity: 'critical', window: '30d' });
  const oldest = once(['cluster'], metrics.findingOldestOpen, { severity: 'critical' });
  const buckets = `max by (cluster, severity, le) (${metrics.findingRemediation.name}_bucket)`;
  const bucketsBefore = `max by (cluster, severity, le) (${metrics.findingRemediation.name}_bucket offset 30d)`;
  const critical = once(
    ['cluster', 'check', 'resource_namespace', 'resource_kind', 'resource_name', 'owner'],
    metrics.criticalFindingSince,
  );
  const asFindingSeverity = (expr: string) =>
    `label_replace(\n  ${expr},\n  "finding_severity", "$1", "severity", "(.*)"\n)`;
  return {
    slo: {
      id: 'm3-remediation',
      measure: 'M3',
      question: 'Are critical findings fixed in time?',
      aim: `no critical finding overdue, and fixing one takes ${durationOf(within)} or less on average over 30 days`,
      target,
      form: 'slice',
      good: remediationInTime,
      figure: { series: mttrMean, limit: within, bad: 'above', unit: 's' },
      owner: owners.posture,
      dashboard: 'plumbline-slo',
    },
    groups: [
      {
        name: 'plumbline-m3-remediation',
        interval: slowly,
        rules: [
          record(mttrMean, once(bySeverity, metrics.findingRemediationMean, { window: '30d' })),
          record(
            mttrP90,
            `histogram_quantile(0.9,\n  (${buckets} - ${bucketsBefore}) >= 0\n  or\n  ${buckets}\n) >= 0`,
          ),
          record(
            remediationInTime,
            proven(
              `(${nothingOverdue}) * on (cluster) (${mean} <= bool ${within})\nor on (cluster)\n${nothingOverdue}`,
              dataFresh.name,
            ),
          ),
          {
            alert: 'KspmFindingsOverdue',
            expr: asFindingSeverity(`(
    ${once(['cluster', 'owner', 'severity'], metrics.ownerFindingsSlaBreached)} > 0
    or
    label_replace(${once(bySeverity, metrics.findingsSlaBreached)} > 0, "owner", "unowned", "", "")
      unless on (cluster, severity) ${select(metrics.ownerFindingsSlaBreached)}
  )`),
            for: '15m',
            severity: 'warning',
            notify: 'ticket',
            owner: 'series',
            slo: 'm3-remediation',
            by: ['cluster', 'owner', 'finding_severity'],
            dashboard: 'plumbline-oncall',
            summary: 'Findings are open longer than agreed for their severity.',
            description:
              '{{ $value }} {{ $labels.finding_severity }} findings of {{ $labels.owner }} in cluster {{ $labels.cluster }} are open longer than agreed.',
          },
          {
            alert: 'KspmCriticalFindingDueSoon',
            expr: `count by (cluster, owner) (
  ${critical} <= time() - ${dueSoonAfter} > time() - ${within}
)`,
            for: '5m',
            severity: 'warning',
            notify: 'ticket',
            owner: 'series',
            slo: 'm3-remediation',
            by: ['cluster', 'owner'],
            dashboard: 'plumbline-oncall',
            summary: 'Critical findings are due soon.',
            description: `{{ $value }} critical findings of {{ $labels.owner }} in cluster {{ $labels.cluster }} are open for more than ${durationOf(dueSoonAfter)}; ${durationOf(within)} are agreed.`,
          },
          {
            alert: 'KspmRemediationSlow',
            // A median of +Inf says only that less than half was fixed: also of one finding that has just opened.
            expr: `${mean} > ${within}
or
${median} > ${within} < Inf
or
(${median} == Inf and on (cluster) ${oldest} < time() - ${within})`,
            for: '1h',
            severity: 'warning',
            notify: 'ticket',
            owner: owners.posture,
            slo: 'm3-remediation',
            by: ['cluster'],
            dashboard: 'plumbline-slo',
            summary: 'Fixing critical findings takes longer than agreed.',
            description: `In cluster {{ $labels.cluster }} the mean or median time to fix a critical finding is {{ if eq (printf "%v" $value) "+Inf" }}beyond measure: more than half are still open{{ else }}{{ $value | humanizeDuration }}{{ end }} over 30 days; ${durationOf(within)} are agreed.`,
          },
        ],
      },
    ],
  };
}
