import { metrics, recorded, type RecordedSpec } from '#contract';
import { once, sumOnce } from '../promql.ts';
import { record } from '../rule.ts';
import { slowly, type Chapter } from '../slo.ts';

/** What dashboards of a whole fleet read: a thousand clusters are too many to be added up whenever somebody looks. */
export function overview(): Chapter {
  const bySeverity = ['cluster', 'severity'] as const;
  const oldest = `min by (cluster, severity) (${metrics.findingOldestOpen.name})`;
  const lost = sumOnce(['check'], ['cluster'], metrics.scorePointsLost);
  const overFleet = (operator: 'sum' | 'avg' | 'min' | 'max', series: RecordedSpec) =>
    `${operator}${series.labels.includes('severity') ? ' by (severity) ' : ''}(${series.name})`;
  // Dashboards tell by it whether somebody has chosen clusters.
  const scope = { scope: 'fleet' };
  return {
    groups: [
      {
        name: 'plumbline-overview',
        interval: '1m',
        rules: [
          record(recorded.openFindings, once(bySeverity, metrics.findings, { state: 'open' })),
          record(recorded.overdueFindings, once(bySeverity, metrics.findingsSlaBreached)),
          record(recorded.oldestOpen, `time() - ${oldest}`),
          record(recorded.checkCoverage, `min by (cluster) (${metrics.checkCoverage.name})`),
        ],
      },
      {
        name: 'plumbline-overview-slow',
        interval: slowly,
        rules: [
          record(recorded.mttrMedian, once(bySeverity, metrics.findingRemediationMedian, { window: '30d' })),
          record(
            recorded.fixedCriticalsTotal,
            once(['cluster'], metrics.findingTransitions, {
              severity: 'critical',
              transition: 'resolved',
              reason: 'fixed',
            }),
          ),
          record(recorded.ownerOpenFindings, sumOnce(['owner', 'severity'], ['cluster'], metrics.ownerFindings)),
          record(
            recorded.frameworkScore,
            `avg by (framework) (\n  ${once(['cluster', 'framework'], metrics.postureScore, { framework: { not: 'all' } })}\n)`,
          ),
          // Where a check costs nothing it has no series, so the mean is over all that have a score.
          record(
            recorded.pointsLost,
            `${lost}\n/ on () group_left ()\ncount(${once(['cluster'], metrics.postureScore, { framework: 'all' })})`,
          ),
          record(recorded.triageCoverage, once(['cluster'], metrics.alertTriageCoverage)),
        ],
      },
      {
        name: 'plumbline-overview-fleet',
        interval: slowly,
        rules: [
          record(recorded.fleetOpenFindings, overFleet('sum', recorded.openFindings), scope),
          record(recorded.fleetOldestOpen, overFleet('max', recorded.oldestOpen), scope),
          record(recorded.fleetMttr, overFleet('avg', recorded.mttrMean), scope),
          record(recorded.fleetScore, overFleet('avg', recorded.score), scope),
          record(recorded.fleetLowestScore, overFleet('min', recorded.score), scope),
          record(recorded.fleetDrift, overFleet('sum', recorded.driftWeek), scope),
          record(recorded.fleetMostDrift, overFleet('max', recorded.driftWeek), scope),
        ],
      },
    ],
  };
}
