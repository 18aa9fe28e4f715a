import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RetiredCluster } from '../retired.ts';
import { metrics } from '../../contract/index.ts';
import type { Check } from '../../checks/define.ts';
import type { ClusterView } from '../posture.ts';
import type { OwnerDirectory } from '../../model/owner.ts';
import { checkChunks, expectedChunks, ownerChunk } from './families/identity.ts';
import { clusterFamilies, type FamilyOptions } from './families/index.ts';
import { rendered as oncePerKey } from './family.ts';
import { formats, type Format } from './format.ts';
import { escapeLabelValue } from './label-set.ts';
import { renderCluster, unpublished, type RenderedCluster } from './render-cluster.ts';
import { Snapshot } from './snapshot.ts';

/** Rendering many clusters pauses after this long, so that scrapes and watches are served meanwhile; milliseconds. */
const sliceMs = 4;

/** What rendering says about itself; times are seconds. */
export interface ExpositionTelemetry {
  /** Runs work inside a span of that name. */
  traced<T>(name: string, attributes: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T>;
  rendered(seconds: number): void;
  renderedBytes(format: Format, bytes: number): void;
  renderedSeries(family: string, series: number): void;
  /** Counts at every rendering, so that the rate stays above 0 for as long as series are missing. */
  seriesDropped(family: string, series: number): void;
}

export interface ExpositionDeps extends FamilyOptions {
  readonly clusters: () => Iterable<ClusterView>;
  /** Names that configuration or the fleet inventory gives. */
  readonly expected: () => Iterable<string>;
  readonly retired: readonly RetiredCluster[];
  /** Checks that are in use, for the families that describe them. */
  readonly checks: readonly Check[];
  readonly contacts: OwnerDirectory['contacts'];
  readonly clock: () => number;
  readonly telemetry: ExpositionTelemetry;
  readonly onError: (error: unknown, about: { readonly cluster?: string; readonly family?: string }) => void;
  /** Shortest time between two renderings, in milliseconds. */
  readonly intervalMs: number;
  /** Ages, SLA breaches and unsynced time move without any change: everything is rendered again after this long. */
  readonly refreshMs: number;
}

/** Keeps the exposition current: a scrape only ever reads `snapshot`. */
export interface Exposition {
  readonly snapshot: Snapshot;
  /** Says that a cluster (by name) has something new to show; the first call after a pause renders at once. */
  changed(cluster: string): void;
  /** Renders everything now and then from time to time, until the signal ends it. */
  start(signal: AbortSignal): void;
}

export function createExposition(deps: ExpositionDeps): Exposition {
  const { clock, telemetry } = deps;
  const families = clusterFamilies(deps);
  const owners = oncePerKey(ownerChunk);
  const described = checkChunks(deps.checks, deps.frameworks);
  const rendered = new Map<string, RenderedCluster>();
  const due = new Set<string>();
  let everythingIsDue = false;
  let phase: 'idle' | 'busy' | 'stopped' = 'idle';
  let snapshot = assemble();

  /** Clusters by name; of two that share one only the first is shown, or every series would be there twice. */
  function present(): ReadonlyMap<string, ClusterView> {
    const views = new Map<string, ClusterView>();
    const taken = new Set<string>();
    for (const view of deps.clusters()) {
      const label = escapeLabelValue(view.name);
      if (taken.has(label)) {
        telemetry.seriesDropped(metrics.clusterInfo.name, 1);
        continue;
      }
      taken.add(label);
      views.set(view.name, view);
    }
    return views;
  }

  async function render(): Promise<void> {
    const views = present();
    const wanted = everythingIsDue ? new Set(views.keys()) : new Set(due);
    everythingIsDue = false;
    due.clear();
    for (const name of rendered.keys()) if (!views.has(name)) rendered.delete(name);
    const fresh: [ClusterView, RenderedCluster][] = [];
    let sliceStart = performance.now();
    for (const [name, view] of views) {
      const before = rendered.get(name);
      if (before !== undefined && !wanted.has(name)) continue;
      const start = performance.now();
      const after = view.leadership.publishes
        ? renderCluster(view, families, clock(), {
            dropped: (family, series) => telemetry.seriesDropped(family, series),
            failed: (family, error) => deps.onError(error, { cluster: name, family }),
          })
        : unpublished(view);
      const end = performance.now();
      telemetry.rendered((end - start) / 1000);
      rendered.set(name, after);
      const isNews = after.revision !== before?.revision || after.id !== before?.id;
      if (isNews) fresh.push([view, after]);
      if (end - sliceStart > sliceMs) {
        await nextTurn();
        sliceStart = performance.now();
      }
    }
    const served = snapshot.seriesByFamily();
    snapshot = assemble();
    const at = clock();
    for (const [view, { revision }] of fresh) if (revision !== undefined) view.latency.served(revision, at);
    tell(served);
  }

  function assemble(): Snapshot {
    const clusters = [...rendered];
    const revisions = new Map<string, number>();
    for (const [name, { revision }] of clusters) if (revision !== undefined) revisions.set(name, revision);
    const published = clusters.flatMap(([name, { publishedBy }]) => (publishedBy === undefined ? [] : [name]));
    return new Snapshot(clock(), revisions, new Set(published), [
      { spec: metrics.clusterExpected, chunks: expectedChunks(deps.expected(), deps.retired) },
      { spec: metrics.ownerInfo, chunks: [owners(deps.contacts())] },
      ...families.map(({ spec }, index) => ({
        spec,
        chunks: clusters.flatMap(([, { chunks }]) => chunks[index] ?? []),
      })),
      ...described.map(({ spec, chunk }) => ({ spec, chunks: [chunk] })),
    ]);
  }

  function tell(before: ReadonlyMap<string, number>): void {
    const bytes = snapshot.bytes();
    for (const format of formats) telemetry.renderedBytes(format, bytes[format]);
    const series = snapshot.seriesByFamily();
    for (const family of before.keys()) if (!series.has(family)) telemetry.renderedSeries(family, 0);
    for (const [family, count] of series) telemetry.renderedSeries(family, count);
  }

  /** A process that was stopped may lead no more when it wakes, and a scrape may be the first to wake it. */
  function withdraw(): void {
    const ended = [...rendered].filter(([, { publishedBy }]) => publishedBy?.leadership.publishes === false);
    if (ended.length === 0) return;
    for (const [name, { publishedBy }] of ended) if (publishedBy) rendered.set(name, unpublished(publishedBy));
    snapshot = assemble();
  }

  /** One rendering at a time, `intervalMs` apart; what changes meanwhile waits for the next. */
  function wake(): void {
    if (phase !== 'idle') return;
    phase = 'busy';
    setImmediate(() => {
      telemetry
        .traced('publish', {}, render)
        .catch((error: unknown) => deps.onError(error, {}))
        .finally(() => {
          setTimeout(() => {
            if (phase === 'stopped') return;
            phase = 'idle';
            if (everythingIsDue || due.size > 0) wake();
          }, deps.intervalMs).unref();
        });
    });
  }

  return {
    get snapshot() {
      withdraw();
      return snapshot;
    },
    changed(cluster) {
      due.add(cluster);
      wake();
    },
    start(signal) {
      const refresh = () => {
        everythingIsDue = true;
        wake();
      };
      const timer = setInterval(refresh, deps.refreshMs);
      timer.unref();
      signal.addEventListener('abort', () => {
        clearInterval(timer);
        phase = 'stopped';
      });
      refresh();
    },
  };
}
