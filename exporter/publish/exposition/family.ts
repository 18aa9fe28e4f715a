import type { MetricSpec, Severity } from '../../contract/index.ts';
import type { HistogramState, ClusterView, Posture } from '../posture.ts';
import type { Sample } from './chunk.ts';
import type { LabelSet } from './label-set.ts';

/** What a family may use beside the cluster itself. */
export interface RenderContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Counts series that a cap kept out of the family. */
  readonly overflowed: (series: number) => void;
}

/** Agreed remediation time per severity, in milliseconds; info has none. */
export type Sla = Readonly<Record<Exclude<Severity, 'info'>, number>>;

/** A family of the contract and which samples it has in one cluster. */
export interface Family {
  readonly spec: MetricSpec;
  readonly samplesOf: (
    cluster: ClusterView,
    context: RenderContext,
  ) => Iterable<readonly [labels: LabelSet, value: number | HistogramState]>;
}

/** A family that exists as soon as the cluster is known. */
export function clusterFamily<M extends MetricSpec>(
  spec: M,
  samplesOf: (cluster: ClusterView, context: RenderContext) => Iterable<Sample<M>>,
): Family {
  return { spec, samplesOf };
}

/** A family that exists once the first evaluation of the cluster is committed. */
export function postureFamily<M extends MetricSpec>(
  spec: M,
  samplesOf: (posture: Posture, context: RenderContext, cluster: ClusterView) => Iterable<Sample<M>>,
): Family {
  return {
    spec,
    samplesOf: (cluster, context) =>
      cluster.posture === undefined ? [] : samplesOf(cluster.posture, context, cluster),
  };
}

/** Label sets of a key that is known in advance or recurs, rendered at first use and kept as long as their key. */
export function rendered<K extends object, V>(render: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = render(key)));
    return value;
  };
}
