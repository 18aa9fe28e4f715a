import * as clusters from '../panels/clusters.ts';
import * as slos from '../panels/slos.ts';
import { pagesThatFired } from './marks.ts';
import type { Page } from './page.ts';
import { cluster, slo as sloVariable } from './variables.ts';

/** For whoever answers for an SLO. */
export const slo: Page = {
  id: 'slo',
  title: 'Plumbline / SLOs',
  description: 'What was promised, how much of each error budget is left, how fast it burns, and who used it up.',
  from: 'now-7d',
  refresh: '1m',
  variables: [cluster, sloVariable],
  marks: [pagesThatFired],
  rows: [
    { panels: [{ panel: slos.sloTable, width: 24, height: 11 }] },
    {
      title: 'Budgets',
      panels: [
        { panel: slos.budgetOverTime, width: 12, height: 8 },
        { panel: slos.burnOverTime, width: 12, height: 8 },
        { panel: slos.spentBy, width: 24, height: 8 },
      ],
    },
    {
      title: 'What is measured',
      panels: [
        { panel: clusters.cleanTimeline, width: 16, height: 7 },
        { panel: slos.highLimits, width: 8, height: 7 },
        { panel: clusters.dataAge, width: 24, height: 6 },
        ...slos.figures.map((panel) => ({ panel, width: 8, height: 7 })),
      ],
    },
  ],
};
