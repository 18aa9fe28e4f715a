import { results, severities, type ApiCluster, type ApiScoreDriver } from '../../contract/index.ts';
import { resourceLabel } from '../../model/kinds.ts';
import { reasonsNotClean } from '../not-clean.ts';
import type { ClusterView, Posture } from '../posture.ts';

/** RFC 3339 of a time in milliseconds. */
export function rfc3339(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** A cluster as the API tells it. */
export function apiCluster(cluster: ClusterView): ApiCluster {
  const { name, id, version, provider, up, problem, lastSuccess, posture, leadership } = cluster;
  const notClean = reasonsNotClean(cluster);
  const baselineAt = leadership.followed?.baselineAt ?? posture?.baselineAt;
  return {
    name,
    id,
    kubernetesVersion: version,
    provider,
    up,
    ...(problem !== undefined && { problem }),
    ready: posture !== undefined,
    clean: notClean.length === 0,
    notClean,
    ...(posture?.score !== undefined && { score: posture.score.ratio }),
    checkSet: cluster.checkSet,
    coverage: posture?.coverage ?? 0,
    findings: recordOf(severities, (severity) => posture?.findings.count(severity) ?? 0),
    results: recordOf(results, (result) => {
      let sum = 0;
      posture?.counts.checks.forEach((_, index) => (sum += posture.counts.count(index, result)));
      return sum;
    }),
    drivers: posture === undefined ? [] : driversOf(posture),
    kinds: cluster.kinds().map(({ kind, status, objects, reason, lastEvent }) => ({
      resource: resourceLabel(kind),
      status,
      objects,
      ...(reason !== undefined && { reason }),
      ...(lastEvent !== undefined && { lastEvent: rfc3339(lastEvent) }),
    })),
    ...(lastSuccess !== undefined && { lastSuccess: rfc3339(lastSuccess) }),
    ...(baselineAt !== undefined && { baseline: rfc3339(baselineAt) }),
    leads: leadership.leads,
    ...(leadership.leader !== undefined && { leader: leadership.leader }),
  };
}

function driversOf({ score, counts }: Posture): readonly ApiScoreDriver[] {
  return (score?.drivers ?? []).flatMap(({ check: index, pointsLost, failing, total }) => {
    const check = counts.checks[index];
    if (check === undefined) return [];
    return [{ check: check.id, title: check.title, severity: check.severity, pointsLost, failing, total }];
  });
}

function recordOf<K extends string>(keys: readonly K[], valueOf: (key: K) => number): Readonly<Record<K, number>> {
  return Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as Record<K, number>;
}
