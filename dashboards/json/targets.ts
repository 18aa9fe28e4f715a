import { DataqueryBuilder as LokiQueryBuilder } from '@grafana/grafana-foundation-sdk/loki';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { asksAtOnce, refIdOf, type DataPanel, type LogsPanel } from '../panels/panel.ts';

/** The Prometheus that is chosen on the page. */
export const prometheus = { type: 'prometheus', uid: '${datasource}' };
/** The Loki that is chosen on the page. */
export const loki = { type: 'loki', uid: '${logs}' };

/** The queries of a panel, in the format that it reads. */
export function targetsOf(panel: DataPanel): DataqueryBuilder[] {
  return panel.queries.map((asked, index) => {
    const { expr, legend, minStep } = asked;
    const query = new DataqueryBuilder()
      .datasource(prometheus)
      .refId(refIdOf(index))
      .expr(expr)
      .format(formatOf(panel));
    if (legend !== undefined) query.legendFormat(legend);
    if (minStep !== undefined) query.interval(minStep);
    return asksAtOnce(panel, asked) ? query.instant() : query.range();
  });
}

function formatOf(panel: DataPanel): PromQueryFormat {
  if (panel.kind === 'heatmap') return PromQueryFormat.Heatmap;
  const isTable = panel.kind === 'table' || (panel.kind === 'stat' && panel.text !== undefined);
  return isTable ? PromQueryFormat.Table : PromQueryFormat.TimeSeries;
}

/** The query of a panel with logs. */
export function logQuery({ expr }: LogsPanel): LokiQueryBuilder {
  return new LokiQueryBuilder().datasource(loki).refId('A').expr(expr).queryType('range');
}
