import { collectDefaultMetrics, Registry } from 'prom-client';
import { metrics, type ScanKind } from '../contract/index.ts';
import type { IngestTelemetry } from '../ingest/sink.ts';
import { resourceLabel } from '../model/kinds.ts';
import type { ClusterView } from '../publish/posture.ts';
import { traced, type Traced } from './tracing.ts';
import { counterOf, gaugeOf, histogramOf, viewOf, type Samples } from './instruments.ts';

/** What the exporter knows of a cluster beside what publishing shows. */
export interface ObservedCluster extends ClusterView {
  queueDepth(): number;
  /** Whether this process writes the findings of the cluster. */
  readonly leads: boolean;
  /** Whether two cluster ids have claimed the name lately. */
  readonly hasNameConflict: boolean;
  /** Seconds that the oldest change has waited. */
  oldestDue(now: number): number;
}

export interface SelfMetricsDeps {
  readonly version: string;
  readonly clusters: () => Iterable<ObservedCluster>;
  readonly clock: () => number;
  readonly scanIntervalSeconds: number;
  readonly storePersistent: boolean;
  /** Operations whose failures are counted from 0. */
  readonly storeOperations: readonly string[];
}

/** The exporter's own metrics: event counters for those who count, views of state for the rest. */
export interface SelfMetrics {
  readonly registry: Registry;
  readonly traced: Traced;
  readonly ingest: (cluster: string) => IngestTelemetry;
  passedOver(cluster: string, reason: 'unknown_kind' | 'malformed'): void;
  heartbeat(loop: string): void;
  lastHeartbeat(loop: string): number | undefined;
  scan(cluster: string, kind: ScanKind, seconds: number): void;
  scanError(cluster: string, reason: 'check' | 'cycle'): void;
  storeApplied(seconds: number): void;
  storeFailed(operation: string): void;
  /** Bytes on disk. */
  storeSize(bytes: number): void;
  rendered(seconds: number): void;
  renderedBytes(format: string, bytes: number): void;
  renderedSeries(family: string, count: number): void;
  seriesDropped(family: string, count: number): void;
  readonly answered: (route: string, code: number, seconds: number) => void;
  configured(hash: number, successful: boolean): void;
}

export function createSelfMetrics(deps: SelfMetricsDeps): SelfMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  // Gauges with the suffix of counters, which scrapers' linters refuse; the same figures come with a label too.
  for (const kind of ['handles', 'requests', 'resources']) registry.removeSingleMetric(`nodejs_active_${kind}_total`);
  registerViews(registry, deps);

  const beats = new Map<string, number>();
  viewOf(registry, metrics.heartbeat, () => [...beats].map(([loop, at]) => [{ loop }, at / 1000] as const));

  const requests = counterOf(registry, metrics.apiRequests);
  const requestDuration = histogramOf(registry, metrics.apiRequestDuration);
  const responseBytes = counterOf(registry, metrics.apiResponseBytes);
  const throttled = counterOf(registry, metrics.apiThrottled);
  const watchRestarts = counterOf(registry, metrics.watchRestarts);
  const relists = counterOf(registry, metrics.relists);
  const permissionGap = gaugeOf(registry, metrics.permissionGap);
  const clockSkew = gaugeOf(registry, metrics.clockSkew);
  const unknownObjects = counterOf(registry, metrics.unknownObjects);
  const scanDuration = histogramOf(registry, metrics.scanDuration);
  const scanErrors = counterOf(registry, metrics.scanErrors);
  const storeApply = histogramOf(registry, metrics.storeApplyDuration);
  const storeErrors = counterOf(registry, metrics.storeErrors);
  const render = histogramOf(registry, metrics.renderDuration);
  const bytes = gaugeOf(registry, metrics.metricsBytes);
  const series = gaugeOf(registry, metrics.series);
  const dropped = counterOf(registry, metrics.seriesDropped);
  const http = histogramOf(registry, metrics.httpRequestDuration);
  const configHash = gaugeOf(registry, metrics.configHash);
  const configSuccess = gaugeOf(registry, metrics.configReloadSuccessful);
  for (const operation of deps.storeOperations) storeErrors.inc({ operation }, 0);
  const storeBytes = gaugeOf(registry, metrics.storeBytes);
  // Without a label it would say 0 of a store that has no size, or has not answered yet.
  storeBytes.remove();

  return {
    registry,
    traced,
    ingest(cluster) {
      throttled.inc({ cluster }, 0);
      return {
        traced: (name, attributes, work) => traced(name, { 'k8s.cluster.name': cluster, ...attributes }, work),
        request(verb, resource, code, seconds) {
          requests.inc({ cluster, verb, resource, code });
          requestDuration.observe({ cluster, verb }, seconds);
        },
        bytes: (verb, count) => responseBytes.inc({ cluster, verb }, count),
        throttled: (seconds) => throttled.inc({ cluster }, seconds),
        watchRestarted: (resource, reason) => watchRestarts.inc({ cluster, resource, reason }),
        relisted: (resource, reason) => relists.inc({ cluster, resource, reason }),
        permissionGap(resource, verb, missing) {
          if (missing) permissionGap.set({ cluster, resource, verb }, 1);
          else permissionGap.remove({ cluster, resource, verb });
        },
        clockSkew: (seconds) => clockSkew.set({ cluster }, seconds),
      };
    },
    passedOver: (cluster, reason) => unknownObjects.inc({ cluster, reason }),
    heartbeat: (loop) => void beats.set(loop, deps.clock()),
    lastHeartbeat: (loop) => beats.get(loop),
    scan: (cluster, kind, seconds) => scanDuration.observe({ cluster, kind }, seconds),
    scanError: (cluster, reason) => scanErrors.inc({ cluster, reason }),
    storeApplied: (seconds) => storeApply.observe(seconds),
    storeFailed: (operation) => storeErrors.inc({ operation }),
    storeSize: (size) => storeBytes.set(size),
    rendered: (seconds) => render.observe(seconds),
    renderedBytes: (format, count) => bytes.set({ format }, count),
    renderedSeries: (family, count) => series.set({ family }, count),
    seriesDropped: (family, count) => dropped.inc({ family }, count),
    answered: (route, code, seconds) => http.observe({ route, code: String(code) }, seconds),
    configured(hash, successful) {
      configHash.set(hash);
      configSuccess.set(successful ? 1 : 0);
    },
  };
}

