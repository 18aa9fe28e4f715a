import type { LabelOf, MetricSpec } from '../../contract/index.ts';
import type { HistogramState } from '../posture.ts';
import { bucketBound } from './format.ts';
import { escapeLabelValue, type LabelSet } from './label-set.ts';

type ValueOf<M extends MetricSpec> = M extends { readonly type: 'histogram' } ? HistogramState : number;

/** One series of a family in one cluster; a histogram is one sample with many lines. */
export type Sample<M extends MetricSpec = MetricSpec> = readonly [
  labels: LabelSet<Exclude<LabelOf<M>, 'cluster'>>,
  value: ValueOf<M>,
];

/** Sample lines of one family in one cluster, ready to be served. */
export interface Chunk {
  readonly body: Buffer;
  readonly series: number;
  /** Series that could not be written: a duplicate, a label that is no text, a value that is no number. */
  readonly dropped: number;
}

/** Renders samples; `cluster` is undefined for families without that label. One bad sample costs only itself. */
export function renderChunk(
  spec: MetricSpec,
  cluster: string | undefined,
  samples: Iterable<readonly [labels: LabelSet, value: number | HistogramState]>,
): Chunk {
  const common = cluster === undefined ? '' : `cluster="${escapeLabelValue(cluster)}"`;
  const seen = new Set<string>();
  let text = '';
  let series = 0;
  let dropped = 0;
  for (const [{ text: own }, value] of samples) {
    const lines = own === undefined || seen.has(own) ? undefined : sampleLines(spec, joined(common, own), value);
    if (own === undefined || lines === undefined) {
      dropped += 1;
      continue;
    }
    seen.add(own);
    text += lines.text;
    series += lines.series;
  }
  return { body: Buffer.from(text), series, dropped };
}

function joined(common: string, own: string): string {
  return common === '' || own === '' ? common + own : `${common},${own}`;
}

interface Lines {
  readonly text: string;
  readonly series: number;
}

function sampleLines(spec: MetricSpec, labels: string, value: number | HistogramState): Lines | undefined {
  if (typeof value === 'number') {
    const isUnbounded = value === Infinity && spec.unbounded === true;
    if (!(Number.isFinite(value) || isUnbounded) || spec.type === 'histogram') return undefined;
    const written = isUnbounded ? '+Inf' : String(value);
    return { text: `${spec.name}${labels === '' ? '' : `{${labels}}`} ${written}\n`, series: 1 };
  }
  return histogramLines(spec, labels, value);
}

function histogramLines(
  { name, buckets: bounds }: MetricSpec,
  labels: string,
  state: HistogramState,
): Lines | undefined {
  const { buckets, sum, count } = state;
  const numbers = [...buckets, count, sum];
  if (bounds?.length !== buckets.length || !numbers.every(Number.isFinite)) return undefined;
  const before = labels === '' ? '' : `${labels},`;
  const braces = labels === '' ? '' : `{${labels}}`;
  let text = '';
  bounds.forEach((bound, index) => {
    text += `${name}_bucket{${before}le="${bucketBound(bound)}"} ${buckets[index]}\n`;
  });
  text += `${name}_bucket{${before}le="+Inf"} ${count}\n${name}_sum${braces} ${sum}\n${name}_count${braces} ${count}\n`;
  return { text, series: bounds.length + 3 };
}
