import { metrics, recorded, select } from '#contract';
import type { RecordCase, Span } from '../rule-case.ts';

const { name } = metrics.changeToResult;
const bucket = (cluster: string, le: string) => `${name}_bucket{cluster="${cluster}",path="watch",le="${le}"}`;
const changes = (cluster: string) => `${name}_count{cluster="${cluster}",path="watch"}`;
const steady = (is: number): readonly Span[] => [{ is, for: '4h' }];

/** Of the last hour: what counts is neither half an hour old at most, nor two hours. */
const hour: readonly RecordCase[] = [
  {
    claim: 'the percentile of latency is of the changes of an hour',
    step: '15m',
    series: {
      // 100 slow ones long ago, ten within the hour, then 90 quick ones.
      [bucket('prod', '300')]: grows('2h 45m', 90),
      [bucket('prod', '900')]: [
        { is: 1_000, for: '1h 45m' },
        { is: 1_100, for: '45m' },
        { is: 1_110, for: '15m' },
        { is: 1_200, for: '1h' },
      ],
      [bucket('prod', '+Inf')]: [
        { is: 1_000, for: '1h 45m' },
        { is: 1_100, for: '45m' },
        { is: 1_110, for: '15m' },
        { is: 1_200, for: '1h' },
      ],
      [bucket('test', '300')]: grows('2h 45m', 10),
      [bucket('test', '900')]: grows('2h 45m', 10),
      [bucket('test', '+Inf')]: grows('2h 45m', 10),
    },
    at: '3h',
    asks: `round(${recorded.changeToResultP95.name})`,
    gives: [
      { labels: '{cluster="prod"}', value: 600 },
      { labels: '{cluster="test"}', value: 285 },
    ],
  },
  {
    claim: 'late changes are a share of those of an hour, and of none there is no share',
    step: '15m',
    series: {
      // 96 late ones, then 32 in time.
      [bucket('prod', '300')]: grows('2h 45m', 32),
      [bucket('prod', '900')]: grows('2h 45m', 32),
      [changes('prod')]: [
        { is: 1_000, for: '2h 30m' },
        { is: 1_096, for: '15m' },
        { is: 1_128, for: '1h' },
      ],
      [bucket('idle', '900')]: steady(1_000),
      [changes('idle')]: steady(1_000),
    },
    at: '3h',
    asks: recorded.changeLate.name,
    gives: [{ labels: select(recorded.changeLate, { cluster: 'prod' }), value: 0.75 }],
  },
];

interface Minutes {
  /** Changes of three minutes ago, and how many of them were in time. */
  readonly of?: number;
  readonly inTime?: number;
  /** How long ago a kind was out of sync for a minute. */
  readonly unsynced?: '3m' | '7m';
  readonly fresh?: 0 | 1;
}

/** A minute is judged by five, which end twelve minutes after the beginning. */
function minutes(cluster: string, { of = 0, inTime = of, unsynced, fresh }: Minutes): RecordCase['series'] {
  return {
    [bucket(cluster, '300')]: grows('9m', inTime),
    [bucket(cluster, '900')]: grows('9m', inTime),
    [bucket(cluster, '+Inf')]: grows('9m', of),
    [changes(cluster)]: grows('9m', of),
    [select(metrics.unsyncedSeconds, { cluster })]:
      unsynced === undefined ? steady(60) : grows(unsynced === '3m' ? '9m' : '5m', 60),
    ...(fresh !== undefined && { [select(recorded.dataFresh, { cluster })]: steady(fresh) }),
  };
}

const slice: RecordCase = {
  claim: 'a minute is bad when changes came late or a kind was out of sync, and good when all is known to be well',
  step: '1m',
  series: {
    ...minutes('in-time', { of: 100, fresh: 1 }),
    ...minutes('idle', { fresh: 1 }),
    ...minutes('synced-again', { unsynced: '7m', fresh: 1 }),
    ...minutes('late', { of: 100, inTime: 90, fresh: 1 }),
    ...minutes('out-of-sync', { of: 100, unsynced: '3m', fresh: 1 }),
    ...minutes('stale', { of: 100, fresh: 0 }),
    ...minutes('stale-late', { of: 100, inTime: 90, fresh: 0 }),
    ...minutes('lost', { of: 100 }),
    ...minutes('lost-late', { of: 100, inTime: 90 }),
    [select(recorded.dataFresh, { cluster: 'unconnected' })]: steady(1),
  },
  at: '12m',
  asks: recorded.changeInTime.name,
  gives: [
    ...['in-time', 'idle', 'synced-again'].map((cluster) => [cluster, 1] as const),
    ...['late', 'out-of-sync', 'stale-late', 'lost-late'].map((cluster) => [cluster, 0] as const),
  ].map(([cluster, value]) => ({ labels: select(recorded.changeInTime, { cluster }), value })),
};

/** A counter of 1,000 that grows once. */
function grows(after: string, by: number): readonly Span[] {
  return [
    { is: 1_000, for: after },
    { is: 1_000 + by, for: '4h' },
  ];
}

/** M8: how late, and which minutes count as good. */
export const changeLatencyCases: readonly RecordCase[] = [...hour, slice];
