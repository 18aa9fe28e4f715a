import type { ApiRejectSource } from '#contract';

/** Whether denials of these clusters could be seen at all, so that an empty list means something. */
export interface RejectSight {
  /** Clusters with at least one source. */
  readonly seen: readonly string[];
  /** Clusters without any, with the reason in the words of their sources. */
  readonly unseen: readonly { readonly cluster: string; readonly why: string }[];
}

/** Tells clusters apart by whether anything tells of their denials. */
export function sightOfRejects(sources: readonly ApiRejectSource[]): RejectSight {
  const byCluster = Map.groupBy(sources, ({ cluster }) => cluster);
  const clusters = [...byCluster].map(([cluster, ofIt]) => ({
    cluster,
    connected: ofIt.some(({ connected }) => connected),
    why: [...new Set(ofIt.map(({ source, problem }) => `${source}: ${problem ?? 'not connected'}`))].join('; '),
  }));
  return {
    seen: clusters.filter(({ connected }) => connected).map(({ cluster }) => cluster),
    unseen: clusters.filter(({ connected }) => !connected).map(({ cluster, why }) => ({ cluster, why })),
  };
}
