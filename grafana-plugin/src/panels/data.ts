import type { DataTransformerConfig } from '@grafana/schema';
import { SceneDataTransformer, type SceneDataProvider, SceneQueryRunner } from '@grafana/scenes';
import { asksAtOnce, type DataPanel, type LogsPanel, type Panel, refIdOf } from '../../../dashboards/panels/panel.ts';
import { tableTransformations } from '../../../dashboards/render/table-transformations.ts';

/** Points that a chart asks for at most: one for two pixels of a wide panel. */
const mostPoints = 400;

/** Name of the variable that holds the data source for logs. */
export const logsVariable = 'logs';

/** The queries of a panel, asked of the data source that the page has chosen; none for words. */
export function dataOf(panel: Panel): SceneDataProvider | undefined {
  switch (panel.kind) {
    case 'text':
      return undefined;
    case 'logs':
      return logsOf(panel);
    case 'table':
      return new SceneDataTransformer({
        $data: runnerOf(panel),
        transformations: tableTransformations(panel) as DataTransformerConfig[],
      });
    default:
      return runnerOf(panel);
  }
}

function runnerOf(panel: DataPanel): SceneQueryRunner {
  return new SceneQueryRunner({
    datasource: { type: 'prometheus', uid: '${datasource}' },
    maxDataPoints: mostPoints,
    queries: panel.queries.map((asked, index) => {
      const { expr, legend, minStep } = asked;
      const atOnce = asksAtOnce(panel, asked);
      return {
        refId: refIdOf(index),
        expr,
        legendFormat: legend ?? '__auto',
        instant: atOnce,
        range: !atOnce,
        format: formatOf(panel),
        ...(minStep === undefined ? {} : { interval: minStep }),
      };
    }),
  });
}

function formatOf(panel: DataPanel): 'table' | 'heatmap' | 'time_series' {
  if (panel.kind === 'heatmap') return 'heatmap';
  return panel.kind === 'table' || (panel.kind === 'stat' && panel.text !== undefined) ? 'table' : 'time_series';
}

function logsOf({ expr }: LogsPanel): SceneQueryRunner {
  return new SceneQueryRunner({
    datasource: { type: 'loki', uid: `\${${logsVariable}}` },
    queries: [{ refId: 'A', expr, queryType: 'range' }],
  });
}
