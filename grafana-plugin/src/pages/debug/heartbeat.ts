import type { ApiCluster } from '#contract';
import { ago } from '../../shown/elapsed.ts';

/** Milliseconds after which a cluster that says nothing is worth a look. */
const overdue = 5 * 60_000;

/** Whether a cluster is heard, in words. */
export interface Heartbeat {
  readonly beats: boolean;
  readonly text: string;
}

/** Puts when a cluster was last evaluated, and by whom, into words. */
export function heartbeatOf(cluster: ApiCluster, now: number): Heartbeat {
  if (!cluster.watched) return { beats: false, text: 'expected, and no exporter reports on it' };
  const last = cluster.lastSuccess === undefined ? undefined : Date.parse(cluster.lastSuccess);
  const heard = last === undefined ? 'its API has never answered' : `its API answered ${ago(last, now)}`;
  if (!cluster.up) return { beats: false, text: `${cluster.problem ?? 'out of reach'}; ${heard}` };
  if (!cluster.ready) return { beats: false, text: `still being read; ${heard}` };
  const leader = cluster.leader === undefined ? 'no replica leads' : `led by ${cluster.leader}`;
  const beats = cluster.leader !== undefined && last !== undefined && now - last < overdue;
  return { beats, text: `${heard}, ${leader}` };
}
