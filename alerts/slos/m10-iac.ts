import { metrics, recorded, select } from '#contract';
import { growth, sumOnce } from '../promql.ts';
import { record } from '../rule.ts';
import { slowly, type Chapter } from '../slo.ts';
import type { Values } from '../values.ts';

/** M10: what reaches review is mostly sound already. */
export function iac({ slos, owners }: Values): Chapter {
  const { target, most, fewestPullRequests } = slos.m10;
  const { iacTotal, iacMonth, iacFail, iacWithinLimit } = recorded;
  const judged = `sum by (source) (${select(iacMonth, { result: ['pass', 'fail'] })})`;
  return {
    slo: {
      id: 'm10-iac',
      measure: 'M10',
      question: 'How often does a pull request bring in something bad?',
      aim: `at most ${most * 100} % of pull requests fail their first verdict, over 30 days`,
      target,
      form: 'slice',
      good: iacWithinLimit,
      figure: { series: iacFail, limit: most, bad: 'above', unit: 'percentunit' },
      owner: owners.posture,
      dashboard: 'plumbline-changes',
    },
    groups: [
      {
        name: 'plumbline-m10-iac',
        interval: slowly,
        rules: [
          record(iacTotal, sumOnce(['source', 'result'], [], metrics.iacPullRequests)),
          record(iacMonth, growth(iacTotal, '30d')),
          record(
            iacFail,
            `(sum by (source) (${select(iacMonth, { result: 'fail' })}) or 0 * ${judged})\n/\n(${judged} >= ${fewestPullRequests})`,
          ),
          record(iacWithinLimit, `${iacFail.name} <= bool ${most}`),
          {
            alert: 'KspmIacFailureRateHigh',
            expr: `${iacFail.name} > ${most}`,
            for: '1h',
            severity: 'warning',
            notify: 'ticket',
            owner: owners.posture,
            slo: 'm10-iac',
            by: ['source'],
            dashboard: 'plumbline-changes',
            summary: 'Too many pull requests fail their first verdict.',
            description: `{{ $value | humanizePercentage }} of the pull requests of {{ $labels.source }} failed their first verdict in 30 days; ${most * 100} % are agreed. Merged while failing in 30 days: {{ with printf "sum(increase(${metrics.iacMergedFailing.name}{source=%q}[30d]))" $labels.source | query }}{{ . | first | value | printf "%.0f" }}{{ else }}unknown{{ end }}.`,
          },
        ],
      },
    ],
  };
}
