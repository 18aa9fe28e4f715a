import type { DataTransformerConfig } from '@grafana/schema';
import { SceneDataTransformer, type SceneDataProvider, SceneQueryRunner } from '@grafana/scenes';
import { asksAtOnce, type DataPanel, refIdOf, type TablePanel } from '../../../dashboards/panels/panel.ts';

/** Points that a chart asks for at most: one for two pixels of a wide panel. */
const mostPoints = 400;

/** The queries of a panel, asked of the data source that the page has chosen. */
export function dataOf(panel: DataPanel): SceneDataProvider {
  const runner = new SceneQueryRunner({
    datasource: { type: 'prometheus', uid: '${datasource}' },
    maxDataPoints: mostPoints,
    queries: panel.queries.map((asked, index) => {
      const { expr, legend } = asked;
      const atOnce = asksAtOnce(panel, asked);
      return {
        refId: refIdOf(index),
        expr,
        legendFormat: legend ?? '__auto',
        instant: atOnce,
        range: !atOnce,
        format: panel.kind === 'table' ? 'table' : panel.kind === 'heatmap' ? 'heatmap' : 'time_series',
      };
    }),
  });
  if (panel.kind !== 'table') return runner;
  return new SceneDataTransformer({ $data: runner, transformations: [...rowsOf(panel)] });
}

/** Joins the queries of a table by the labels that they share, and keeps the columns that it names, in their order. */
function rowsOf({ queries, columns, sort }: TablePanel): readonly DataTransformerConfig[] {
  const refs = queries.map((_query, index) => refIdOf(index));
  // A single query's value has no letter.
  const shown = (from: string) => (refs.includes(from) ? (refs.length === 1 ? 'Value' : `Value #${from}`) : from);
  const order = columns.map(({ from, title }) => [shown(from), title] as const);
  return [
    { id: 'merge', options: {} },
    {
      id: 'filterFieldsByName',
      options: { include: { names: order.map(([name]) => name) } },
    },
    {
      id: 'organize',
      options: {
        indexByName: Object.fromEntries(order.map(([name], index) => [name, index])),
        renameByName: Object.fromEntries(order),
      },
    },
    ...(sort === undefined
      ? []
      : [{ id: 'sortBy', options: { sort: [{ field: sort.by, desc: sort.descending === true }] } }]),
  ];
}
