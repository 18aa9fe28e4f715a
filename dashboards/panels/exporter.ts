import { metrics, quantileBy, select, type MetricSpec } from '#contract';
import { foreign } from '../../alerts/foreign.ts';
import { noExporter, nothing } from './absent.ts';
import { tone } from './colours.ts';
import { ofCluster, rateBy, rateInterval } from './expressions.ts';
import type { BarGaugePanel, LogsPanel, StatPanel, TablePanel, TimeSeriesPanel } from './panel.ts';

const ours = { job: { matching: 'plumbline.*' } } as const;

/** Ports that answer. */
export const listenersUp: StatPanel = {
  kind: 'stat',
  id: 'listeners-up',
  title: 'Ports that answer',
  description:
    'Ports of exporters that Prometheus reaches, among those that it scrapes: two for each replica. Jobs are those whose name begins with plumbline.',
  queries: [
    { expr: `count(${select(foreign.up, ours)} == 1)`, legend: 'answer', instant: true },
    { expr: `count(${select(foreign.up, ours)})`, legend: 'scraped', instant: true },
  ],
  unit: 'short',
  named: true,
  colour: 'none',
  absent: noExporter,
};

function flag(of: {
  id: string;
  title: string;
  description: string;
  expr: string;
  no: string;
  yes: string;
}): StatPanel {
  return {
    kind: 'stat',
    id: of.id,
    title: of.title,
    description: of.description,
    queries: [{ expr: of.expr, instant: true }],
    unit: 'short',
    colour: 'background',
    steps: [
      { from: 0, colour: tone.bad },
      { from: 1, colour: tone.good },
    ],
    mappings: [
      { value: 0, text: of.no },
      { value: 1, text: of.yes },
    ],
    absent: noExporter,
  };
}

/** Leaders. */
export const leaders: StatPanel = flag({
  id: 'leaders',
  title: 'Leaders',
  description: 'Whether each cluster chosen is led by some replica; what nobody leads is neither published nor stored.',
  expr: `min(max by (cluster) (${select(metrics.leader, ofCluster)}))`,
  no: 'A cluster has none',
  yes: 'All clusters led',
});

/** Configuration. */
export const configReload: StatPanel = flag({
  id: 'config-reload',
  title: 'Configuration',
  description:
    'Whether the last reading of the configuration succeeded on every replica; one that could not goes on with the last good one.',
  expr: `min(${select(metrics.configReloadSuccessful)})`,
  no: 'Not read',
  yes: 'As written',
});

/** Persistence. */
export const storePersistent: StatPanel = flag({
  id: 'store-persistent',
  title: 'Findings after a restart',
  description:
    'Whether findings survive a restart of the exporter. In memory is a supported mode: ages and counters then begin anew.',
  expr: `min(${select(metrics.storePersistent)})`,
  no: 'In memory',
  yes: 'Remembered',
});

/** Configurations that differ. */
export const configHashes: StatPanel = {
  kind: 'stat',
  id: 'config-hashes',
  title: 'Configurations in use',
  description:
    'Different configurations among replicas; more than one in a fleet of one deployment means that some did not restart or reload.',
  queries: [{ expr: `count(count_values("hash", ${select(metrics.configHash)}))`, instant: true }],
  unit: 'short',
  colour: 'value',
  steps: [
    { from: 1, colour: tone.good },
    { from: 2, colour: tone.warning },
  ],
  absent: noExporter,
};

/** Names taken twice. */
export const nameConflicts: StatPanel = {
  kind: 'stat',
  id: 'name-conflicts',
  title: 'Names taken twice',
  description:
    'Clusters that go by a name that another claims as well: their figures overwrite each other, and a page may name the wrong one.',
  queries: [{ expr: `sum(max by (cluster) (${select(metrics.clusterNameConflict, ofCluster)}))`, instant: true }],
  unit: 'short',
  colour: 'background',
  steps: [
    { from: 0, colour: tone.good },
    { from: 1, colour: tone.bad },
  ],
  absent: noExporter,
};

/** Replicas. */
export const replicas: TablePanel = {
  kind: 'table',
  id: 'replicas',
  title: 'Replicas',
  description: 'Each replica with its version, the clusters that it leads and how long ago its main loop went round.',
  queries: [
    { expr: `time() - max by (instance) (${select(metrics.heartbeat, { loop: 'tick' })})`, instant: true },
    { expr: `sum by (instance) (${select(metrics.leader, ofCluster)})`, instant: true },
    { expr: `group by (instance, version, node_version) (${select(metrics.buildInfo)})`, instant: true },
    { expr: `max by (instance) (${select(metrics.storeBytes)})`, instant: true },
  ],
  unit: 'short',
  absent: noExporter,
  columns: [
    { from: 'instance', title: 'Replica' },
    { from: 'version', title: 'Version' },
    { from: 'node_version', title: 'Node' },
    {
      from: 'A',
      title: 'Loop went round',
      unit: 's',
      steps: [
        { from: 0, colour: tone.good },
        { from: 60, colour: tone.warning },
        { from: 300, colour: tone.bad },
      ],
    },
    { from: 'B', title: 'Leads' },
    { from: 'D', title: 'Store', unit: 'bytes' },
  ],
  sort: { by: 'Replica' },
};

