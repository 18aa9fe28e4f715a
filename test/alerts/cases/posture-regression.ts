import { recorded, select } from '#contract';
import type { Span } from '../rule-case.ts';
import { casesOf } from './cases-of.ts';

const clean = (cluster = 'prod') => select(recorded.clusterClean, { cluster });
const failing = (cluster = 'prod') => select(recorded.seriousFailing, { cluster });
const prod = [{ labels: { cluster: 'prod' } }];

function turned(first: string, from: number, to: number): readonly Span[] {
  return [
    { is: from, for: first },
    { is: to, for: '6h' },
  ];
}

/** A cluster that was clean fails: what that is made of, and how long it is news. */
export const postureRegressionCases = [
  ...casesOf('KspmCriticalPostureRegression', '1m', [
    {
      claim: 'begins when it has waited, and ends as soon as the cluster is clean again',
      series: {
        [clean()]: [
          { is: 1, for: '3m' },
          { is: 0, for: '17m' },
          { is: 1, for: '1h' },
        ],
        [failing()]: turned('3m', 2, 3),
      },
      at: '8m',
      fires: prod,
      also: { '7m': [], '19m': prod, '20m': [] },
    },
    {
      claim: 'is silent when no more fails than before, or less',
      series: {
        [clean()]: turned('3m', 1, 0),
        [failing()]: turned('3m', 3, 3),
        [clean('test')]: turned('3m', 1, 0),
        [failing('test')]: turned('3m', 3, 2),
      },
      at: '15m',
      fires: [],
    },
    {
      claim: 'says of one cluster nothing that is true of another',
      series: {
        [clean('backlog')]: turned('3m', 0, 0),
        [failing('backlog')]: turned('3m', 2, 3),
        [clean('healthy')]: turned('3m', 1, 1),
        [failing('healthy')]: turned('3m', 0, 0),
        [clean('unseen')]: turned('3m', 1, 0),
        [failing('unseen')]: turned('3m', 2, 2),
      },
      at: '15m',
      fires: [],
    },
  ]),
  ...casesOf('KspmCriticalPostureRegression', '30m', [
    {
      claim: 'is news for three hours and longer',
      series: { [clean()]: turned('1h', 1, 0), [failing()]: turned('1h', 2, 3) },
      at: '4h',
      fires: prod,
    },
    {
      claim: 'is none of a cluster that was clean more than four hours ago',
      series: { [clean()]: turned('1h', 1, 0), [failing()]: turned('5h', 2, 3) },
      at: '6h',
      fires: [],
    },
    {
      claim: 'is none where nothing more failed within four hours',
      series: { [clean()]: turned('5h', 1, 0), [failing()]: turned('1h', 2, 3) },
      at: '6h',
      fires: [],
    },
  ]),
];
