import { metrics } from '../../../../../exporter/contract/index.ts';
import type { SloId } from '../../../../../alerts/generated/thresholds.ts';
import type { BadTime } from './bad-times.ts';
import type { Readings } from './readings.ts';
import { phase } from './trend.ts';

const hour = 3_600;
const day = 24 * hour;

/** Hours ago and how many they lasted. */
type Incident = readonly [daysAgo: number, hours: number];

// `prod-us` was the good one, and spends what the month allows in three incidents.
const criticalIncidents: Readonly<Record<string, readonly Incident[]>> = {
  'prod-us': [
    [64, 3],
    [37.2, 1.5],
    [21.3, 1.5],
    [6.1, 3.2],
    [1.2, 1.8],
  ],
};

/** When the clean state of a cluster, and the other aims that the exporter can answer, were not met. */
export function badTimesOf(slo: SloId, cluster: string, readings: Readings, end: number, back: number): BadTime[] {
  switch (slo) {
    case 'm1-critical-posture':
      return withTheOpen(incidents(criticalIncidents[cluster] ?? [], end), oldestCritical(cluster, readings));
    case 'm3-remediation':
      return withTheOpen([], overdueSince(cluster, readings, end));
    case 'm4-drift':
      return weeksOver(cluster, end, back, cluster === 'prod-us' ? 0.08 : 0.3, 2 * day);
    case 'm8-latency':
      return isBlind(cluster, readings)
        ? [{ from: -Infinity, to: Infinity }]
        : weeksOver(cluster, end, back, 0.25, 2 * hour);
    case 'm9-score':
      return weeksOver(`${cluster} score`, end, back, 0.12, 9 * hour);
    case 'm2-high-findings':
      return weeksOver(`${cluster} high`, end, back, 0.35, 20 * hour);
    default:
      return [];
  }
}

function incidents(listed: readonly Incident[], end: number): BadTime[] {
  return listed.map(([daysAgo, hours]) => ({ from: end - daysAgo * day, to: end - daysAgo * day + hours * hour }));
}

/** What is open now began some time ago and swallows what came later. */
function withTheOpen(times: readonly BadTime[], since: number | undefined): BadTime[] {
  if (since === undefined) return [...times];
  return [...times.filter(({ to }) => to < since), { from: since, to: Infinity }];
}

/** One incident in some of the weeks. */
function weeksOver(name: string, end: number, back: number, share: number, lasts: number): BadTime[] {
  return Array.from({ length: Math.ceil(back / (7 * day)) }, (_, week) => week).flatMap((week) => {
    if (week === 0 || phase(`${name} ${week}`) > share) return [];
    const from = end - week * 7 * day - phase(`${name} at ${week}`) * 3 * day;
    return [{ from, to: from + lasts }];
  });
}

function oldestCritical(cluster: string, readings: Readings): number | undefined {
  const since = readings
    .of(metrics.criticalFindingSince)
    .filter(({ labels }) => labels['cluster'] === cluster)
    .map(({ value }) => value);
  return since.length === 0 ? undefined : Math.min(...since);
}

function overdueSince(cluster: string, readings: Readings, end: number): number | undefined {
  const overdue = readings
    .of(metrics.findingsSlaBreached)
    .some(({ labels, value }) => labels['cluster'] === cluster && labels['severity'] === 'critical' && value > 0);
  return overdue ? end - 200 * day : undefined;
}

/** A kind that may not be read is out of sync for good. */
function isBlind(cluster: string, readings: Readings): boolean {
  return readings.of(metrics.resourceSynced).some(({ labels, value }) => labels['cluster'] === cluster && value === 0);
}
