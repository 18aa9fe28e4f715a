import type { ApiCluster, ApiPage } from '#contract';
import { counted } from '../../shown/count.ts';
import { standingOf } from '../clusters/standing.ts';

/** A cluster of which not everything can be told now, and why. */
export interface Blind {
  readonly cluster: string;
  readonly why: string;
}

/** How far it can be said that what is listed is all there is. */
export interface Sight {
  /** Clusters in which something critical may be open and is not seen. */
  readonly blind: readonly Blind[];
  /** Clusters that were not looked at, since the page of them ended before. */
  readonly unread: number;
}

/** What can be seen of the clusters on a page of them, the worst of the fleet first. */
export function sightOf({ items, total }: Pick<ApiPage<ApiCluster>, 'items' | 'total'>): Sight {
  const blind = items.flatMap((cluster) => {
    const why = blindBecause(cluster);
    return why === undefined ? [] : [{ cluster: cluster.name, why }];
  });
  return { blind, unread: Math.max(0, total - items.length) };
}

function blindBecause(cluster: ApiCluster): string | undefined {
  const { standing, label, reasons } = standingOf(cluster);
  // What is known to be bad stays so while a cluster is silent, and more may have come since.
  if (standing === 'unknown' || !cluster.up) return `${label}: ${reasons.join(' ')}`;
  const unseen = cluster.kinds.filter(
    ({ status }) => status === 'forbidden' || status === 'stale' || status === 'pending',
  );
  if (unseen.length > 0) return `Cannot be read now: ${unseen.map(({ resource }) => resource).join(', ')}.`;
  const untold = cluster.results.unknown + cluster.results.error;
  // A cluster is only clean where all of the critical-posture set is known.
  if (standing === 'not-clean' && untold > 0) return `${counted(untold, 'result is', 'results are')} not known.`;
  return undefined;
}
