import { appPages, appPath, dashboardUids } from '../../../dashboards/app-links.ts';
import { allPanels, linksOf, type DashboardModel, type PanelModel } from '../dashboard-model.ts';
import { variablesIn } from '../interpolated.ts';
import { repeated, type DashboardRule } from './rule.ts';

const uids = new Set<string>(Object.values(dashboardUids));
const pages = new Set<string>(Object.values(appPages).map((page) => `${appPath}/${page}`));
/** A page of the app about one cluster, whose name Grafana fills in. */
const ofOneCluster = new RegExp(String.raw`^${appPath}/${appPages.clusters}/\$\{__[a-z.]+cluster:percentencode\}$`);
/** An address that the owners file gives; Grafana drops what is no address. */
const runbook = '${__data.fields.runbook}';

function overlaps({ gridPos: a }: PanelModel, { gridPos: b }: PanelModel): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

function overlapping(panels: readonly PanelModel[]): readonly string[] {
  return panels.flatMap((panel, index) =>
    panels
      .slice(index + 1)
      .filter((other) => overlaps(panel, other))
      .map((other) => `"${panel.title}" lies on "${other.title}"`),
  );
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

/** What a link needs that is not there. */
function broken(url: string): readonly string[] {
  const path = url.split('?')[0] ?? '';
  if (path === runbook || ofOneCluster.test(path)) return [];
  if (path.startsWith('/d/')) return uids.has(path.slice('/d/'.length)) ? [] : [`no dashboard ${url}`];
  if (path.startsWith('/a/')) return pages.has(path) ? [] : [`no page of the app ${url}`];
  return [`leads out of Grafana: ${url}`];
}

/** Labels that a panel has to fill into its links. */
function filledIn(panel: PanelModel): ReadonlySet<string> {
  const kept = panel.transformations?.find(({ id }) => id === 'filterFieldsByName')?.options['include'];
  const columns = (kept as { readonly names: readonly string[] } | undefined)?.names ?? [];
  const legends = (panel.targets ?? []).flatMap(({ legendFormat = '' }) =>
    [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label ?? ''),
  );
  return new Set([...columns, ...legends]);
}

function unfilled(panel: PanelModel): readonly string[] {
  const labels = filledIn(panel);
  return linksOf(panel)
    .flatMap(({ url }) => [...url.matchAll(/__(?:data\.fields|field\.labels)\.(\w+)/g)].map(([, label]) => label ?? ''))
    .filter((label) => !labels.has(label));
}

/** Rules about what a dashboard is made of. */
export const structureRules: readonly DashboardRule[] = [
  {
    name: 'is one that alerts may name, cannot be edited, and is found by its tag',
    objections: ({ uid, editable, tags, schemaVersion }) => [
      ...(uids.has(uid) ? [] : [`unknown uid ${uid}`]),
      ...(editable ? ['can be edited'] : []),
      ...(tags.includes('plumbline') ? [] : ['lacks the tag']),
      ...(schemaVersion >= 36 ? [] : [`schema ${schemaVersion} is old`]),
    ],
  },
  {
    name: 'asks no more often than rules are evaluated',
    objections: ({ refresh }) => (/^(?:30s|\d+m)$/.test(refresh) ? [] : [`asks again after ${refresh}`]),
  },
  {
    name: 'tells panels apart by an id',
    objections: (dashboard) => repeated(allPanels(dashboard).map(({ id }) => id)).map((id) => `twice ${id}`),
  },
  {
    name: 'has no panel beyond the edge or on top of another',
    objections: (dashboard) => [
      ...allPanels(dashboard)
        .filter(({ gridPos: { x, y, w, h } }) => x < 0 || y < 0 || w < 1 || h < 1 || x + w > 24)
        .map(({ title }) => `"${title}" is beyond the edge`),
      ...overlapping(dashboard.panels),
      ...dashboard.panels.flatMap(({ panels = [] }) => overlapping(panels)),
    ],
  },
  {
    name: 'shows at most a dozen panels before anybody scrolls',
    objections: ({ panels }) => {
      const first = panels.filter(({ type, gridPos }) => type !== 'row' && gridPos.y < 16);
      return first.length > 12 ? [`${first.length} panels at once`] : [];
    },
  },
  {
    name: 'defines every variable that it mentions',
    objections: (dashboard) => {
      const defined = new Set(dashboard.templating.list.map(({ name }) => name));
      const mentioned = texts({ ...dashboard, title: '' }).flatMap(variablesIn);
      return [...new Set(mentioned)].filter((name) => !name.startsWith('__') && !defined.has(name));
    },
  },
  {
    name: 'leads only to dashboards and pages that exist',
    objections: (dashboard) =>
      allPanels(dashboard).flatMap((panel) => linksOf(panel).flatMap(({ url }) => broken(url))),
  },
  {
    name: 'fills links only with what the panel has',
    objections: (dashboard) =>
      allPanels(dashboard).flatMap((panel) => unfilled(panel).map((label) => `"${panel.title}" has no ${label}`)),
  },
  {
    name: 'has one choice of Prometheus, and variables that follow the time',
    objections: ({ templating }) => templating.list.flatMap(objectionsToVariable).concat(withoutChoice(templating)),
  },
];

function withoutChoice({ list }: DashboardModel['templating']): readonly string[] {
  const [choice, ...others] = list.filter(({ type, query }) => type === 'datasource' && query === 'prometheus');
  if (choice?.name !== 'datasource' || choice.label !== 'Data source') return ['no variable datasource "Data source"'];
  return others.map(({ name }) => `another choice of Prometheus: ${name}`);
}

function objectionsToVariable(variable: DashboardModel['templating']['list'][number]): readonly string[] {
  const { type, name, label, refresh, allValue, datasource } = variable;
  if (type === 'datasource') return [];
  return [
    ...(label === undefined ? [`${name} has no label`] : []),
    ...(refresh === 2 ? [] : [`${name} does not follow the time`]),
    ...(allValue === '.+' || allValue === '.*' ? [] : [`"All" of ${name} is a list of everything`]),
    ...(datasource?.uid === '${datasource}' ? [] : [`${name} asks another data source`]),
  ];
}
