import { severities, type ApiNodeCount, type ApiNodePool } from '../../contract/index.ts';
import type { NodePool } from '../posture.ts';

/** A pool of nodes as the API tells it. */
export function apiNodePool({ kubelets, runtimes, images, failing, ...pool }: NodePool): ApiNodePool {
  return {
    ...pool,
    kubelets: nodeCounts(kubelets),
    runtimes: nodeCounts(runtimes),
    images: nodeCounts(images),
    failing: failing
      .map(({ check: { id, title, severity }, nodes }) => ({ check: id, title, severity, nodes }))
      .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.check < b.check ? -1 : 1)),
  };
}

function nodeCounts(counts: ReadonlyMap<string, number>): readonly ApiNodeCount[] {
  return [...counts].map(([value, nodes]) => ({ value, nodes })).sort((a, b) => b.nodes - a.nodes);
}
