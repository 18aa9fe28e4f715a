import { metrics, recorded, select } from '#contract';
import type { RecordCase, Span } from '../rule-case.ts';

const prod = { cluster: 'prod' };
const high = (cluster: string) => select(metrics.findings, { cluster, severity: 'high', state: 'open' });

const ratchet: RecordCase = {
  claim: 'the ratchet of high findings is remembered through six days without data, and forgotten after eight',
  step: '12h',
  series: {
    [high('six')]: [{ is: 30, for: '2d' }, { gone: '6d' }, { is: 31, for: '1d' }],
    [high('eight')]: [{ is: 30, for: '12h' }, { gone: '7d 12h' }, { is: 31, for: '1d' }],
  },
  at: '8d',
  asks: recorded.highFindingsLimit.name,
  gives: [
    { labels: select(recorded.highFindingsLimit, { cluster: 'six' }), value: 30 },
    { labels: select(recorded.highFindingsLimit, { cluster: 'eight' }), value: 31 },
  ],
};

const driftOfAWeek: RecordCase = {
  claim: 'changes past GitOps are those of seven days',
  step: '12h',
  series: {
    // One nine days ago, one five days ago.
    [select(recorded.driftTotal, prod)]: [
      { is: 1, for: '1d' },
      { is: 2, for: '4d' },
      { is: 3, for: '6d' },
    ],
  },
  at: '10d',
  asks: `round(${recorded.driftWeek.name})`,
  gives: [{ labels: '{cluster="prod"}', value: 1 }],
};

/** Samples of a counter that stands still, as many as half a week has or fewer, and whether the data is fresh. */
function still(cluster: string, spans: readonly Span[], fresh?: 0 | 1): RecordCase['series'] {
  return {
    [select(recorded.driftTotal, { cluster })]: spans,
    ...(fresh !== undefined && { [select(recorded.dataFresh, { cluster })]: all(fresh) }),
  };
}
const all = (is: number): readonly Span[] => [{ is, for: '11d' }];
const half: readonly Span[] = [{ gone: '3d 12h 2m' }, { is: 0, for: '3d 12h' }];

const driftWithinLimit: RecordCase = {
  claim: 'a week with few changes is good once half of it is known, and one with many is bad at once',
  step: '2m',
  evaluated: '84h',
  series: {
    ...still('half', half, 1),
    ...still('half-stale', half, 0),
    ...still('half-lost', half),
    ...still('less', [{ gone: '3d 12h 4m' }, { is: 0, for: '3d 11h 58m' }], 1),
    ...still('before', [{ is: 0, for: '3d 12h' }, { gone: '6d 23h 58m' }, { is: 0, for: '4m' }], 1),
    ...Object.fromEntries(
      (
        [
          ['one', 1.5, 1],
          ['two', 1.51, 1],
          ['two-stale', 1.51, 0],
        ] as const
      ).flatMap(([cluster, changes, fresh]) => [
        [select(recorded.driftWeek, { cluster }), all(changes)] as const,
        [select(recorded.dataFresh, { cluster }), all(fresh)] as const,
      ]),
    ),
    [select(recorded.driftWeek, { cluster: 'two-lost' })]: all(1.51),
  },
  at: '10d 12h',
  asks: recorded.driftWithinLimit.name,
  gives: [['half', 1] as const, ...['two', 'two-stale', 'two-lost'].map((cluster) => [cluster, 0] as const)].map(
    ([cluster, value]) => ({ labels: select(recorded.driftWithinLimit, { cluster }), value }),
  ),
};

/** Around 0.8 a week ago, with other scores before and after that day. */
const scores: readonly Span[] = [
  { is: 0.3, for: '2d' },
  { is: 0.8, for: '6h' },
  { is: 1, for: '6h' },
  { is: 0.8, for: '6h' },
  { is: 0.7, for: '12h' },
  { is: 0.6, for: '10d' },
];
const enabled = (check: string) => select(recorded.checkEnabled, { check });
const scoreCases: readonly RecordCase[] = (
  [
    ['that of a day a week ago, over the same checks', {}, -0.2],
    ['nothing for a week after a check came', { [enabled('b')]: [{ gone: '5d' }, { is: 1, for: '8d' }] }, undefined],
    ['nothing for a week after a check went', { [enabled('b')]: [{ is: 1, for: '5d' }, { gone: '8d' }] }, undefined],
  ] as const satisfies readonly (readonly [string, RecordCase['series'], number | undefined])[]
).map(([compared, checks, value]) => ({
  claim: `the score of a day is compared with ${compared}`,
  step: '6h',
  series: {
    [select(recorded.score, prod)]: scores,
    [enabled('a')]: [{ is: 1, for: '13d' }],
    ...checks,
  },
  at: '10d',
  asks: `round(${recorded.scoreDelta.name}, 0.01)`,
  gives: value === undefined ? [] : [{ labels: '{cluster="prod"}', value }],
}));

/** What is remembered, counted or compared over a week. */
export const weekCases: readonly RecordCase[] = [ratchet, driftOfAWeek, driftWithinLimit, ...scoreCases];
