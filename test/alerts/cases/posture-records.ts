import { metrics, recorded, select } from '#contract';
import type { RecordCase, Span } from '../rule-case.ts';

const held = (is: number): readonly Span[] => [{ is, for: '20m' }];
const fresh = (cluster: string) => select(recorded.dataFresh, { cluster });
const clean = (cluster: string) => select(metrics.clusterClean, { cluster });
const results = (cluster: string, severity: 'critical' | 'high', status: 'pass' | 'fail') =>
  select(metrics.resources, { cluster, severity, status });
const expected = (cluster: string, instance: string) =>
  select(metrics.clusterExpected, { cluster }).replace('}', `,instance="${instance}"}`);
const age = (cluster: string) => select(recorded.dataAge, { cluster });
const check = (id: string) =>
  select(metrics.checkInfo, { check: id, title: id, category: 'pods', severity: 'critical' });

/** What posture is made of, and what of it counts. */
export const postureRecords: readonly RecordCase[] = [
  {
    claim: 'data is fresh up to fifteen minutes of age',
    step: '1m',
    series: { [age('a')]: held(900), [age('b')]: held(901) },
    at: '1m',
    asks: recorded.dataFresh.name,
    gives: [
      { labels: `${recorded.dataFresh.name}{cluster="a"}`, value: 1 },
      { labels: `${recorded.dataFresh.name}{cluster="b"}`, value: 0 },
    ],
  },
  {
    claim: 'a cluster is clean that says so and is heard itself',
    step: '1m',
    series: {
      [clean('clean')]: held(1),
      [fresh('clean')]: held(1),
      [clean('stale')]: held(1),
      [fresh('stale')]: held(0),
      [clean('lost')]: held(1),
      [fresh('unsaid')]: held(1),
    },
    at: '1m',
    asks: recorded.clusterClean.name,
    gives: [{ labels: `${recorded.clusterClean.name}{cluster="clean"}`, value: 1 }],
  },
  {
    claim: 'the pass ratio is of critical results and of clusters with fresh data, be it of one result',
    step: '1m',
    series: {
      [fresh('prod')]: held(1),
      [results('prod', 'critical', 'pass')]: held(9),
      [results('prod', 'critical', 'fail')]: held(1),
      [results('prod', 'high', 'pass')]: held(40),
      [results('prod', 'high', 'fail')]: held(20),
      [fresh('small')]: held(1),
      [results('small', 'critical', 'pass')]: held(1),
      [fresh('stale')]: held(0),
      [results('stale', 'critical', 'pass')]: held(9),
      [results('lost', 'critical', 'pass')]: held(9),
    },
    at: '1m',
    asks: recorded.criticalPass.name,
    gives: [
      { labels: `${recorded.criticalPass.name}{cluster="prod"}`, value: 0.9 },
      { labels: `${recorded.criticalPass.name}{cluster="small"}`, value: 1 },
    ],
  },
  {
    claim: 'a cluster is expected for a day after its last word, unless somebody says that it is retired',
    step: '1h',
    evaluated: '40h',
    series: {
      [expected('here', 'a')]: [{ is: 1, for: '48h' }],
      [expected('silent', 'a')]: [{ is: 1, for: '22h' }, { gone: '26h' }],
      [expected('forgotten', 'a')]: [{ is: 1, for: '4h' }, { gone: '44h' }],
      [expected('retired', 'a')]: [{ is: 1, for: '30h' }, { gone: '18h' }],
      [expected('retired', 'b')]: [{ is: 0, for: '48h' }],
    },
    at: '40h',
    asks: recorded.expected.name,
    gives: ['here', 'silent'].map((cluster) => ({
      labels: `${recorded.expected.name}{cluster="${cluster}"}`,
      value: 1,
    })),
  },
  {
    claim: 'of a fleet that says nothing, nothing is clean',
    step: '1m',
    series: {
      [select(recorded.expected, { cluster: 'a' })]: held(1),
      [select(recorded.expected, { cluster: 'b' })]: held(1),
    },
    at: '1m',
    asks: recorded.fleetClean.name,
    gives: [{ labels: recorded.fleetClean.name, value: 0 }],
  },
  {
    claim: 'checks are told one by one, whatever else is known of them',
    step: '1m',
    series: { [check('a')]: held(1), [check('b')]: held(1), [check('b').replace('}', ',instance="b"}')]: held(1) },
    at: '1m',
    asks: recorded.checkEnabled.name,
    gives: ['a', 'b'].map((id) => ({ labels: `${recorded.checkEnabled.name}{check="${id}"}`, value: 1 })),
  },
];
