import { thresholds, type SloId } from '../../../../alerts/generated/thresholds.ts';
import { type Absent, noReport, sources, tooSoon } from '../../../../dashboards/panels/absent.ts';
import { lastOf, type Point, type Series } from '../../panels/series.ts';
import { sloRefs } from './slo-queries.ts';

/** Who used up an error budget, and how much of it: 1 is all of it. */
export interface Spender {
  readonly of: 'cluster' | 'framework' | 'source' | 'fleet';
  readonly cluster: string | undefined;
  readonly name: string;
  readonly spent: number;
}

/** An SLO as it stands; figures that are not known are absent. */
export interface SloState {
  readonly id: SloId;
  readonly target: number;
  /** Share of the budget that is left where it is least: 1 at first, below 0 once it is overspent. */
  readonly left?: number;
  /** How many times faster than allowed it is spent, where that is fastest. */
  readonly burn?: number;
  /** Share of 30 days that was good, where it is least. */
  readonly good?: number;
  /** Most first. */
  readonly spenders: readonly Spender[];
  readonly history: readonly Point[];
  /** How it stands in a word. */
  readonly verdict: 'kept' | 'at-risk' | 'missed' | 'unknown';
  /** Why its figures are not known. */
  readonly absent?: Absent;
}

/** From here on little is left. */
const little = 0.25;

/** Ids of all SLOs, in the order of the catalogue. */
export const sloIds = Object.keys(thresholds) as readonly SloId[];

/** All SLOs as Prometheus tells them; what it says nothing of is unknown, and says why. */
export function sloStates(series: readonly Series[]): readonly SloState[] {
  return sloIds.map((id) => {
    const of = (refId: string) => series.filter((one) => one.refId === refId && one.labels['sloth_slo'] === id);
    const figure = (refId: string) => lastOf(of(refId)[0]);
    const [left, burn, good] = [figure(sloRefs.left), figure(sloRefs.burn), figure(sloRefs.good)];
    const absent = left === undefined ? whyAbsent(id, burn !== undefined, series.length > 0) : undefined;
    return {
      id,
      target: figure(sloRefs.objective) ?? thresholds[id].target,
      ...(left === undefined ? {} : { left }),
      ...(burn === undefined ? {} : { burn }),
      ...(good === undefined ? {} : { good }),
      spenders: of(sloRefs.spenders)
        .flatMap(spenderOf)
        .toSorted((a, b) => b.spent - a.spent),
      history: of(sloRefs.history)[0]?.points ?? [],
      verdict: verdictOf(left, burn),
      ...(absent === undefined ? {} : { absent }),
    };
  });
}

function verdictOf(left: number | undefined, burn: number | undefined): SloState['verdict'] {
  if (left === undefined) return 'unknown';
  if (left < 0) return 'missed';
  return left < little || (burn ?? 0) > 1 ? 'at-risk' : 'kept';
}

function spenderOf({ labels, points }: Series): readonly Spender[] {
  const spent = points.at(-1)?.value;
  if (spent === undefined) return [];
  const { cluster, framework, source } = labels;
  if (framework !== undefined)
    return [{ of: 'framework', cluster, name: `${cluster ?? ''} ${framework}`.trim(), spent }];
  if (cluster !== undefined) return [{ of: 'cluster', cluster, name: cluster, spent }];
  if (source !== undefined) return [{ of: 'source', cluster, name: source, spent }];
  return [{ of: 'fleet', cluster, name: 'the whole fleet', spent }];
}

/** SLOs whose data nobody delivers yet, and what would. */
const unconnected: Partial<Record<SloId, Absent>> = {
  'm5-enforcement': sources.policies,
  'm6-evidence': sources.evidence,
  'm10-iac': sources.pullRequests,
};

/** What it takes until the first figure of the others. */
const first: Partial<Record<SloId, Absent>> = {
  'm7-alert-validity': tooSoon(
    'No alert was closed and counted yet; a receiver in Alertmanager that posts to the exporter tells it of alerts',
  ),
  'm9-score': tooSoon('Known after two weeks: the score is compared with that of a week ago, over the same checks'),
};

function whyAbsent(id: SloId, measured: boolean, answered: boolean): Absent {
  if (!answered) return noReport;
  // A burn rate means that it is measured, and that the budget only wants time.
  if (measured) return tooSoon('The budget is known after a week of data');
  return unconnected[id] ?? first[id] ?? tooSoon('Known after a week of data');
}
