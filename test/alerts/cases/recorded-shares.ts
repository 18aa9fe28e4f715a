import { metrics, recorded, select, type RecordedSpec } from '#contract';
import type { RecordCase, Span } from '../rule-case.ts';
import { inTurn } from './series.ts';

const held = (is: number): readonly Span[] => [{ is, for: '1h' }];

const policies = (cluster: string, engine: string, mode: 'enforce' | 'audit', ready: 'true' | 'false' = 'true') =>
  select(metrics.policies, { cluster, engine, mode, ready });
const evidence = (framework: string, state: 'fresh' | 'stale') =>
  select(metrics.evidenceControls, { cluster: 'prod', framework, state });
const episodes = (severity: string, outcome: string) =>
  select(metrics.alertEpisodes, { cluster: 'prod', severity, outcome });

/** Shares of what is there at the moment. */
const shares: readonly RecordCase[] = [
  {
    claim: 'the share of policies that enforce counts those of every engine, ready or not',
    step: '1m',
    series: {
      [policies('prod', 'kyverno', 'enforce')]: held(2),
      [policies('prod', 'kyverno', 'enforce', 'false')]: held(1),
      [policies('prod', 'kyverno', 'audit')]: held(1),
      [policies('prod', 'gatekeeper', 'enforce')]: held(4),
      [policies('prod', 'kyverno', 'enforce').replace('}', ',instance="b"}')]: held(2),
      [policies('one', 'kyverno', 'enforce')]: held(1),
      [policies('none', 'kyverno', 'enforce')]: held(0),
    },
    at: '10m',
    asks: recorded.enforcementCoverage.name,
    gives: [
      { labels: select(recorded.enforcementCoverage, { cluster: 'prod' }), value: 7 / 8 },
      { labels: select(recorded.enforcementCoverage, { cluster: 'one' }), value: 1 },
    ],
  },
  {
    claim: 'evidence is complete for a framework of one control, and unknown for one that has none in scope',
    step: '1m',
    series: {
      [evidence('cis', 'fresh')]: held(1),
      [evidence('cis', 'stale')]: held(0),
      [evidence('nsa', 'fresh')]: held(0),
      [evidence('nsa', 'stale')]: held(0),
    },
    at: '10m',
    asks: recorded.evidence.name,
    gives: [{ labels: select(recorded.evidence, { cluster: 'prod', framework: 'cis' }), value: 1 }],
  },
  {
    claim: 'alert episodes of an outcome are those of every severity',
    step: '1m',
    series: {
      [episodes('critical', 'actioned')]: held(3),
      [episodes('warning', 'actioned')]: held(4),
      [episodes('warning', 'actioned').replace('}', ',instance="b"}')]: held(4),
    },
    at: '10m',
    asks: recorded.episodesTotal.name,
    gives: [{ labels: select(recorded.episodesTotal, { cluster: 'prod', outcome: 'actioned' }), value: 7 }],
  },
];

const denied = (cluster: string) => select(recorded.rejectsTotal, { cluster });
const admitted = (cluster: string) => select(recorded.newCriticalsTotal, { cluster });
const enforcing = (cluster: string) => select(recorded.enforcementCoverage, { cluster });
const from0 = (to: number) => inTurn([0, '8d'], [to, '6d']);

/** A week: `aged` has as much before it, in its first half and in its second. */
const week: RecordCase = {
  claim: 'enforcement is the share of a week, of five objects at least, and of clusters whose policies enforce',
  step: '6h',
  series: {
    [denied('aged')]: inTurn([0, '3d'], [80, '6d'], [82, '5d']),
    [admitted('aged')]: inTurn([0, '3d'], [80, '6d'], [84, '3d'], [88, '2d']),
    [enforcing('aged')]: inTurn([0.5, '14d']),
    [denied('five')]: from0(4),
    [admitted('five')]: from0(1),
    [enforcing('five')]: inTurn([1, '14d']),
    [denied('four')]: from0(4),
    [admitted('four')]: from0(0),
    [enforcing('four')]: inTurn([1, '14d']),
    [denied('audited')]: from0(4),
    [admitted('audited')]: from0(4),
    [enforcing('audited')]: inTurn([0, '14d']),
    [enforcing('unread')]: inTurn([1, '14d']),
  },
  at: '13d 12h',
  asks: `round(${recorded.enforcement.name}, 0.001)`,
  gives: [
    { labels: '{cluster="aged"}', value: 0.2 },
    { labels: '{cluster="five"}', value: 0.8 },
  ],
};

