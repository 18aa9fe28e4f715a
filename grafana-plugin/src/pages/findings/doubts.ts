import type { ApiCluster } from '#contract';
import { elapsed } from '../../shown/elapsed.ts';
import { percentOf } from '../../shown/count.ts';

/** Milliseconds after which what is known of a cluster is old: several evaluations have failed to come. */
const fresh = 15 * 60_000;

/** Why what is listed of a cluster may not be all there is. */
export interface Doubt {
  readonly cluster: string;
  /** `stale`: it was so, and may have changed. `partial`: there may be more. */
  readonly kind: 'stale' | 'partial';
  readonly why: string;
}

/** What a cluster says of itself that bears on it. */
export type Standing = Pick<
  ApiCluster,
  'name' | 'watched' | 'up' | 'problem' | 'ready' | 'coverage' | 'lastSuccess' | 'leader'
>;

/** Doubts about a list of findings of these clusters, by name; of all where none is named. At most one of each kind a cluster. */
export function doubtsOf(clusters: readonly Standing[], named: readonly string[], now: number): readonly Doubt[] {
  return clusters
    .filter(({ name }) => named.length === 0 || named.includes(name))
    .flatMap((cluster) => {
      const stale = staleBecause(cluster, now);
      const partial = partialBecause(cluster);
      return [
        ...(stale === undefined ? [] : [{ cluster: cluster.name, kind: 'stale' as const, why: stale }]),
        ...(partial === undefined ? [] : [{ cluster: cluster.name, kind: 'partial' as const, why: partial }]),
      ];
    });
}

function staleBecause({ watched, ready, up, problem, lastSuccess, leader }: Standing, now: number): string | undefined {
  if (!watched || !ready) return undefined;
  const age = lastSuccess === undefined ? undefined : elapsed(Date.parse(lastSuccess), now);
  const since = age === undefined ? '' : ` What is listed was so ${age} ago.`;
  if (!up) return `It does not answer${problem === undefined ? '' : `: ${problem}`}.${since}`;
  if (lastSuccess !== undefined && now - Date.parse(lastSuccess) > fresh)
    return `Nothing new has come from it.${since}`;
  if (leader === undefined) return 'No replica of the exporter notes what becomes of its findings.';
  return undefined;
}

function partialBecause({ watched, ready, problem, coverage }: Standing): string | undefined {
  if (!watched) return `Nothing is known of it${problem === undefined ? '' : `: ${problem}`}.`;
  if (!ready) return 'Its first complete evaluation is not finished.';
  if (coverage < 1) return `${percentOf(coverage)} of what is to be judged has a verdict; the rest is unknown.`;
  return undefined;
}
