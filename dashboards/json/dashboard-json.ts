import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
  type Dashboard,
  type RowPanel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { appPages, appPath, dashboardUids } from '../app-links.ts';
import { laidOut, type LaidOutRow } from '../layout.ts';
import { panelsOf, type Mark, type Page } from '../pages/page.ts';
import { valuesOf, type Variable } from '../pages/variables.ts';
import { numericId } from './numeric-id.ts';
import { panelJson } from './panel-json.ts';
import { prometheus } from './targets.ts';

/** Grows with what is shipped: Grafana imports a dashboard of the app anew when it is higher than what it has. */
const revision = 1;

/** A page as a classic dashboard, complete without the app. */
export function dashboardJson(page: Page): Dashboard {
  const builder = new DashboardBuilder(page.title)
    .id(null)
    .uid(dashboardUids[page.id])
    .description(page.description)
    .tags(['plumbline'])
    .revision(revision)
    .version(revision)
    .readonly()
    .timezone('browser')
    .time({ from: page.from, to: 'now' })
    .refresh(page.refresh)
    .tooltip(DashboardCursorSync.Crosshair)
    .variables([
      new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'),
      ...page.variables.map(queryVariable),
      ...(panelsOf(page).some(({ kind }) => kind === 'logs')
        ? [new DatasourceVariableBuilder('logs').label('Logs').type('loki')]
        : []),
    ])
    .annotations((page.marks ?? []).map(annotation))
    .links([
      new DashboardLinkBuilder('Plumbline')
        .type(DashboardLinkType.Dashboards)
        .tags(['plumbline'])
        .includeVars(true)
        .keepTime(true),
      new DashboardLinkBuilder('App')
        .type(DashboardLinkType.Link)
        .url(`${appPath}/${appPages.overview}`)
        .icon('external link')
        .keepTime(true),
    ]);
  const dashboard = builder.build();
  // The builder hides every link and every mark in a menu.
  dashboard.links = (dashboard.links ?? []).map(({ placement: _hidden, ...link }) => link);
  const marks = dashboard.annotations?.list ?? [];
  dashboard.annotations = { list: marks.map(({ placement: _hidden, ...mark }) => mark) };
  dashboard.panels = laidOut(page).flatMap((row) => rowJson(row));
  return dashboard;
}

function rowJson({ row, headingAt, panels }: LaidOutRow): NonNullable<Dashboard['panels']> {
  const built = panels.map(panelJson);
  if (row.title === undefined || headingAt === undefined) return built;
  const heading: RowPanel = {
    type: 'row',
    id: numericId(`row ${row.title}`),
    title: row.title,
    collapsed: row.collapsed === true,
    gridPos: { x: 0, y: headingAt, w: 24, h: 1 },
    // Grafana keeps the panels of a collapsed row inside it, and those of an open one after it.
    panels: row.collapsed === true ? built : [],
  };
  return row.collapsed === true ? [heading] : [heading, ...built];
}

function queryVariable(variable: Variable): QueryVariableBuilder {
  return new QueryVariableBuilder(variable.name)
    .label(variable.title)
    .datasource(prometheus)
    .query(valuesOf(variable))
    .definition(valuesOf(variable))
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue(variable.all)
    .current({ selected: true, text: 'All', value: '$__all' });
}

function annotation({ name, expr, title, colour }: Mark): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(prometheus)
    .expr(expr)
    .titleFormat(title)
    .step('60s')
    .enable(true)
    .iconColor(colour);
}