const month: readonly RecordCase[] = (
  [
    [recorded.episodesTotal, recorded.episodesMonth, 'cluster="prod",outcome'],
    [recorded.iacTotal, recorded.iacMonth, 'source="shop",result'],
  ] as const satisfies readonly (readonly [RecordedSpec, RecordedSpec, string])[]
).map(([total, growth, label]) => {
  const of = ({ name }: RecordedSpec, kind: string) => `${name}{${label}="${kind}"}`;
  return {
    claim: `${growth.name} is what came in 30 days, all of what is younger, and none of what is older`,
    step: '1d',
    series: {
      [of(total, 'grown')]: inTurn([7, '5d'], [9, '30d']),
      [of(total, 'same')]: inTurn([7, '35d']),
      [of(total, 'young')]: [{ gone: '20d' }, { is: 7, for: '15d' }],
      // The store was lost: what is counted since then counts.
      [of(total, 'lost')]: inTurn([7, '5d'], [3, '30d']),
      [of(total, 'lost-one')]: inTurn([1, '5d'], [0, '30d']),
    },
    at: '32d',
    asks: growth.name,
    gives: Object.entries({ grown: 2, same: 0, young: 7, lost: 3, 'lost-one': 0 }).map(([kind, value]) => ({
      labels: of(growth, kind),
      value,
    })),
  };
});

const outcome = (cluster: string, kind: string) => select(recorded.episodesTotal, { cluster, outcome: kind });
const result = (source: string, kind: string) => select(recorded.iacTotal, { source, result: kind });
const limited = (source: string) => select(recorded.iacFail, { source });

/** Shares of what came in 30 days, and the slice of pull requests, which know no cluster. */
const ofMonth: readonly RecordCase[] = [
  {
    claim: 'alerts of which none was valid are valid by none',
    step: '1m',
    series: { [outcome('prod', 'flapping')]: held(12), [outcome('prod', 'suppressed')]: held(90) },
    at: '10m',
    asks: recorded.alertValid.name,
    gives: [{ labels: select(recorded.alertValid, { cluster: 'prod' }), value: 0 }],
  },
  {
    claim: 'the share of failing pull requests is told from twenty verdicts on, and none of them has to be bad',
    step: '1m',
    series: {
      [result('sound', 'pass')]: held(20),
      [result('mixed', 'pass')]: held(15),
      [result('mixed', 'fail')]: held(5),
      [result('mixed', 'error')]: held(30),
      [result('few', 'pass')]: held(19),
      [result('few', 'error')]: held(30),
    },
    at: '10m',
    asks: recorded.iacFail.name,
    gives: [
      { labels: limited('sound'), value: 0 },
      { labels: limited('mixed'), value: 0.25 },
    ],
  },
  {
    claim: `${recorded.iacWithinLimit.name} is good up to a tenth`,
    step: '1m',
    series: { [limited('good')]: held(0.1), [limited('better')]: held(0.05), [limited('bad')]: held(0.11) },
    at: '10m',
    asks: recorded.iacWithinLimit.name,
    gives: Object.entries({ good: 1, better: 1, bad: 0 }).map(([source, value]) => ({
      labels: select(recorded.iacWithinLimit, { source }),
      value,
    })),
  },
];

/** Figures that are shares: of what, of when, and where they are not known. */
export const recordedShareCases: readonly RecordCase[] = [...shares, week, ...month, ...ofMonth];
