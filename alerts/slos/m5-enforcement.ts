import { metrics, recorded } from '#contract';
import { proven, sumOnce } from '../promql.ts';
import { record } from '../rule.ts';
import { slowly, type Chapter } from '../slo.ts';
import type { Values } from '../values.ts';

/** M5: what policies should stop is stopped. Unknown where no policy enforces, or nobody reads what was refused. */
export function enforcement({ slos, owners }: Values): Chapter {
  const { target, least, fewestObjects } = slos.m5;
  const { rejectsTotal, newCriticalsTotal, enforcement: ratio, enforcementCoverage, enforcementEnough } = recorded;
  const policies = (mode?: string) =>
    sumOnce(['cluster'], ['engine', 'mode', 'ready'], metrics.policies, mode === undefined ? {} : { mode });
  const denied = `increase(${rejectsTotal.name}[7d])`;
  const admitted = `increase(${newCriticalsTotal.name}[7d])`;
  return {
    slo: {
      id: 'm5-enforcement',
      measure: 'M5',
      question: 'Do admission policies stop what they should?',
      aim: `at least ${least * 100} % of violating objects refused over 7 days, the rest being new critical findings`,
      target,
      form: 'slice',
      good: enforcementEnough,
      figure: { series: ratio, limit: least, bad: 'below', unit: 'percentunit' },
      owner: owners.posture,
      dashboard: 'plumbline-slo',
    },
    groups: [
      {
        name: 'plumbline-m5-enforcement',
        interval: slowly,
        rules: [
          record(
            rejectsTotal,
            sumOnce(['cluster'], ['engine'], metrics.admissionRejects, { engine: { not: 'quota' } }),
          ),
          record(
            newCriticalsTotal,
            sumOnce(['cluster'], ['transition'], metrics.findingTransitions, {
              severity: 'critical',
              transition: ['opened', 'reopened'],
              reason: 'new',
            }),
          ),
          record(enforcementCoverage, `${policies('enforce')}\n/\n(${policies()} > 0)`),
          record(
            ratio,
            `(${denied} / on (cluster) ((${denied} + on (cluster) ${admitted}) >= ${fewestObjects - 0.5}))
and on (cluster) ${enforcementCoverage.name} > 0`,
          ),
          record(enforcementEnough, proven(`${ratio.name} >= bool ${least}`, recorded.dataFresh.name)),
          {
            alert: 'KspmPolicyEnforcementLow',
            expr: `${ratio.name} < ${least}`,
            for: '30m',
            severity: 'warning',
            notify: 'ticket',
            owner: owners.posture,
            slo: 'm5-enforcement',
            by: ['cluster'],
            dashboard: 'plumbline-slo',
            summary: 'Admission policies let too many violating objects through.',
            description: `In cluster {{ $labels.cluster }} policies refused {{ $value | humanizePercentage }} of violating objects in seven days; ${least * 100} % are agreed. Policies that enforce: {{ with printf "${enforcementCoverage.name}{cluster=%q}" $labels.cluster | query }}{{ . | first | value | humanizePercentage }}{{ else }}unknown{{ end }}.`,
          },
        ],
      },
    ],
  };
}
