import { VariableHide, VariableRefresh } from '@grafana/data';
import {
  behaviors,
  DataSourceVariable,
  EmbeddedScene,
  QueryVariable,
  SceneControlsSpacer,
  type SceneObject,
  SceneRefreshPicker,
  SceneTimePicker,
  SceneTimeRange,
  SceneVariableSet,
  VariableValueSelectors,
} from '@grafana/scenes';
import type { ComponentType } from 'react';
import { laidOut, type LaidOutRow } from '../../../dashboards/layout.ts';
import type { Page } from '../../../dashboards/pages/page.ts';
import { valuesOf, type Variable } from '../../../dashboards/pages/variables.ts';
import { type Panel, readsPrometheus } from '../../../dashboards/panels/panel.ts';
import { logsVariable } from './data.ts';
import { PageBody } from './page-body.tsx';
import { PanelCell, PanelGrid, PanelRow } from './panel-grid.tsx';
import { vizPanelOf } from './viz-panel.ts';

/** How a page is shown. */
export interface Rendering {
  /** The uid of the Prometheus to begin with. */
  readonly dataSource: string | undefined;
  /** Stand above the panels and follow the same controls. */
  readonly lead?: SceneObject;
  readonly detail?: ComponentType;
  /** For paper: no controls, every row open, and all data asked for at once. */
  readonly print: boolean;
  /** Whether there is anything to read logs from; panels of logs are left out otherwise. */
  readonly logs: boolean;
}

/** A page of the catalogue as a scene. */
export function sceneOfPage(page: Page, { dataSource, lead, detail, print, logs }: Rendering): EmbeddedScene {
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
        ...(logs ? [new DataSourceVariable({ name: logsVariable, label: 'Logs', pluginId: 'loki' })] : []),
      ],
    }),
    $behaviors: [new behaviors.CursorSync({ key: `${page.id}-cursor`, sync: 1 })],
    ...(print
      ? {}
      : {
          controls: [
            new VariableValueSelectors({}),
            new SceneControlsSpacer(),
            new SceneTimePicker({ isOnCanvas: true }),
            new SceneRefreshPicker({ isOnCanvas: true, refresh: page.refresh }),
          ],
        }),
    body: new PageBody({
      ...(lead === undefined ? {} : { lead }),
      ...(detail === undefined ? {} : { detail }),
      panels: new PanelGrid({ rows: laidOut(logs ? page : withoutLogs(page)).map((row) => rowOf(row, print)) }),
    }),
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

function rowOf({ row, headingAt, panels }: LaidOutRow, print: boolean): PanelRow {
  // Places count from the top of the page, and a heading takes the line below it.
  const top = headingAt === undefined ? Math.min(...panels.map(({ y }) => y)) : headingAt + 1;
  return new PanelRow({
    ...(row.title === undefined ? {} : { title: row.title }),
    collapsed: row.collapsed === true && !print,
    cells: panels.map(
      ({ panel, x, y, width, height }) =>
        new PanelCell({ body: vizPanelOf(panel), ...absenceOf(panel), x, y: y - top, width, height, eager: print }),
    ),
  });
}

function absenceOf(panel: Panel): Pick<PanelCell['state'], 'absent'> {
  if (!readsPrometheus(panel)) return {};
  const overTime = panel.kind === 'timeseries' || panel.kind === 'state-timeline' || panel.kind === 'heatmap';
  // On the first day there may be figures of now and none yet at the wide steps of a month.
  if (overTime && panel.absent.why === 'silent')
    return {
      absent: {
        why: 'silent',
        text: `${panel.absent.text}; or there is little yet, and a shorter time range shows it`,
      },
    };
  return { absent: panel.absent };
}

function withoutLogs(page: Page): Page {
  const rows = page.rows.map((row) => ({ ...row, panels: row.panels.filter(({ panel }) => panel.kind !== 'logs') }));
  return { ...page, rows: rows.filter(({ panels }) => panels.length > 0) };
}
