import { results, severities, type ApiCluster, type ApiScoreDriver } from '../../contract/index.ts';
import { resourceLabel } from '../../model/kinds.ts';
import { reasonsNotClean } from '../not-clean.ts';
import type { ClusterView, Posture } from '../posture.ts';
import type { RetiredCluster } from '../retired.ts';

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
    watched: true,
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

/** A cluster that nothing delivers: expected in vain, or gone on purpose. */
export function apiUnwatched(name: string, retired?: RetiredCluster): ApiCluster {
  const problem =
    retired === undefined ? 'expected, but no context or snapshot delivers it' : `retired: ${retired.reason}`;
  return {
    name,
    watched: false,
    ...(retired !== undefined && {
      retired: {
        reason: retired.reason,
        ...(retired.since !== undefined && { since: rfc3339(retired.since) }),
      },
    }),
    id: '',
    kubernetesVersion: '',
    provider: 'unknown',
    up: false,
    problem,
    leads: false,
    ready: false,
    clean: false,
    notClean: ['nothing is known of it'],
    checkSet: '',
    coverage: 0,
    findings: recordOf(severities, () => 0),
    results: recordOf(results, () => 0),
    drivers: [],
    kinds: [],
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
