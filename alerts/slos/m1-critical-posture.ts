import { metrics, recorded } from '#contract';
import { durationOf } from '../duration.ts';
import { once, sumOnce } from '../promql.ts';
import { record } from '../rule.ts';
import type { Chapter } from '../slo.ts';
import type { Values } from '../values.ts';

/** M1 per cluster: nothing of the critical-posture set is open. */
export function criticalPosture({ slos, alerts, owners }: Values): Chapter {
  const clean = recorded.clusterClean.name;
  const failing = recorded.seriousFailing.name;
  const lately = durationOf(alerts.newCritical.ringsFor);
  const isClean = `min by (cluster) (${metrics.clusterClean.name})`;
  const fresh = `${recorded.dataFresh.name} == 1`;
  const severity = 'critical';
  const passing = once(['cluster'], metrics.resources, { severity, status: 'pass' });
  const judged = sumOnce(['cluster'], ['status'], metrics.resources, { severity, status: ['pass', 'fail'] });
  return {
    slo: {
      id: 'm1-critical-posture',
      measure: 'M1',
      question: 'Is the cluster free of findings that could end it?',
      aim: 'no open finding in the critical-posture set, with fresh data and complete coverage',
      target: slos.m1.target,
      form: 'slice',
      good: recorded.clusterClean,
      figure: { series: recorded.clusterClean, limit: 1, bad: 'below', unit: 'bool' },
      owner: owners.posture,
      dashboard: 'plumbline-oncall',
      burn: {
        alert: 'KspmCriticalPostureBudgetBurn',
        // A backlog burns as well, but it is nobody's news; neither is a cluster that we stopped seeing.
        pagesOnly: `max_over_time(${clean}[1d]) == 1\n  and on (cluster) ${failing} > min_over_time(${failing}[1d])`,
        summary: 'The error budget of critical posture is burning too fast.',
      },
    },
    groups: [
      {
        name: 'plumbline-m1-critical-posture',
        interval: '1m',
        rules: [
          record(recorded.clusterClean, `${isClean} == 0\nor\n${isClean} and on (cluster) ${fresh}`),
          record(recorded.criticalPass, `${passing}\n/\n(${judged} > 0)\nand on (cluster) ${fresh}`),
          record(
            recorded.seriousFailing,
            sumOnce(['cluster'], ['severity'], metrics.resources, {
              severity: ['critical', 'high'],
              status: 'fail',
            }),
          ),
          {
            alert: 'KspmCriticalPostureRegression',
            expr: `${clean} == 0
and on (cluster) max_over_time(${clean}[${lately}]) == 1
and on (cluster) ${failing} > min_over_time(${failing}[${lately}])`,
            for: '5m',
            severity: 'critical',
            notify: 'page',
            owner: owners.posture,
            slo: 'm1-critical-posture',
            by: ['cluster'],
            dashboard: 'plumbline-oncall',
            summary: 'A cluster that was clean fails critical posture.',
            description: `Cluster {{ $labels.cluster }} was clean within ${lately} and fails checks of the critical-posture set now. Passing results of critical checks: {{ with printf "${recorded.criticalPass.name}{cluster=%q}" $labels.cluster | query }}{{ . | first | value | humanizePercentage }}{{ else }}unknown{{ end }}.`,
          },
        ],
      },
    ],
  };
}

/** M1 of the fleet: clean clusters among those that should be there. */
export function fleetPosture({ slos, owners }: Values): Chapter {
  const { clusterClean, expected, fleetClean } = recorded;
  return {
    slo: {
      id: 'm1-fleet-posture',
      measure: 'M1',
      question: 'How much of the fleet is clean?',
      aim: `${slos.m1Fleet.target * 100} % of expected clusters clean on average; those that say nothing are not`,
      target: slos.m1Fleet.target,
      form: 'ratio',
      good: fleetClean,
      figure: { series: fleetClean, limit: slos.m1Fleet.target, bad: 'below', unit: 'percentunit' },
      owner: owners.posture,
      dashboard: 'plumbline-executive',
      burn: { alert: 'KspmFleetPostureBudgetBurn', summary: 'The error budget of the fleet is burning too fast.' },
    },
    groups: [
      {
        name: 'plumbline-m1-fleet-posture',
        interval: '1m',
        rules: [
          record(
            expected,
            `(\n  ${once(['cluster'], metrics.clusterExpected)}\n  or\n  max by (cluster) (last_over_time(${metrics.clusterExpected.name}[1d]))\n) > 0`,
          ),
          record(
            fleetClean,
            `(sum(${clusterClean.name} and on (cluster) ${expected.name}) or vector(0))\n/\ncount(${expected.name})`,
          ),
        ],
      },
    ],
  };
}
