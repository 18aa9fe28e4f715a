import { metrics, quantileBy, recorded, type MetricSpec } from '#contract';
import { durationOf } from '../duration.ts';
import { bucketBound, proven } from '../promql.ts';
import { record } from '../rule.ts';
import type { Chapter } from '../slo.ts';
import type { Values } from '../values.ts';

/** M8: results follow changes. Minutes in which a needed kind is out of sync are bad, idle ones are not. */
export function latency({ slos, owners }: Values): Chapter {
  const { target, within, share } = slos.m8;
  const { changeInTime, changeLate, changeToResultP95, dataFresh } = recorded;
  const { name }: MetricSpec = metrics.changeToResult;
  const inTime = (range: string) =>
    `sum by (cluster) (rate(${name}_bucket{le=~"${bucketBound(within).matching.replaceAll('\\', '\\\\')}"}[${range}]))`;
  const all = (range: string) => `sum by (cluster) (rate(${name}_count[${range}]))`;
  return {
    slo: {
      id: 'm8-latency',
      measure: 'M8',
      question: 'How soon do we know what a change did to posture?',
      aim: `${share * 100} % of changes show their result within ${durationOf(within)}, and every needed kind is in sync`,
      target,
      form: 'slice',
      good: changeInTime,
      figure: { series: changeLate, limit: Math.round((1 - share) * 1e6) / 1e6, bad: 'above', unit: 'percentunit' },
      owner: owners.exporter,
      dashboard: 'plumbline-exporter',
      burn: {
        alert: 'KspmChangeLatencyBudgetBurn',
        summary: 'The error budget of change-to-result latency is burning too fast.',
      },
    },
    groups: [
      {
        name: 'plumbline-m8-latency',
        interval: '1m',
        rules: [
          // Beyond the last bucket the quantile is that bucket: to be shown, never to be compared with the target.
          record(changeToResultP95, quantileBy(0.95, ['cluster'], metrics.changeToResult, '1h')),
          record(changeLate, `1 - (${inTime('1h')} / (${all('1h')} > 0))`),
          record(
            changeInTime,
            proven(
              `(${inTime('5m')} >= bool ${share} * ${all('5m')})\n* on (cluster)\n(sum by (cluster) (rate(${metrics.unsyncedSeconds.name}[5m])) == bool 0)`,
              dataFresh.name,
            ),
          ),
          {
            alert: 'KspmChangeLatencyHigh',
            expr: `${changeLate.name} > ${Math.round((1 - share) * 1e6) / 1e6}`,
            for: '15m',
            severity: 'warning',
            notify: 'ticket',
            owner: owners.exporter,
            slo: 'm8-latency',
            by: ['cluster'],
            dashboard: 'plumbline-exporter',
            summary: 'Results follow changes too late.',
            description: `In cluster {{ $labels.cluster }} {{ $value | humanizePercentage }} of the changes of the last hour took longer than ${durationOf(within)} to show.`,
          },
        ],
      },
    ],
  };
}
