import { metrics, recorded, select } from '#contract';
import type { Catalogue } from '../../alerts/catalogue.ts';
import type { BackfilledSeries } from '../support/backfill.ts';

const owners = 20;
/** Critical findings of a cluster, each of an owner of its own. */
const open = 10;
const severities = ['critical', 'high', 'medium', 'low', 'info'];
const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const constant = (series: string, value: number): BackfilledSeries => ({ series, valueAt: () => value });
const counter = (series: string, everySeconds: number): BackfilledSeries => ({
  series,
  valueAt: (seconds) => Math.floor((seconds % 1e7) / everySeconds),
});

/** One cluster in twenty has three new critical findings; ten are open in each, and two owners are late. */
export function rawSeries(cluster: string, index: number): readonly BackfilledSeries[] {
  const news = index % 20 === 0 ? 3 : 0;
  const buckets = [60, 300, 900, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400, 129_600, 172_800, '+Inf'];
  const latencies = ['0.1', '0.5', '1', '2.5', '5', '10', '30', '60', '300', '900', '+Inf'];
  return [
    constant(select(metrics.clusterClean, { cluster }), 0),
    constant(select(metrics.clusterExpected, { cluster }), 1),
    constant(select(metrics.clusterBaseline, { cluster }), 1_000_000),
    constant(select(metrics.leader, { cluster }), 1),
    constant(select(metrics.checkCoverage, { cluster }), 0.99),
    constant(select(metrics.evalQueueOldest, { cluster }), 0),
    constant(select(metrics.clusterNameConflict, { cluster }), 0),
    constant(
      select(metrics.clusterInfo, { cluster, cluster_uid: cluster, kubernetes_version: 'v1.36.0', provider: 'none' }),
      1,
    ),
    { series: select(metrics.clusterLastSuccess, { cluster }), valueAt: (seconds) => seconds },
    ...severities.flatMap((severity) => [
      constant(select(metrics.findings, { cluster, severity, state: 'open' }), 7),
      constant(select(metrics.findings, { cluster, severity, state: 'exempt' }), 1),
      ...['pass', 'fail', 'unknown', 'error', 'exempt', 'not_applicable'].map((status) =>
        constant(select(metrics.resources, { cluster, severity, status }), 40),
      ),
      constant(select(metrics.findingRemediationMean, { cluster, severity, window: '30d' }), 90_000),
      constant(select(metrics.findingRemediationMedian, { cluster, severity, window: '30d' }), 90_000),
      constant(select(metrics.findingOldestOpen, { cluster, severity }), 1_000_000),
      constant(select(metrics.findingsSlaBreached, { cluster, severity }), 1),
      ...buckets.map((le) =>
        counter(
          `${metrics.findingRemediation.name}_bucket{cluster="${cluster}",severity="${severity}",le="${le}"}`,
          7_200,
        ),
      ),
      ...['opened', 'reopened', 'resolved'].flatMap((transition) =>
        ['new', 'baseline', 'fixed', 'deleted'].map((reason) =>
          counter(select(metrics.findingTransitions, { cluster, severity, transition, reason }), 3_600),
        ),
      ),
    ]),
    ...range(owners).flatMap((owner) =>
      ['critical', 'high'].flatMap((severity) => [
        constant(
          select(metrics.ownerFindings, { cluster, owner: `team-${owner}`, severity }),
          severity === 'high' ? 2 : owner < open ? 1 : 0,
        ),
        constant(
          select(metrics.ownerFindingsSlaBreached, { cluster, owner: `team-${owner}`, severity }),
          owner < 2 ? 1 : 0,
        ),
      ]),
    ),
    ...range(open).map((index) => ({
      series: select(metrics.criticalFindingSince, {
        cluster,
        check: 'pod-privileged',
        resource_namespace: 'shop',
        resource_kind: 'Deployment',
        resource_name: `web-${index}`,
        owner: `team-${index}`,
        reason: index < news ? 'new' : 'baseline',
      }),
      valueAt: (seconds: number) => seconds - 600,
    })),
    ...range(40).map((kind) => constant(select(metrics.resourceSynced, { cluster, resource: `kind-${kind}` }), 1)),
    ...range(40).map((kind) =>
      counter(select(metrics.apiRequests, { cluster, verb: 'watch', resource: `kind-${kind}`, code: '200' }), 30),
    ),
    ...['watch', 'resync'].flatMap((path) => [
      ...latencies.map((le) =>
        counter(`${metrics.changeToResult.name}_bucket{cluster="${cluster}",path="${path}",le="${le}"}`, 20),
      ),
      counter(`${metrics.changeToResult.name}_count{cluster="${cluster}",path="${path}"}`, 20),
    ]),
    constant(select(metrics.unsyncedSeconds, { cluster }), 3),
    ...['human', 'automation', 'gitops'].flatMap((actor) =>
      ['security', 'other'].map((scope) => counter(select(metrics.driftEvents, { cluster, actor, scope }), 86_400)),
    ),
    ...['kyverno', 'quota'].map((engine) => counter(select(metrics.admissionRejects, { cluster, engine }), 3_600)),
    ...['enforce', 'audit'].map((mode) =>
      constant(select(metrics.policies, { cluster, engine: 'kyverno', mode, ready: 'true' }), 5),
    ),
    ...['fresh', 'stale'].map((state) =>
      constant(select(metrics.evidenceControls, { cluster, framework: 'cis', state }), 9),
    ),
    ...['actioned', 'false_positive', 'suppressed'].map((outcome) =>
      counter(select(metrics.alertEpisodes, { cluster, severity: 'critical', outcome }), 86_400),
    ),
    constant(select(metrics.postureScore, { cluster, framework: 'all' }), 0.8),
  ];
}

/** What rules have recorded about one cluster: the errors of every SLO, what they come from, and totals of counters. */
export function recordedSeries(cluster: string, { slos }: Catalogue): readonly BackfilledSeries[] {
  const where = (label: string) => (label === 'cluster' ? `cluster="${cluster}"` : `${label}="cis"`);
  const perCluster = slos.filter(({ good }) => good.labels.includes('cluster'));
  const flapping = (series: string): BackfilledSeries => ({
    series,
    valueAt: (seconds) => (Math.floor(seconds / 7_200) % 12 === 0 ? 0 : 1),
  });
  return [
    ...perCluster.flatMap(({ id, good }) => {
      const labels = good.labels.map(where).join(',');
      const identity = `sloth_id="plumbline-${id}",sloth_service="plumbline",sloth_slo="${id}"`;
      return [
        flapping(`${good.name}{${labels}}`),
        flapping(`${recorded.sliError5m.name}{${labels},${identity},sloth_window="5m"}`),
        flapping(`${recorded.sliError1h.name}{${labels},${identity},sloth_window="1h"}`),
      ];
    }),
    ...[recorded.driftTotal, recorded.rejectsTotal, recorded.newCriticalsTotal, recorded.newFindingsTotal].map(
      ({ name }) => counter(`${name}{cluster="${cluster}"}`, 3_600),
    ),
    constant(`${recorded.score.name}{cluster="${cluster}"}`, 0.8),
    constant(`${recorded.seriousFailing.name}{cluster="${cluster}"}`, 3),
    constant(`${recorded.highFindingsLimit.name}{cluster="${cluster}"}`, 9),
    constant(`${recorded.dataFresh.name}{cluster="${cluster}"}`, 1),
  ];
}
