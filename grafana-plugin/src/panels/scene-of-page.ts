import { VariableHide, VariableRefresh } from '@grafana/data';
import {
  behaviors,
  DataSourceVariable,
  EmbeddedScene,
  QueryVariable,
  SceneControlsSpacer,
  SceneGridItem,
  SceneGridLayout,
  SceneGridRow,
  SceneRefreshPicker,
  SceneTimePicker,
  SceneTimeRange,
  SceneVariableSet,
  VariableValueSelectors,
} from '@grafana/scenes';
import type { Page, Row } from '../../../dashboards/pages/page.ts';
import { valuesOf, type Variable } from '../../../dashboards/pages/variables.ts';
import { vizPanelOf } from './viz-panel.ts';

/** Columns of Grafana's grid. */
const gridColumns = 24;

/** A page of the catalogue as a scene; `dataSource` is the uid of the Prometheus to begin with. */
export function sceneOfPage(page: Page, dataSource: string | undefined): EmbeddedScene {
  return new EmbeddedScene({
    key: page.id,
    $timeRange: new SceneTimeRange({ from: page.from, to: 'now' }),
    $variables: new SceneVariableSet({
      variables: [
        new DataSourceVariable({
          name: 'datasource',
          label: 'Data source',
          pluginId: 'prometheus',
          ...(dataSource === undefined ? {} : { value: dataSource }),
          hide: VariableHide.dontHide,
        }),
        ...page.variables.map(variableOf),
      ],
    }),
    $behaviors: [new behaviors.CursorSync({ key: `${page.id}-cursor`, sync: 1 })],
    controls: [
      new VariableValueSelectors({}),
      new SceneControlsSpacer(),
      new SceneTimePicker({ isOnCanvas: true }),
      new SceneRefreshPicker({ isOnCanvas: true, refresh: page.refresh }),
    ],
    body: new SceneGridLayout({ isLazy: true, isDraggable: false, isResizable: false, children: rowsOf(page.rows) }),
  });
}

function variableOf(variable: Variable): QueryVariable {
  return new QueryVariable({
    name: variable.name,
    label: variable.title,
    datasource: { type: 'prometheus', uid: '${datasource}' },
    query: { query: valuesOf(variable), refId: variable.name },
    refresh: VariableRefresh.onTimeRangeChanged,
    isMulti: true,
    includeAll: true,
    defaultToAll: true,
    allValue: variable.all,
  });
}

/** Rows below each other; each panel follows the one before it, and what no longer fits begins a new line. */
function rowsOf(rows: readonly Row[]): (SceneGridRow | SceneGridItem)[] {
  const children: (SceneGridRow | SceneGridItem)[] = [];
  let y = 0;
  for (const { title, collapsed, panels } of rows) {
    const items: SceneGridItem[] = [];
    const row =
      title === undefined
        ? undefined
        : new SceneGridRow({ title, y, isCollapsed: collapsed === true, children: items });
    if (row !== undefined) y += 1;
    let x = 0;
    let tallest = 0;
    for (const { panel, width, height } of panels) {
      if (x + width > gridColumns) {
        x = 0;
        y += tallest;
        tallest = 0;
      }
      items.push(new SceneGridItem({ x, y, width, height, body: vizPanelOf(panel) }));
      x += width;
      tallest = Math.max(tallest, height);
    }
    y += tallest;
    if (row === undefined) children.push(...items);
    else {
      row.setState({ children: items });
      children.push(row);
    }
  }
  return children;
}
