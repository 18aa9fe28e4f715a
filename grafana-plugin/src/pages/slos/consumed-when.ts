import { recorded, select } from '#contract';
import type { Page } from '../../../../dashboards/pages/page.ts';
import { tooSoon } from '../../../../dashboards/panels/absent.ts';
import { ofClusterOrNone } from '../../../../dashboards/panels/expressions.ts';
import type { TimeSeriesPanel } from '../../../../dashboards/panels/panel.ts';

const chosen = { ...ofClusterOrNone, sloth_slo: { matching: '$slo' } } as const;
const of = ['sloth_slo', 'cluster', 'framework', 'source'].join(', ');

/** When budgets were used up, and by whom: of those who used most in the period, day by day. */
const consumedWhen: TimeSeriesPanel = {
  kind: 'timeseries',
  id: 'budget-consumed-when',
  title: 'When, and by whom',
  description:
    'Share of each last day that was bad, for the eight clusters, frameworks or sources that used most of the budgets chosen. A day of 100 % uses a thirtieth of the period.',
  queries: [
    {
      expr: `max by (${of}) (${select(recorded.sliError1d, chosen)})
and on (${of}) topk(8, max by (${of}) (${select(recorded.sloPeriodBurn, chosen)} @ end()))`,
      legend: '{{sloth_slo}} {{cluster}} {{framework}} {{source}}',
    },
  ],
  unit: 'percentunit',
  min: 0,
  max: 1,
  legend: 'table',
  absent: tooSoon('Known after half a day of data'),
};

/** The page of SLOs with that panel beside who used the budgets up; the cards stand in for the table of the catalogue. */
export function withConsumption(page: Page): Page {
  return {
    ...page,
    rows: page.rows
      .map((row) => ({
        ...row,
        panels: row.panels.flatMap((placed) => {
          if (placed.panel.id === 'slo-table') return [];
          return placed.panel.id === 'budget-spent-by'
            ? [{ panel: consumedWhen, width: 24, height: 8 }, placed]
            : [placed];
        }),
      }))
      .filter(({ panels }) => panels.length > 0),
  };
}
