import { metrics, recorded, select, type MetricSpec, type RecordedSpec, type Where } from '#contract';
import type { RecordCase, Span } from '../rule-case.ts';

/** A figure of a cluster that is the sum, or the only one, of several series. */
interface Figure {
  readonly claim: string;
  readonly figure: RecordedSpec;
  /** What counts, and what looks like it and does not, as series of a cluster. */
  readonly series: (cluster: string) => readonly (readonly [series: string, value: number])[];
  readonly gives: number;
}

function of<M extends MetricSpec>(metric: M, rows: (cluster: string) => readonly (readonly [Where<M>, number])[]) {
  return (cluster: string) => rows(cluster).map(([where, value]) => [select(metric, where), value] as const);
}

const figures: readonly Figure[] = [
  {
    claim: 'open high findings leave out those that are exempt',
    figure: recorded.highFindings,
    series: of(metrics.findings, (cluster) => [
      [{ cluster, severity: 'high', state: 'open' }, 5],
      [{ cluster, severity: 'high', state: 'exempt' }, 9],
      [{ cluster, severity: 'critical', state: 'open' }, 7],
    ]),
    gives: 5,
  },
  {
    claim: 'serious results are those of critical and of high checks that fail',
    figure: recorded.seriousFailing,
    series: of(metrics.resources, (cluster) => [
      [{ cluster, severity: 'critical', status: 'fail' }, 3],
      [{ cluster, severity: 'high', status: 'fail' }, 5],
      [{ cluster, severity: 'medium', status: 'fail' }, 70],
      [{ cluster, severity: 'critical', status: 'pass' }, 40],
      [{ cluster, severity: 'high', status: 'unknown' }, 6],
    ]),
    gives: 8,
  },
  {
    claim: 'changes past GitOps count whoever made them, to whatever',
    figure: recorded.driftTotal,
    series: of(metrics.driftEvents, (cluster) => [
      [{ cluster, actor: 'human', scope: 'security' }, 2],
      [{ cluster, actor: 'human', scope: 'other' }, 3],
      [{ cluster, actor: 'automation', scope: 'other' }, 4],
    ]),
    gives: 9,
  },
  {
    claim: 'refused objects are those of every engine, and a quota is no policy',
    figure: recorded.rejectsTotal,
    series: of(metrics.admissionRejects, (cluster) => [
      [{ cluster, engine: 'kyverno' }, 3],
      [{ cluster, engine: 'vap' }, 5],
      [{ cluster, engine: 'quota' }, 90],
    ]),
    gives: 8,
  },
  {
    claim: 'the score of a cluster is that of all checks, not of its best framework',
    figure: recorded.score,
    series: of(metrics.postureScore, (cluster) => [
      [{ cluster, framework: 'all' }, 0.5],
      [{ cluster, framework: 'cis' }, 0.75],
    ]),
    gives: 0.5,
  },
];

/** Two replicas serve a cluster while the lead moves, one of them a little behind; another cluster has half of everything. */
export const countedOnceCases: readonly RecordCase[] = figures.map(({ claim, figure, series, gives }) => ({
  claim,
  step: '1m',
  series: Object.fromEntries([
    ...series('prod').flatMap(([name, value]) => [served(name, 'a', value), served(name, 'b', value * 0.75)]),
    ...series('test').map(([name, value]) => served(name, 'c', value / 2)),
  ]),
  at: '1m',
  asks: figure.name,
  gives: [
    { labels: select(figure, { cluster: 'prod' }), value: gives },
    { labels: select(figure, { cluster: 'test' }), value: gives / 2 },
  ],
}));

function served(series: string, instance: string, value: number): readonly [string, readonly Span[]] {
  return [series.replace('}', `,instance="${instance}"}`), [{ is: value, for: '2m' }]];
}
