import { refIdOf, type Column, type TablePanel } from '../panels/panel.ts';

/** A step of Grafana between the answer to a query and what is shown. */
export interface Transformation {
  readonly id: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What Grafana calls the field of a column: the value of an only query has no letter. */
function fieldOf({ from }: Column, panel: TablePanel): string {
  const refIds = panel.queries.map((_, index) => refIdOf(index));
  if (!refIds.includes(from)) return from;
  return refIds.length === 1 ? 'Value' : `Value #${from}`;
}

/** Rows joined by the labels that they share, and of those the columns that the panel names, in its order. */
export function tableTransformations(panel: TablePanel): Transformation[] {
  const fields = panel.columns.map((column) => ({ title: column.title, name: fieldOf(column, panel) }));
  return [
    ...(panel.queries.length > 1 ? [{ id: 'merge', options: {} }] : []),
    { id: 'filterFieldsByName', options: { include: { names: fields.map(({ name }) => name) } } },
    {
      id: 'organize',
      options: {
        excludeByName: {},
        indexByName: Object.fromEntries(fields.map(({ name }, index) => [name, index])),
        renameByName: Object.fromEntries(fields.map(({ name, title }) => [name, title])),
      },
    },
  ];
}
