import { recorded, select } from '#contract';
import { aggregated, ofClusterOrNone } from '../../../../dashboards/panels/expressions.ts';
import type { AskedQuery } from '../../panels/asked.ts';

const everyone = { ...ofClusterOrNone } as const;
const by = ['sloth_slo'] as const;

/** Which query answers what, by the letter that Grafana gives it. */
export const sloRefs = { objective: 'A', left: 'B', burn: 'C', good: 'D', spenders: 'E', history: 'F' } as const;

/** Spenders that are named of each SLO. */
export const mostSpenders = 5;

/** What is asked of Prometheus for all SLOs at once: six queries, whatever the number of SLOs and clusters; five of them of an instant. */
export const sloQueries: readonly AskedQuery[] = [
  { refId: sloRefs.objective, expr: aggregated('max', by, recorded.sloObjective) },
  { refId: sloRefs.left, expr: aggregated('min', by, recorded.sloBudgetRemaining, everyone) },
  { refId: sloRefs.burn, expr: aggregated('max', by, recorded.sloCurrentBurn, everyone) },
  { refId: sloRefs.good, expr: `1 - ${aggregated('max', by, recorded.sliError30d, everyone)}` },
  {
    refId: sloRefs.spenders,
    expr: `topk by (sloth_slo) (${mostSpenders}, max by (sloth_slo, cluster, framework, source) (${select(recorded.sloPeriodBurn, everyone)}) > 0)`,
  },
  { refId: sloRefs.history, expr: aggregated('min', by, recorded.sloBudgetRemaining, everyone), range: true },
];
