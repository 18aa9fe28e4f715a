import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { LabelOf, MetricSpec } from '../contract/index.ts';

type OfType<T extends MetricSpec['type']> = MetricSpec & { readonly type: T };

/** Samples of a gauge that is read when scraped. */
export type Samples<Label extends string> = Iterable<readonly [labels: Record<Label, string>, value: number]>;

/** A counter of the contract in a registry of ours; nothing ever registers globally. */
export function counterOf<M extends OfType<'counter'>>(registry: Registry, spec: M): Counter<LabelOf<M>> {
  return new Counter<LabelOf<M>>({
    name: spec.name,
    help: spec.help,
    labelNames: labelsOf(spec),
    registers: [registry],
  });
}

/** A histogram of the contract, with the contract's buckets. */
export function histogramOf<M extends OfType<'histogram'>>(registry: Registry, spec: M): Histogram<LabelOf<M>> {
  return new Histogram<LabelOf<M>>({
    name: spec.name,
    help: spec.help,
    labelNames: labelsOf(spec),
    buckets: [...(spec.buckets ?? [])],
    registers: [registry],
  });
}

/** A gauge that is set by whoever knows its value. */
export function gaugeOf<M extends OfType<'gauge'>>(registry: Registry, spec: M): Gauge<LabelOf<M>> {
  return new Gauge<LabelOf<M>>({ name: spec.name, help: spec.help, labelNames: labelsOf(spec), registers: [registry] });
}

/** A gauge that is a view of `read`, rebuilt at every scrape: nothing to update, nothing to forget. */
export function viewOf<M extends OfType<'gauge'>>(registry: Registry, spec: M, read: () => Samples<LabelOf<M>>): void {
  const gauge = new Gauge<LabelOf<M>>({
    name: spec.name,
    help: spec.help,
    labelNames: labelsOf(spec),
    // Synchronous on purpose: the values are read right after it, so no scrape sees the reset.
    collect() {
      this.reset();
      for (const [labels, value] of read()) this.set(labels, value);
    },
    registers: [],
  });
  registry.registerMetric(gauge);
}

function labelsOf<M extends MetricSpec>(spec: M): LabelOf<M>[] {
  return [...spec.labels] as LabelOf<M>[];
}
