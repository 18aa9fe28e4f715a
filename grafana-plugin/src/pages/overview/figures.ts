import { recorded, select } from '#contract';
import { aggregated, grown, ofCluster } from '../../../../dashboards/panels/expressions.ts';
import { lastOf, type Series } from '../../panels/series.ts';

/** What the statement is made of; what Prometheus does not say is absent. */
export interface Figures {
  readonly expected?: number;
  /** Clusters with a verdict, among the expected ones. */
  readonly known?: number;
  readonly clean?: number;
  readonly openCritical?: number;
  readonly overdueCritical?: number;
  readonly newCritical?: number;
  readonly fixedCritical?: number;
  /** Change of the mean score over seven days, as a share of 1; absent where scores cannot be compared. */
  readonly scoreChange?: number;
  readonly score?: number;
  /** Share of the error budget of clean clusters that is left. */
  readonly budgetLeft?: number;
}

const critical = { ...ofCluster, severity: 'critical' } as const;
/** Of clusters that should be there: another that reports is not one of them. */
const verdicts = `(${select(recorded.clusterClean, ofCluster)} and on (cluster) ${recorded.expected.name})`;

/** The query behind each figure: recorded series, at an instant. */
export const figureQueries: Readonly<Record<keyof Figures, string>> = {
  expected: aggregated('count', [], recorded.expected, ofCluster),
  known: `count(${verdicts})`,
  clean: `sum(${verdicts})`,
  openCritical: aggregated('sum', [], recorded.openFindings, critical),
  overdueCritical: aggregated('sum', [], recorded.overdueFindings, critical),
  newCritical: `sum(${grown(recorded.newCriticalsTotal, '7d', ofCluster)})`,
  fixedCritical: `sum(${grown(recorded.fixedCriticalsTotal, '7d', ofCluster)})`,
  scoreChange: aggregated('avg', [], recorded.scoreDelta, ofCluster),
  score: aggregated('avg', [], recorded.score, ofCluster),
  budgetLeft: select(recorded.sloBudgetRemaining, { sloth_slo: 'm1-fleet-posture' }),
};

/** The figures in an answer to those queries, each under its own name. */
export function figuresOf(series: readonly Series[]): Figures {
  const told = Object.keys(figureQueries).flatMap((name) => {
    const value = lastOf(series.find(({ refId }) => refId === name));
    return value === undefined || !Number.isFinite(value) ? [] : [[name, value] as const];
  });
  return Object.fromEntries(told);
}
