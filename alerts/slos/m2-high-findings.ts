import { metrics, recorded } from '#contract';
import { once, proven } from '../promql.ts';
import { record } from '../rule.ts';
import { slowly, type Chapter } from '../slo.ts';
import type { Values } from '../values.ts';

/** M2: few open high findings; a cluster that came with more may not get worse. */
export function highFindings({ slos, owners }: Values): Chapter {
  const { most, target } = slos.m2;
  const { highFindings: count, highFindingsLimit: limit, highWithinLimit: within, dataFresh } = recorded;
  return {
    slo: {
      id: 'm2-high-findings',
      measure: 'M2',
      question: 'Does the cluster have more open high findings than we accept?',
      aim: `at most ${most} open high findings, or no more than the fewest since the cluster came with more`,
      target,
      form: 'slice',
      good: within,
      figure: { series: count, limit: most, bad: 'above', unit: 'short' },
      owner: owners.posture,
      dashboard: 'plumbline-slo',
      burn: {
        alert: 'KspmHighFindingsBudgetBurn',
        summary: 'The error budget of open high findings is burning too fast.',
      },
    },
    groups: [
      {
        name: 'plumbline-m2-high-findings',
        interval: slowly,
        rules: [
          record(count, once(['cluster'], metrics.findings, { severity: 'high', state: 'open' })),
          // Reads what it said before: the lowest count since the first, remembered through a week without data.
          record(
            limit,
            `clamp_min(
  (last_over_time(${limit.name}[7d]) <= on (cluster) ${count.name})
  or on (cluster) ${count.name},
  ${most}
)`,
          ),
          record(within, proven(`${count.name} <= bool on (cluster) ${limit.name}`, dataFresh.name)),
          {
            alert: 'KspmHighFindingsOverLimit',
            expr: `${count.name} > on (cluster) ${limit.name}`,
            for: '1h',
            severity: 'warning',
            notify: 'ticket',
            owner: owners.posture,
            slo: 'm2-high-findings',
            by: ['cluster'],
            dashboard: 'plumbline-slo',
            summary: 'A cluster has more open high findings than allowed.',
            description: `Cluster {{ $labels.cluster }} has {{ $value }} open high findings; allowed are {{ with printf "${limit.name}{cluster=%q}" $labels.cluster | query }}{{ . | first | value }}{{ else }}${most}{{ end }}. Most belong to{{ range printf "topk(3, max by (owner) (${metrics.ownerFindings.name}{cluster=%q,severity=\\"high\\"}))" $labels.cluster | query }} {{ .Labels.owner }} ({{ .Value }}){{ else }} owners that are not known{{ end }}.`,
          },
        ],
      },
    ],
  };
}
