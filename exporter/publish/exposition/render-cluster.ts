import type { ClusterView } from '../posture.ts';
import { renderChunk, type Chunk } from './chunk.ts';
import type { Family } from './family.ts';

/** Every family of one cluster, rendered from one state of it. */
export interface RenderedCluster {
  readonly id: string;
  /** Undefined until the first evaluation of the cluster is committed. */
  readonly revision: number | undefined;
  /** Whose samples these are; undefined where another replica publishes the cluster. */
  readonly publishedBy: ClusterView | undefined;
  /** In the order of the families. */
  readonly chunks: readonly Chunk[];
}

const nothing: Chunk = { body: Buffer.alloc(0), series: 0, dropped: 0 };

/**
 * Renders a cluster in one step, so that no family is newer than another. A family that throws is left out and
 * reported, since part of it could pass for the whole; the others are rendered all the same.
 */
export function renderCluster(
  cluster: ClusterView,
  families: readonly Family[],
  now: number,
  report: {
    readonly dropped: (family: string, series: number) => void;
    readonly failed: (family: string, error: unknown) => void;
  },
): RenderedCluster {
  const { id, name, posture } = cluster;
  const chunks = families.map(({ spec, samplesOf }) => {
    let overflow = 0;
    try {
      const samples = samplesOf(cluster, { now, overflowed: (series) => (overflow += series) });
      const chunk = renderChunk(spec, name, samples);
      if (chunk.dropped + overflow > 0) report.dropped(spec.name, chunk.dropped + overflow);
      return chunk;
    } catch (error) {
      report.dropped(spec.name, 1);
      report.failed(spec.name, error);
      return nothing;
    }
  });
  return { id, revision: posture?.revision, publishedBy: cluster, chunks };
}

/** A cluster that another replica publishes: evaluated as far as `revision` says, and not a sample of it. */
export function unpublished({ id, posture }: ClusterView): RenderedCluster {
  return { id, revision: posture?.revision, publishedBy: undefined, chunks: [] };
}
