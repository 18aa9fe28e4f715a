import { metrics, recorded } from '#contract';
import { once, proven } from '../promql.ts';
import { record } from '../rule.ts';
import { slowly, type Chapter } from '../slo.ts';
import type { Values } from '../values.ts';

/** M9: the score goes up, or holds. A week in which checks came or went compares nothing. */
export function score({ slos, owners }: Values): Chapter {
  const { target, mostLost } = slos.m9;
  const { score: ratio, scoreDelta: delta, scoreHeld, checkEnabled: enabled, dataFresh } = recorded;
  return {
    slo: {
      id: 'm9-score',
      measure: 'M9',
      question: 'Are we getting better?',
      aim: `the score is not more than ${mostLost} below that of a week ago, over the same checks`,
      target,
      form: 'slice',
      good: scoreHeld,
      figure: { series: delta, limit: -mostLost, bad: 'below', unit: 'percentunit' },
      owner: owners.posture,
      dashboard: 'plumbline-executive',
    },
    groups: [
      {
        name: 'plumbline-m9-score',
        interval: slowly,
        rules: [
          record(enabled, `group by (check) (${metrics.checkInfo.name})`),
          record(ratio, once(['cluster'], metrics.postureScore, { framework: 'all' })),
          record(
            delta,
            `(avg_over_time(${ratio.name}[1d]) - avg_over_time(${ratio.name}[1d] offset 7d))
unless on () (
  group(${enabled.name} unless on (check) ${enabled.name} offset 7d)
  or
  group(${enabled.name} offset 7d unless on (check) ${enabled.name})
)`,
          ),
          record(scoreHeld, proven(`${delta.name} >= bool -${mostLost}`, dataFresh.name)),
          {
            alert: 'KspmPostureScoreDeclining',
            expr: `${delta.name} < -${mostLost}`,
            for: '6h',
            severity: 'warning',
            notify: 'ticket',
            owner: owners.posture,
            slo: 'm9-score',
            by: ['cluster'],
            dashboard: 'plumbline-executive',
            summary: 'The posture score is lower than a week ago.',
            description: `The score of cluster {{ $labels.cluster }} changed by {{ printf "%.3f" $value }} in seven days, to {{ with printf "${ratio.name}{cluster=%q}" $labels.cluster | query }}{{ . | first | value | printf "%.3f" }}{{ else }}an unknown value{{ end }}. It costs most:{{ range printf "topk(3, max by (check) (${metrics.scorePointsLost.name}{cluster=%q,check!=\\"_other\\"}))" $labels.cluster | query }} {{ .Labels.check }} ({{ printf "%.3f" .Value }}){{ else }} unknown{{ end }}.`,
          },
        ],
      },
    ],
  };
}
