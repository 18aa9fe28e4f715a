import { metrics, recorded, select, type MetricSpec, type RecordedSpec, type Where } from '#contract';
import type { RecordCase, Span } from '../rule-case.ts';

type Row = readonly [labels: Readonly<Record<string, string>>, value: number];

/** The series of a metric, once per replica: while leadership moves, one may be behind. */
function served<M extends MetricSpec>(metric: M, rows: readonly (readonly [where: Where<M>, value: number])[]) {
  return Object.fromEntries(
    rows.flatMap(([where, value]): [string, readonly Span[]][] =>
      ['a', 'b'].map((instance) => [
        select(metric, where).replace('}', `,instance="${instance}"}`),
        [{ is: value, for: '1h' }],
      ]),
    ),
  );
}

function given({ name }: RecordedSpec, rows: readonly Row[]): RecordCase['gives'] {
  return rows.map(([labels, value]) => ({
    labels: `${name}{${Object.entries(labels)
      .map(([label, text]) => `${label}="${text}"`)
      .join(',')}}`,
    value,
  }));
}

function records(claim: string, series: RecordCase['series'], asks: RecordedSpec, rows: readonly Row[]): RecordCase {
  return { claim, step: '1m', series, at: '30m', asks: asks.name, gives: given(asks, rows) };
}

const { findings, findingsSlaBreached, findingOldestOpen, checkCoverage, findingRemediationMedian } = metrics;
const { findingTransitions, ownerFindings, postureScore, scorePointsLost, alertTriageCoverage } = metrics;

/** Series of two clusters that rules have recorded, held for an hour. */
function recordedOf(series: RecordedSpec, rows: readonly (readonly [labels: string, value: number])[]) {
  return Object.fromEntries(
    rows.map(([labels, value]): [string, readonly Span[]] => [`${series.name}{${labels}}`, [{ is: value, for: '1h' }]]),
  );
}

const scope = 'fleet';
const ofBoth: readonly (readonly [labels: string, value: number])[] = [
  ['cluster="prod",severity="critical"', 10],
  ['cluster="test",severity="critical"', 30],
  ['cluster="prod",severity="high"', 50],
];
const perCluster: readonly (readonly [labels: string, value: number])[] = [
  ['cluster="prod"', 0.25],
  ['cluster="test"', 0.75],
];

/** What is read over weeks of a whole fleet. */
const fleetCases: readonly RecordCase[] = [
  records(
    'open findings of a fleet are added up',
    recordedOf(recorded.openFindings, ofBoth),
    recorded.fleetOpenFindings,
    [
      [{ scope, severity: 'critical' }, 40],
      [{ scope, severity: 'high' }, 50],
    ],
  ),
  records(
    'the oldest finding of a fleet is that of any cluster',
    recordedOf(recorded.oldestOpen, ofBoth),
    recorded.fleetOldestOpen,
    [
      [{ scope, severity: 'critical' }, 30],
      [{ scope, severity: 'high' }, 50],
    ],
  ),
  records(
    'remediation of a fleet is the mean over clusters',
    recordedOf(recorded.mttrMean, ofBoth),
    recorded.fleetMttr,
    [
      [{ scope, severity: 'critical' }, 20],
      [{ scope, severity: 'high' }, 50],
    ],
  ),
  records(
    'the score of a fleet is the mean over clusters',
    recordedOf(recorded.score, perCluster),
    recorded.fleetScore,
    [[{ scope }, 0.5]],
  ),
  records('the lowest score of a fleet is told', recordedOf(recorded.score, perCluster), recorded.fleetLowestScore, [
    [{ scope }, 0.25],
  ]),
  records('changes past GitOps are added up', recordedOf(recorded.driftWeek, perCluster), recorded.fleetDrift, [
    [{ scope }, 1],
  ]),
  records(
    'most changes past GitOps are those of one cluster',
    recordedOf(recorded.driftWeek, perCluster),
    recorded.fleetMostDrift,
    [[{ scope }, 0.75]],
  ),
];

