import type { Panel } from '../../../dashboards/panels/panel.ts';

/** The plugin of Grafana that draws a kind of panel. */
export const pluginOf: Readonly<Record<Panel['kind'], string>> = {
  stat: 'stat',
  timeseries: 'timeseries',
  table: 'table',
  bargauge: 'bargauge',
  'state-timeline': 'state-timeline',
  heatmap: 'heatmap',
  text: 'text',
  logs: 'logs',
};

const last = { calcs: ['lastNotNull'], fields: '', values: false };

/** Options of that plugin. */
export function optionsOf(panel: Panel): Record<string, unknown> {
  switch (panel.kind) {
    case 'stat':
      return {
        reduceOptions: panel.text === undefined ? last : { ...last, fields: `/^${panel.text}$/` },
        colorMode: panel.colour,
        graphMode: 'none',
        textMode: panel.named === true ? 'value_and_name' : 'value',
        justifyMode: 'auto',
        orientation: 'auto',
      };
    case 'timeseries':
      return {
        legend: {
          showLegend: panel.legend !== 'none',
          displayMode: panel.legend === 'table' ? 'table' : 'list',
          placement: panel.legend === 'table' ? 'right' : 'bottom',
          calcs: panel.legend === 'table' ? ['lastNotNull', 'max'] : [],
        },
        tooltip: { mode: 'multi', sort: 'desc' },
      };
    case 'table':
      return {
        showHeader: true,
        cellHeight: 'sm',
        sortBy: panel.sort === undefined ? [] : [{ displayName: panel.sort.by, desc: panel.sort.descending === true }],
      };
    case 'bargauge':
      return {
        reduceOptions: last,
        orientation: 'horizontal',
        displayMode: 'basic',
        valueMode: 'text',
        namePlacement: 'left',
        showUnfilled: true,
      };
    case 'state-timeline':
      return {
        showValue: 'never',
        mergeValues: true,
        rowHeight: 0.8,
        perPage: 20,
        legend: { showLegend: true, displayMode: 'list', placement: 'bottom' },
        tooltip: { mode: 'single', sort: 'none' },
      };
    case 'heatmap':
      return {
        calculate: false,
        cellGap: 1,
        yAxis: { unit: panel.unit },
        color: { scheme: 'Blues', mode: 'scheme', steps: 32 },
        legend: { show: true },
      };
    case 'text':
      return { mode: 'markdown', content: panel.markdown };
    case 'logs':
      return { showTime: true, wrapLogMessage: true, enableLogDetails: true };
  }
}
