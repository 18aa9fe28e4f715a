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
        reduceOptions: last,
        colorMode: panel.colour,
        graphMode: 'none',
        textMode: panel.text !== undefined ? 'name' : panel.named === true ? 'value_and_name' : 'value',
        justifyMode: 'auto',
        ...(panel.text === undefined ? {} : { text: { titleSize: 18 } }),
      };
    case 'timeseries':
      return {
        legend: {
          showLegend: panel.legend !== 'none',
          displayMode: panel.legend === 'table' ? 'table' : 'list',
          placement: 'bottom',
          calcs: panel.legend === 'table' ? ['lastNotNull', 'max'] : [],
        },
        tooltip: { mode: 'multi', sort: 'desc' },
      };
    case 'table':
      return { showHeader: true, cellHeight: 'sm' };
    case 'bargauge':
      return { reduceOptions: last, orientation: 'horizontal', displayMode: 'basic', valueMode: 'color' };
    case 'state-timeline':
      return {
        showValue: 'never',
        mergeValues: true,
        rowHeight: 0.8,
        legend: { showLegend: true, placement: 'bottom' },
      };
    case 'heatmap':
      return { calculate: false, yAxis: { unit: panel.unit }, color: { scheme: 'Oranges', mode: 'scheme' } };
    case 'text':
      return { mode: 'markdown', content: panel.markdown };
    case 'logs':
      return { showTime: true, wrapLogMessage: true, enableLogDetails: true };
  }
}
