import type { DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard';
import { refIdOf, type Column, type TablePanel } from '../panels/panel.ts';

/** Names that the field of a column may have: the only query with an answer calls its value `Value`, whatever its id. */
function fieldsOf({ from }: Column, panel: TablePanel): readonly string[] {
  const refIds = panel.queries.map((_, index) => refIdOf(index));
  if (!refIds.includes(from)) return [from];
  return from === refIds[0] ? ['Value', `Value #${from}`] : [`Value #${from}`];
}

/** Rows joined by the labels that they share, and of those the columns that the panel names, in its order. */
export function tableTransformations(panel: TablePanel): DataTransformerConfig[] {
  const fields = panel.columns.map((column) => ({ title: column.title, names: fieldsOf(column, panel) }));
  const all = fields.flatMap(({ title, names }) => names.map((name) => ({ title, name })));
  return [
    ...(panel.queries.length > 1 ? [{ id: 'merge', options: {} }] : []),
    { id: 'filterFieldsByName', options: { include: { names: all.map(({ name }) => name) } } },
    {
      id: 'organize',
      options: {
        excludeByName: {},
        indexByName: Object.fromEntries(all.map(({ name }, index) => [name, index])),
        renameByName: Object.fromEntries(all.map(({ name, title }) => [name, title])),
      },
    },
  ];
}
