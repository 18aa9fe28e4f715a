import { isCriticalPosture } from '../checks/profiles.ts';
import { resourceLabel } from '../model/kinds.ts';
import type { ClusterView } from './posture.ts';

/** What keeps a cluster from being clean, one sentence each; empty exactly when kspm_cluster_clean is 1. */
export function reasonsNotClean(cluster: ClusterView): readonly string[] {
  const { posture } = cluster;
  if (posture === undefined) return ['The first complete evaluation is not finished.'];
  if (posture.clean) return [];
  const reasons: string[] = [];
  let undecided = 0;
  for (const [index, check] of posture.counts.checks.entries()) {
    if (!isCriticalPosture(check)) continue;
    const failing = posture.counts.count(index, 'fail');
    if (failing > 0) reasons.push(`${check.title}: ${failing} ${failing === 1 ? 'object' : 'objects'} (${check.id}).`);
    undecided += posture.counts.count(index, 'unknown') + posture.counts.count(index, 'error');
  }
  const needed = new Set(posture.counts.checks.filter(isCriticalPosture).flatMap(({ needs }) => needs));
  const unseen = cluster
    .kinds()
    .filter(({ kind, status }) => needed.has(kind) && status !== 'synced' && status !== 'absent');
  if (undecided > 0) reasons.push(`${undecided} results of the critical-posture set are unknown.`);
  if (unseen.length > 0)
    reasons.push(`Cannot be seen now: ${unseen.map(({ kind }) => resourceLabel(kind)).join(', ')}.`);
  return reasons.length > 0 ? reasons : ['Coverage of the critical-posture set is not complete.'];
}