/** Heartbeats. */
export const heartbeats: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'heartbeats',
  title: 'Heartbeats',
  description:
    'Time since each loop of each replica last went round. A loop that stands still serves what was true once.',
  queries: [
    {
      expr: `time() - max by (instance, loop) (${select(metrics.heartbeat)})`,
      legend: '{{instance}} {{loop}}',
    },
  ],
  unit: 's',
  min: 0,
  legend: 'list',
  limits: true,
  steps: [{ from: 300, colour: tone.bad }],
  absent: noExporter,
};

/** The store. */
export const storeLatency: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'store-latency',
  title: 'Time to commit',
  description: '99th percentile of committing a batch of transitions. Nothing is published before it is committed.',
  queries: [{ expr: quantileBy(0.99, [], metrics.storeApplyDuration, rateInterval), legend: '99th percentile' }],
  unit: 's',
  min: 0,
  legend: 'list',
  absent: nothing('Nothing was committed'),
};

/** What the store could not do. */
export const storeErrors: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'store-errors',
  title: 'Errors of the store',
  description:
    'Failed operations. While the store fails current state is served, counters and ages are absent, and new critical findings may not page.',
  queries: [{ expr: rateBy(['operation'], metrics.storeErrors), legend: '{{operation}}' }],
  unit: 'ops',
  min: 0,
  legend: 'list',
  absent: noExporter,
};

/** The cost of rendering. */
export const renderCost: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'render-cost',
  title: 'Rendering of metrics',
  description:
    '99th percentile of rendering the posture families of one cluster, and the size of what is scraped (right).',
  queries: [
    { expr: quantileBy(0.99, [], metrics.renderDuration, rateInterval), legend: 'to render' },
    { expr: `max by (format) (${select(metrics.metricsBytes)})`, legend: 'size as {{format}}' },
  ],
  unit: 's',
  min: 0,
  legend: 'list',
  overrides: [
    { name: 'size as text', unit: 'bytes', rightAxis: true, dashed: true },
    { name: 'size as openmetrics', unit: 'bytes', rightAxis: true, dashed: true },
  ],
  absent: noExporter,
};

/** The cost in series. */
export const seriesByFamily: BarGaugePanel = {
  kind: 'bargauge',
  id: 'series-by-family',
  title: 'Series by family',
  description:
    'The 15 largest posture families of the replica that serves most. A cluster has 1,000 at most, whatever its findings.',
  queries: [
    { expr: `sort_desc(topk(15, max by (family) (${select(metrics.series)})))`, legend: '{{family}}', instant: true },
  ],
  unit: 'short',
  min: 0,
  steps: [{ from: 0, colour: tone.plain }],
  absent: noExporter,
};

/** What caps kept out. */
export const seriesDropped: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'series-dropped',
  title: 'Series kept out',
  description:
    'Series that a cap or a duplicate kept out of a family. What is kept out is counted in _other or listed by the API; nothing is lost.',
  queries: [{ expr: rateBy(['family'], metrics.seriesDropped), legend: '{{family}}' }],
  unit: 'ops',
  min: 0,
  legend: 'list',
  absent: nothing('No series was kept out'),
};

const requestCount = `${(metrics.httpRequestDuration satisfies MetricSpec).name}_count`;

/** Requests to the exporter. */
export const httpRequests: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'http-requests',
  title: 'Requests to the exporter',
  description: 'By route and status. 401 and 403 are tokens without the scope that a route asks for.',
  queries: [{ expr: `sum by (route, code) (rate(${requestCount}[${rateInterval}]))`, legend: '{{route}} {{code}}' }],
  unit: 'reqps',
  min: 0,
  legend: 'table',
  absent: noExporter,
};

/** How fast the exporter answers. */
export const httpLatency: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'http-latency',
  title: 'Latency of the exporter',
  description: '95th percentile until a request was answered, by route.',
  queries: [{ expr: quantileBy(0.95, ['route'], metrics.httpRequestDuration, rateInterval), legend: '{{route}}' }],
  unit: 's',
  min: 0,
  legend: 'table',
  absent: noExporter,
};

/** Logs. */
export const exporterLogs: LogsPanel = {
  kind: 'logs',
  id: 'exporter-logs',
  title: 'Log of the exporter',
  description:
    'What the exporter says, errors and warnings as well as one line for each transition of a finding. It needs a Loki that has the containers of the exporter under a label `container` that begins with plumbline.',
  expr: '{container=~"plumbline.*"} | json',
  absent: nothing('No line: no Loki has logs of the exporter, or it said nothing'),
};
