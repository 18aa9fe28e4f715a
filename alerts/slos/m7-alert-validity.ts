import { metrics, recorded, select } from '#contract';
import { growth, proven, sumOnce } from '../promql.ts';
import { record } from '../rule.ts';
import { slowly, type Chapter } from '../slo.ts';
import type { Values } from '../values.ts';

/** M7: alerts that reach people are worth it. What nobody judged within a week is not valid. */
export function alertValidity({ slos, owners }: Values): Chapter {
  const { target, least, fewestEpisodes } = slos.m7;
  const { episodesTotal, episodesMonth, alertValid, alertsValidEnough, dataFresh } = recorded;
  const reached = `sum by (cluster) (${select(episodesMonth, { outcome: { not: 'suppressed' } })})`;
  return {
    slo: {
      id: 'm7-alert-validity',
      measure: 'M7',
      question: 'Are our alerts worth waking up for?',
      aim: `at least ${least * 100} % of the alerts that reached people judged valid over 30 days`,
      target,
      form: 'slice',
      good: alertsValidEnough,
      figure: { series: alertValid, limit: least, bad: 'below', unit: 'percentunit' },
      owner: owners.posture,
      dashboard: 'plumbline-slo',
    },
    groups: [
      {
        name: 'plumbline-m7-alert-validity',
        interval: slowly,
        rules: [
          record(episodesTotal, sumOnce(['cluster', 'outcome'], ['severity'], metrics.alertEpisodes)),
          record(episodesMonth, growth(episodesTotal, '30d')),
          record(
            alertValid,
            `(sum by (cluster) (${select(episodesMonth, { outcome: 'actioned' })}) or 0 * ${reached})\n/\n(${reached} >= ${fewestEpisodes})`,
          ),
          record(alertsValidEnough, proven(`${alertValid.name} >= bool ${least}`, dataFresh.name)),
          {
            alert: 'KspmAlertValidityLow',
            expr: `${alertValid.name} < ${least}`,
            for: '1h',
            severity: 'warning',
            notify: 'ticket',
            owner: owners.posture,
            slo: 'm7-alert-validity',
            by: ['cluster'],
            dashboard: 'plumbline-slo',
            summary: 'Too few of the alerts that reach people are valid.',
            description: `For cluster {{ $labels.cluster }} {{ $value | humanizePercentage }} of the alerts of 30 days were valid; ${least * 100} % are agreed. With a verdict: {{ with printf "max(${metrics.alertTriageCoverage.name}{cluster=%q})" $labels.cluster | query }}{{ . | first | value | humanizePercentage }}{{ else }}unknown{{ end }}.`,
          },
        ],
      },
    ],
  };
}
