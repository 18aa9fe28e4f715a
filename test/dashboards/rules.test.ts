import { expect, it } from 'vitest';
import { generated } from '../../dashboards/generate.ts';
import type { DashboardModel, PanelModel } from './dashboard-model.ts';
import { dashboardRules } from './rules/index.ts';

type Draft<T> = T extends object ? { -readonly [K in keyof T]: Draft<T[K]> } : T;

const text = (await generated()).get('generated/plumbline-oncall.json') ?? '';

function sound(): Draft<DashboardModel> {
  return JSON.parse(text) as Draft<DashboardModel>;
}

function panelOf(dashboard: Draft<DashboardModel>, kind: string): Draft<PanelModel> {
  const panel = dashboard.panels.find(({ type }) => type === kind);
  if (panel === undefined) throw new Error(`no panel of kind ${kind}`);
  return panel;
}

/** The first query of the first panel of a kind. */
function queryOf(dashboard: Draft<DashboardModel>, kind: string) {
  const query = panelOf(dashboard, kind).targets?.[0];
  if (query === undefined) throw new Error(`no query in a panel of kind ${kind}`);
  return query;
}

const asks = (expr: string) => (dashboard: Draft<DashboardModel>) => {
  queryOf(dashboard, 'timeseries').expr = expr;
};
const leadsTo = (url: string) => (dashboard: Draft<DashboardModel>) => {
  panelOf(dashboard, 'stat').links = [{ title: 'somewhere', url }];
};

/** A dashboard with one thing wrong, by the rule that has to object. */
const wrong: readonly (readonly [rule: string, what: string, change: (dashboard: Draft<DashboardModel>) => void])[] = [
  ['is one that alerts may name, cannot be edited, and is found by its tag', 'another uid', (d) => (d.uid = 'mine')],
  ['is one that alerts may name, cannot be edited, and is found by its tag', 'editable', (d) => (d.editable = true)],
  ['is one that alerts may name, cannot be edited, and is found by its tag', 'no tag', (d) => (d.tags = [])],
  ['asks no more often than rules are evaluated', '5 s', (d) => (d.refresh = '5s')],
  ['tells panels apart by an id', 'two alike', (d) => (panelOf(d, 'table').id = panelOf(d, 'stat').id)],
  ['has no panel beyond the edge or on top of another', 'too wide', (d) => (panelOf(d, 'stat').gridPos.w = 25)],
  ['has no panel beyond the edge or on top of another', 'one on another', (d) => (panelOf(d, 'table').gridPos.y = 0)],
  [
    'shows at most a dozen panels before anybody scrolls',
    'everything on top',
    (d) => d.panels.forEach(({ gridPos }) => (gridPos.y = 0)),
  ],
  ['defines every variable that it mentions', 'in a query', asks('sum(up{job=~"$job"})')],
  ['defines every variable that it mentions', 'in braces', leadsTo('/d/plumbline-slo?${job:queryparam}')],
  ['leads only to dashboards and pages that exist', 'no such dashboard', leadsTo('/d/plumbline-other')],
  ['leads only to dashboards and pages that exist', 'no such page', leadsTo('/a/plumbline-posture-app/finding')],
  ['leads only to dashboards and pages that exist', 'somewhere else', leadsTo('https://plumbline.example')],
  [
    'fills links only with what the panel has',
    'a column that is not shown',
    (d) => (panelOf(d, 'table').links = [{ title: 'x', url: '/d/plumbline-slo?x=${__data.fields.uid}' }]),
  ],
  [
    'has one choice of Prometheus, and variables that follow the time',
    'another label',
    (d) => d.templating.list.forEach((variable) => (variable.label = 'Prometheus')),
  ],
  [
    'has one choice of Prometheus, and variables that follow the time',
    'values of the first load',
    (d) => d.templating.list.forEach((variable) => (variable.refresh = 1)),
  ],
  ['says in each panel what it shows', 'no description', (d) => delete panelOf(d, 'stat').description],
  ['gives each panel a unit', 'no unit', (d) => delete panelOf(d, 'timeseries').fieldConfig?.defaults.unit],
  [
    'asks the chosen data source in each panel, by queries of different names',
    'a fixed one',
    (d) => (queryOf(d, 'table').datasource = { type: 'prometheus', uid: 'prometheus' }),
  ],
  [
    'asks the chosen data source in each panel, by queries of different names',
    'no query',
    (d) => (panelOf(d, 'stat').targets = []),
  ],
  [
    'asks the chosen data source in each panel, by queries of different names',
    'two queries of one name',
    (d) => panelOf(d, 'table').targets?.push(queryOf(d, 'table')),
  ],
  ['says in each panel what nothing means', 'no text', (d) => delete panelOf(d, 'stat').fieldConfig?.defaults.noValue],
  [
    'paints what is absent neutral',
    'green from the ground up',
    (d) => {
      const config = panelOf(d, 'stat').fieldConfig;
      if (config !== undefined) config.defaults.thresholds = { steps: [{ value: null, color: 'green' }] };
    },
  ],
  [
    'paints what is absent neutral',
    'a green column',
    (d) =>
      panelOf(d, 'table').fieldConfig?.overrides.push({
        matcher: { id: 'byName', options: 'Since' },
        properties: [{ id: 'thresholds', value: { steps: [{ value: null, color: 'green' }] } }],
      }),
  ],
  [
    'gives severities the same colours everywhere',
    'green criticals',
    (d) =>
      panelOf(d, 'timeseries').fieldConfig?.overrides.push({
        matcher: { id: 'byName', options: 'critical' },
        properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: 'green' } }],
      }),
  ],
  ['asks in PromQL, for series and labels that exist', 'no PromQL', asks('sum(up')],
  ['asks in PromQL, for series and labels that exist', 'no such series', asks('kspm_findngs{cluster=~"$cluster"}')],
  ['asks in PromQL, for series and labels that exist', 'no such label', asks('sum by (team) (up)')],
  [
    'asks in PromQL, for series and labels that exist',
    'no such label of a variable',
    (d) => d.templating.list.forEach((variable) => (variable.query = 'label_values(cluster:kspm_clean:bool, team)')),
  ],
  [
    'takes rates over the interval that fits the resolution',
    'a fixed one',
    asks('sum(rate(kspm_store_errors_total[5m]))'),
  ],
  ['shows counters by how fast they grow', 'a counter as it is', asks('sum(kspm_store_errors_total)')],
  ['shows counters by how fast they grow', 'a part of a histogram', asks('sum(kspm_store_apply_seconds_count)')],
  ['takes nothing for 0', 'or 0', asks('sum(up) or vector(0)')],
  ['takes nothing for 0', 'or on () 0', asks('sum(up) or on () vector(0)')],
  ['picks the largest at one moment only', 'over time', asks('topk(3, up)')],
  ['narrows every series of a cluster to the clusters chosen', 'all clusters', asks('sum(cluster:kspm_clean:bool)')],
];

it.each(wrong)('"%s" objects to %s', (rule, _what, change) => {
  const dashboard = sound();
  change(dashboard);
  const objecting = dashboardRules.filter(({ objections }) => objections(dashboard).length > 0).map(({ name }) => name);
  expect(objecting).toContain(rule);
});

it('no rule is without something that it objects to', () => {
  const shown = new Set(wrong.map(([rule]) => rule));
  expect(dashboardRules.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
});
