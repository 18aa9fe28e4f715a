import { metrics, recorded } from '#contract';
import { proven, sumOnce } from '../promql.ts';
import { record } from '../rule.ts';
import { slowly, type Chapter } from '../slo.ts';
import type { Values } from '../values.ts';

/** Samples of half a week at the interval of the group: fewer prove nothing good. */
const halfAWeek = (3.5 * 86_400) / 120;

/** M4: changes past GitOps. */
export function drift({ slos, owners, links }: Values): Chapter {
  const { target, mostPerWeek } = slos.m4;
  const { driftTotal: total, driftWeek: week, driftWithinLimit: within, dataFresh } = recorded;
  // `increase` extrapolates: one event may read as 1.0007.
  const limit = mostPerWeek + 0.5;
  return {
    slo: {
      id: 'm4-drift',
      measure: 'M4',
      question: 'How often is the cluster changed past GitOps?',
      aim: `at most ${mostPerWeek} out-of-band change a week, by whomever`,
      target,
      form: 'slice',
      good: within,
      figure: { series: week, limit: mostPerWeek, bad: 'above', unit: 'short' },
      owner: owners.posture,
      dashboard: 'plumbline-changes',
    },
    groups: [
      {
        name: 'plumbline-m4-drift',
        interval: slowly,
        rules: [
          record(total, sumOnce(['cluster'], ['actor', 'scope'], metrics.driftEvents)),
          record(week, `increase(${total.name}[7d])`),
          record(
            within,
            `${proven(`${week.name} <= bool ${limit}`, dataFresh.name)} and on (cluster) (count_over_time(${total.name}[7d]) >= ${halfAWeek})`,
          ),
          {
            alert: 'KspmDriftAboveBudget',
            expr: `${week.name} > ${limit}`,
            for: '15m',
            severity: 'warning',
            notify: 'ticket',
            owner: owners.posture,
            slo: 'm4-drift',
            by: ['cluster'],
            dashboard: 'plumbline-changes',
            summary: 'A cluster is changed past GitOps more often than agreed.',
            description: `Cluster {{ $labels.cluster }} was changed past GitOps {{ printf "%.0f" $value }} times in seven days; ${mostPerWeek} is agreed. Deviating now:{{ range printf "max by (tool) (${metrics.driftedResources.name}{cluster=%q}) > 0" $labels.cluster | query }} {{ .Value }} objects of {{ .Labels.tool }}{{ else }} nothing{{ end }}.`,
            annotations: { evidence_url: `${links.exporter}/api/v1/clusters/{{ $labels.cluster | urlquery }}/drift` },
          },
        ],
      },
    ],
  };
}