/** What dashboards of a fleet read, each once whichever replica serves it. */
export const recordedOverviewCases: readonly RecordCase[] = [
  ...fleetCases,
  records(
    'open findings are those that are not exempt',
    served(findings, [
      [{ cluster: 'prod', severity: 'critical', state: 'open' }, 3],
      [{ cluster: 'prod', severity: 'critical', state: 'exempt' }, 40],
      [{ cluster: 'prod', severity: 'high', state: 'open' }, 5],
      [{ cluster: 'test', severity: 'critical', state: 'open' }, 0],
    ]),
    recorded.openFindings,
    [
      [{ cluster: 'prod', severity: 'critical' }, 3],
      [{ cluster: 'prod', severity: 'high' }, 5],
      [{ cluster: 'test', severity: 'critical' }, 0],
    ],
  ),
  records(
    'overdue findings are told per cluster and severity',
    served(findingsSlaBreached, [
      [{ cluster: 'prod', severity: 'critical' }, 2],
      [{ cluster: 'prod', severity: 'high' }, 7],
      [{ cluster: 'test', severity: 'critical' }, 1],
    ]),
    recorded.overdueFindings,
    [
      [{ cluster: 'prod', severity: 'critical' }, 2],
      [{ cluster: 'prod', severity: 'high' }, 7],
      [{ cluster: 'test', severity: 'critical' }, 1],
    ],
  ),
  records(
    'the age of the oldest open finding is told by whoever knows the older one',
    {
      [`${findingOldestOpen.name}{cluster="prod",severity="critical",instance="a"}`]: [{ is: 600, for: '1h' }],
      [`${findingOldestOpen.name}{cluster="prod",severity="critical",instance="b"}`]: [{ is: 900, for: '1h' }],
      [`${findingOldestOpen.name}{cluster="prod",severity="high",instance="a"}`]: [{ is: 1200, for: '1h' }],
      [`${findingOldestOpen.name}{cluster="test",severity="high",instance="a"}`]: [{ is: 0, for: '1h' }],
    },
    recorded.oldestOpen,
    [
      [{ cluster: 'prod', severity: 'critical' }, 1200],
      [{ cluster: 'prod', severity: 'high' }, 600],
      [{ cluster: 'test', severity: 'high' }, 1800],
    ],
  ),
  records(
    'coverage is that of the replica that sees least',
    {
      [`${checkCoverage.name}{cluster="prod",instance="a"}`]: [{ is: 0.9, for: '1h' }],
      [`${checkCoverage.name}{cluster="prod",instance="b"}`]: [{ is: 1, for: '1h' }],
      [`${checkCoverage.name}{cluster="test",instance="a"}`]: [{ is: 1, for: '1h' }],
    },
    recorded.checkCoverage,
    [
      [{ cluster: 'prod' }, 0.9],
      [{ cluster: 'test' }, 1],
    ],
  ),
  records(
    'the median of remediation is that of 30 days',
    served(findingRemediationMedian, [
      [{ cluster: 'prod', severity: 'critical', window: '30d' }, 86_400],
      [{ cluster: 'prod', severity: 'critical', window: '7d' }, 60],
      [{ cluster: 'prod', severity: 'high', window: '30d' }, 3600],
      [{ cluster: 'prod', severity: 'high', window: '90d' }, 7200],
      [{ cluster: 'test', severity: 'high', window: '30d' }, 60],
    ]),
    recorded.mttrMedian,
    [
      [{ cluster: 'prod', severity: 'critical' }, 86_400],
      [{ cluster: 'prod', severity: 'high' }, 3600],
      [{ cluster: 'test', severity: 'high' }, 60],
    ],
  ),
  records(
    'only what was fixed counts as fixed',
    served(findingTransitions, [
      [{ cluster: 'prod', severity: 'critical', transition: 'resolved', reason: 'fixed' }, 4],
      [{ cluster: 'prod', severity: 'critical', transition: 'resolved', reason: 'deleted' }, 9],
      [{ cluster: 'prod', severity: 'critical', transition: 'opened', reason: 'fixed' }, 9],
      [{ cluster: 'prod', severity: 'high', transition: 'resolved', reason: 'fixed' }, 9],
      [{ cluster: 'test', severity: 'critical', transition: 'resolved', reason: 'fixed' }, 0],
    ]),
    recorded.fixedCriticalsTotal,
    [
      [{ cluster: 'prod' }, 4],
      [{ cluster: 'test' }, 0],
    ],
  ),
  records(
    'open findings of an owner are added up over clusters, and not over replicas',
    served(ownerFindings, [
      [{ cluster: 'prod', owner: 'checkout', severity: 'critical' }, 2],
      [{ cluster: 'test', owner: 'checkout', severity: 'critical' }, 3],
      [{ cluster: 'prod', owner: 'checkout', severity: 'high' }, 1],
      [{ cluster: 'prod', owner: 'platform', severity: 'critical' }, 0],
    ]),
    recorded.ownerOpenFindings,
    [
      [{ owner: 'checkout', severity: 'critical' }, 5],
      [{ owner: 'checkout', severity: 'high' }, 1],
      [{ owner: 'platform', severity: 'critical' }, 0],
    ],
  ),
  records(
    'the score of a framework is the mean over clusters, each counted once',
    {
      ...served(postureScore, [
        [{ cluster: 'prod', framework: 'cis' }, 0.5],
        [{ cluster: 'prod', framework: 'pss' }, 0.25],
        [{ cluster: 'prod', framework: 'all' }, 0.4],
      ]),
      [select(postureScore, { cluster: 'test', framework: 'cis' })]: [{ is: 1, for: '1h' }],
    },
    recorded.frameworkScore,
    [
      [{ framework: 'cis' }, 0.75],
      [{ framework: 'pss' }, 0.25],
    ],
  ),
  records(
    'what a check costs is shared by all clusters that have a score, those where it costs nothing too',
    {
      ...served(scorePointsLost, [
        [{ cluster: 'prod', check: 'pod-privileged' }, 0.2],
        [{ cluster: 'test', check: 'pod-privileged' }, 0.2],
        [{ cluster: 'test', check: '_other' }, 0.1],
      ]),
      ...served(postureScore, [
        [{ cluster: 'prod', framework: 'all' }, 0.8],
        [{ cluster: 'test', framework: 'all' }, 0.7],
        [{ cluster: 'new', framework: 'all' }, 1],
        [{ cluster: 'blind', framework: 'cis' }, 1],
      ]),
    },
    recorded.pointsLost,
    [
      [{ check: 'pod-privileged' }, 0.4 / 3],
      [{ check: '_other' }, 0.1 / 3],
    ],
  ),
  records(
    'triage coverage is told per cluster',
    served(alertTriageCoverage, [
      [{ cluster: 'prod' }, 0.5],
      [{ cluster: 'test' }, 1],
    ]),
    recorded.triageCoverage,
    [
      [{ cluster: 'prod' }, 0.5],
      [{ cluster: 'test' }, 1],
    ],
  ),
];