/** Gauges that are read from the state of clusters when scraped. */
function registerViews(registry: Registry, deps: SelfMetricsDeps): void {
  const { clusters, clock } = deps;
  function* perCluster(value: (cluster: ObservedCluster) => number | undefined): Samples<'cluster'> {
    for (const cluster of clusters()) {
      const read = value(cluster);
      if (read !== undefined) yield [{ cluster: cluster.name }, read];
    }
  }
  function* perKind(
    value: (kind: ReturnType<ClusterView['kinds']>[number]) => number | undefined,
  ): Samples<'cluster' | 'resource'> {
    for (const cluster of clusters()) {
      for (const kind of cluster.kinds()) {
        const read = value(kind);
        if (read !== undefined) yield [{ cluster: cluster.name, resource: resourceLabel(kind.kind) }, read];
      }
    }
  }
  viewOf(registry, metrics.buildInfo, () => [[{ version: deps.version, node_version: process.versions.node }, 1]]);
  viewOf(registry, metrics.leader, () => perCluster(({ leads }) => (leads ? 1 : 0)));
  viewOf(registry, metrics.clusterUp, () => perCluster(({ up }) => (up ? 1 : 0)));
  viewOf(registry, metrics.clusterLastSuccess, () =>
    perCluster(({ lastSuccess }) => lastSuccess && lastSuccess / 1000),
  );
  viewOf(registry, metrics.clusterNameConflict, () => perCluster((cluster) => (cluster.hasNameConflict ? 1 : 0)));
  viewOf(registry, metrics.scanInterval, () => perCluster(() => deps.scanIntervalSeconds));
  viewOf(registry, metrics.evalQueueDepth, () => perCluster((cluster) => cluster.queueDepth()));
  viewOf(registry, metrics.evalQueueOldest, () => perCluster((cluster) => cluster.oldestDue(clock())));
  viewOf(registry, metrics.resourceSynced, () =>
    perKind(({ status }) => (status === 'absent' ? undefined : status === 'synced' ? 1 : 0)),
  );
  viewOf(registry, metrics.resourceLastEvent, () => perKind(({ lastEvent }) => lastEvent && lastEvent / 1000));
  viewOf(registry, metrics.inventoryObjects, () => perKind(({ objects }) => objects));
  viewOf(registry, metrics.storePersistent, () => [[{}, deps.storePersistent ? 1 : 0]]);
}
