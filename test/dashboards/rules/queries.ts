import { metrics, type MetricSpec } from '#contract';
import { knownSeries, unknownIn } from '../../alerts/known-series.ts';
import { promqlPanels, type DashboardModel } from '../dashboard-model.ts';
import { interpolated } from '../interpolated.ts';
import { callsIn, selectorsOf } from '../promql-shape.ts';
import type { DashboardRule } from './rule.ts';

const counters = new Set(
  Object.values<MetricSpec>(metrics).flatMap(({ name, type }) => {
    if (type === 'counter') return [name];
    return type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [];
  }),
);
const rates = new Set(['rate', 'irate', 'increase']);
/** Stands for Grafana's interval where a duration has to. */
const rateInterval = '13m13s';

interface Query {
  readonly where: string;
  readonly expr: string;
  readonly instant: boolean;
}

/** Queries of panels, marks and variables, as Prometheus would get them. */
function queriesOf(dashboard: DashboardModel): readonly Query[] {
  const variables = dashboard.templating.list.map(({ name, allValue = '' }) => ({ name, all: allValue }));
  const asked = (expr: string) => interpolated(expr.replaceAll('$__rate_interval', rateInterval), variables);
  return [
    ...promqlPanels(dashboard).flatMap(({ title, targets = [] }) =>
      targets.map(({ refId, expr, instant }) => ({
        where: `"${title}" ${refId}`,
        expr: asked(expr),
        instant: instant === true,
      })),
    ),
    ...dashboard.annotations.list.map(({ name, expr }) => ({ where: name, expr: asked(expr), instant: false })),
    ...dashboard.templating.list
      .filter(({ type }) => type === 'query')
      .map(({ name, query }) => {
        const [, series = '', label = ''] = /^label_values\((.*), (\w+)\)$/s.exec(query) ?? [];
        return { where: `$${name}`, expr: `count by (${label}) (${asked(series)})`, instant: true };
      }),
  ];
}

function perQuery(found: (query: Query) => readonly string[]): DashboardRule['objections'] {
  return (dashboard) =>
    queriesOf(dashboard).flatMap((query) => found(query).map((objection) => `${query.where}: ${objection}`));
}

/** Rules about PromQL. */
export const queryRules: readonly DashboardRule[] = [
  {
    name: 'asks in PromQL, for series and labels that exist',
    objections: perQuery(({ expr }) => unknownIn(expr)),
  },
  {
    name: 'takes rates over the interval that fits the resolution',
    objections: perQuery(({ expr }) =>
      selectorsOf(expr)
        .filter(({ takenBy, range }) => (takenBy === 'rate' || takenBy === 'irate') && range !== rateInterval)
        .map(({ metric, range }) => `${metric} over ${range}`),
    ),
  },
  {
    name: 'shows counters by how fast they grow',
    objections: perQuery(({ expr }) =>
      selectorsOf(expr)
        .filter(({ metric, takenBy = '' }) => counters.has(metric) && !rates.has(takenBy))
        .map(({ metric }) => metric),
    ),
  },
  {
    name: 'takes nothing for 0',
    objections: perQuery(({ expr }) =>
      /\bor\s+(?:on\s*\([^)]*\)\s*)?(?:0\s*\*\s*)?vector\(/.test(expr) ? ['or vector(…)'] : [],
    ),
  },
  {
    name: 'picks the largest at one moment only',
    objections: perQuery(({ expr, instant }) =>
      instant ? [] : callsIn(expr).filter((call) => call === 'topk' || call === 'bottomk'),
    ),
  },
  {
    name: 'narrows every series of a cluster to the clusters chosen',
    objections: perQuery(({ where, expr }) =>
      where === '$cluster'
        ? []
        : selectorsOf(expr)
            .filter(({ metric, matched }) => knownSeries.get(metric)?.has('cluster') && !matched.includes('cluster'))
            .map(({ metric }) => metric),
    ),
  },
];
