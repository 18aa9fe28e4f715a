import {
  metrics,
  recorded,
  select,
  severities,
  type MetricSpec,
  type RecordedSpec,
} from '../../../../../exporter/contract/index.ts';
import { thresholds, type SloId } from '../../../../../alerts/generated/thresholds.ts';
import type { BackfilledSeries } from '../../../../../test/support/backfill.ts';
import { badShare, isBadAt, type BadTime } from './bad-times.ts';
import { overClusters } from './over-clusters.ts';
import type { Reading, Readings } from './readings.ts';
import { badTimesOf } from './story.ts';
import { phase, trendAt } from './trend.ts';

/** Which past to make up: it ends at `end` (seconds since the epoch) with what `readings` say, and begins `back` seconds before. */
export interface Past {
  readonly readings: Readings;
  readonly end: number;
  readonly back: number;
}

const hour = 3_600;
const day = 24 * hour;

/** Everything that our rules record of clusters whose debt shrinks, except what no source tells yet: that stays absent. */
export function historyOf(past: Past): readonly BackfilledSeries[] {
  const clusters = past.readings.clusters.flatMap((cluster) => clusterHistory(cluster, past));
  return [...clusters, ...overClusters(clusters), ...fleetHistory(past), ...sloHistory(past)];
}

function clusterHistory(cluster: string, past: Past): readonly BackfilledSeries[] {
  const { readings, end, back } = past;
  const mine = ({ labels }: Reading): boolean => labels['cluster'] === cluster;
  const always = (series: RecordedSpec, value: number) => one(series, { cluster }, () => value);
  const good = (series: RecordedSpec, slo: SloId) => {
    const times = badTimesOf(slo, cluster, readings, end, back);
    return one(series, { cluster }, (at) => (isBadAt(times, at) ? 0 : 1));
  };
  const path = (series: RecordedSpec, labels: Labels, now: number, grewFrom: number) =>
    one(series, labels, (at) =>
      trendAt({ name: `${series.name} ${cluster}`, end, back, before: now * grewFrom, now }, at),
    );
  const count = (series: RecordedSpec, labels: Labels, now: number, grewFrom: number) => {
    const { series: name, valueAt } = path(series, labels, now, grewFrom);
    return { series: name, valueAt: (at: number) => Math.max(0, Math.round(valueAt(at))) };
  };
  const total = (series: RecordedSpec, now: number) =>
    one(series, { cluster }, (at) => Math.floor(now * Math.max(0, 1 - (end - at) / back)));
  const gauge = (series: RecordedSpec, metric: MetricSpec) => {
    const now = valueOf(readings, metric, { cluster });
    return now === undefined ? [] : [always(series, now)];
  };
  const score = valueOf(readings, metrics.postureScore, { cluster, framework: 'all' });
  const high = valueOf(readings, metrics.findings, { cluster, severity: 'high', state: 'open' }) ?? 0;
  const shrunk = 1.2 + phase(cluster) * 0.5;
  const drifts = sumOf(readings, metrics.driftEvents, mine);
  const opened = (severity?: string) =>
    sumOf(readings, metrics.findingTransitions, (reading) => {
      const { transition, reason, severity: found } = reading.labels;
      return mine(reading) && transition !== 'resolved' && reason === 'new' && (severity ?? found) === found;
    });
  return [
    good(recorded.clusterClean, 'm1-critical-posture'),
    always(recorded.expected, 1),
    always(recorded.dataFresh, 1),
    good(recorded.highWithinLimit, 'm2-high-findings'),
    good(recorded.remediationInTime, 'm3-remediation'),
    good(recorded.driftWithinLimit, 'm4-drift'),
    good(recorded.changeInTime, 'm8-latency'),
    good(recorded.scoreHeld, 'm9-score'),
    ...(score === undefined ? [] : scoreHistory(path(recorded.score, { cluster }, score, 0.93), cluster)),
    ...gauge(recorded.checkCoverage, metrics.checkCoverage),
    always(recorded.dataAge, 20),
    always(recorded.changeLate, 0),
    one(recorded.changeToResultP95, { cluster }, (at) => 0.4 + phase(`${cluster} ${at}`) * 1.5),
    count(recorded.highFindings, { cluster }, high, shrunk),
    count(recorded.highFindingsLimit, { cluster }, Math.max(2, high), shrunk),
    one(recorded.driftWeek, { cluster }, (at) =>
      Math.floor((drifts * 7 * day) / back + phase(`${cluster} ${Math.floor(at / (7 * day))}`) * 1.6),
    ),
    total(recorded.driftTotal, drifts),
    total(recorded.newCriticalsTotal, opened('critical')),
    total(recorded.newFindingsTotal, opened()),
    total(recorded.fixedCriticalsTotal, 0),
    ...severities.flatMap((severity) => {
      const labels = { cluster, severity };
      const open = valueOf(readings, metrics.findings, { ...labels, state: 'open' }) ?? 0;
      const oldest = valueOf(readings, metrics.findingOldestOpen, labels);
      const overdue = valueOf(readings, metrics.findingsSlaBreached, labels);
      const worst = severity === 'critical' ? 30 : 70;
      return [
        count(recorded.openFindings, labels, open, shrunk),
        ...(overdue === undefined ? [] : [count(recorded.overdueFindings, labels, overdue, shrunk * 1.1)]),
        ...(oldest === undefined ? [] : [one(recorded.oldestOpen, labels, (at) => Math.max(0, at - oldest))]),
        path(recorded.mttrMean, labels, worst * hour * (0.8 + phase(cluster) * 0.4), 2.1),
        path(recorded.mttrP90, labels, worst * hour * 2.2, 1.9),
        path(recorded.mttrMedian, labels, worst * hour * 1.1, 2.4),
      ];
    }),
  ];
}

/** A score, and how it compares with that of a week before. */
function scoreHistory(score: BackfilledSeries, cluster: string): readonly BackfilledSeries[] {
  return [score, one(recorded.scoreDelta, { cluster }, (at) => score.valueAt(at) - score.valueAt(at - 7 * day))];
}

function fleetHistory({ readings, end, back }: Past): readonly BackfilledSeries[] {
  const clean = readings.clusters.map((cluster) => badTimesOf('m1-critical-posture', cluster, readings, end, back));
  const path = (series: RecordedSpec, labels: Labels, now: number, grewFrom: number) =>
    one(series, labels, (at) =>
      trendAt({ name: `${series.name}${Object.values(labels).join(' ')}`, end, back, before: now * grewFrom, now }, at),
    );
  const owners = Map.groupBy(
    readings.of(metrics.ownerFindings),
    ({ labels }) => `${labels['owner']} ${labels['severity']}`,
  );
  const frameworks = Map.groupBy(readings.of(metrics.postureScore), ({ labels }) => labels['framework'] ?? '');
  const costs = Map.groupBy(readings.of(metrics.scorePointsLost), ({ labels }) => labels['check'] ?? '');
  const checks = readings.of(metrics.checkInfo).map(({ labels }) => labels['check'] ?? '');
  return [
    one(
      recorded.fleetClean,
      {},
      (at) => clean.filter((times) => !isBadAt(times, at)).length / Math.max(1, clean.length),
    ),
    ...[...owners.values()].map((readings) => {
      const { owner = '', severity = '' } = readings[0]?.labels ?? {};
      const now = readings.reduce((sum, { value }) => sum + value, 0);
      const { series, valueAt } = path(recorded.ownerOpenFindings, { owner, severity }, now, 1.1 + phase(owner));
      return { series, valueAt: (at: number) => Math.max(0, Math.round(valueAt(at))) };
    }),
    ...[...frameworks].flatMap(([framework, scores]) =>
      framework === 'all'
        ? []
        : [
            path(
              recorded.frameworkScore,
              { framework },
              scores.reduce((sum, { value }) => sum + value, 0) / scores.length,
              0.92,
            ),
          ],
    ),
    ...[...costs].map(([check, lost]) =>
      path(
        recorded.pointsLost,
        { check },
        lost.reduce((sum, { value }) => sum + value, 0) / readings.clusters.length,
        1.3,
      ),
    ),
    ...[...new Set(checks)].map((check) => one(recorded.checkEnabled, { check }, () => 1)),
  ];
}

const windows = [
  ['5m', 300, recorded.sliError5m],
  ['30m', 1_800, recorded.sliError30m],
  ['1h', hour, recorded.sliError1h],
  ['2h', 2 * hour, recorded.sliError2h],
  ['6h', 6 * hour, recorded.sliError6h],
  ['1d', day, recorded.sliError1d],
  ['3d', 3 * day, recorded.sliError3d],
  ['30d', 30 * day, recorded.sliError30d],
] as const;

/** SLOs that an exporter alone can answer. */
const answered = [
  'm1-critical-posture',
  'm2-high-findings',
  'm3-remediation',
  'm4-drift',
  'm8-latency',
  'm9-score',
] as const;

function sloHistory({ readings, end, back }: Past): readonly BackfilledSeries[] {
  const clusters = readings.clusters.map((cluster) => [cluster] as const);
  const perCluster = answered.flatMap((slo) =>
    clusters.flatMap(([cluster]) => errorsOf(slo, { cluster }, [badTimesOf(slo, cluster, readings, end, back)])),
  );
  const fleet = clusters.map(([cluster]) => badTimesOf('m1-critical-posture', cluster, readings, end, back));
  return [
    ...perCluster,
    ...errorsOf('m1-fleet-posture', {}, fleet),
    ...(Object.keys(thresholds) as SloId[]).flatMap(meta),
  ];
}

/** Errors of an SLO over every window, and what they leave of its budget; of several clusters the mean. */
function errorsOf(slo: SloId, labels: Labels, times: readonly (readonly BadTime[])[]): readonly BackfilledSeries[] {
  const all = { ...labels, ...identity(slo) };
  const budget = 1 - thresholds[slo].target;
  const share = (at: number, window: number): number =>
    times.reduce((sum, bad) => sum + badShare(bad, at, window), 0) / Math.max(1, times.length);
  return [
    ...windows.map(([window, seconds, series]) =>
      one(series, { ...all, sloth_window: window }, (at) => share(at, seconds)),
    ),
    one(recorded.sloCurrentBurn, all, (at) => share(at, 300) / budget),
    one(recorded.sloPeriodBurn, all, (at) => share(at, 30 * day) / budget),
    one(recorded.sloBudgetRemaining, all, (at) => 1 - share(at, 30 * day) / budget),
  ];
}

function meta(slo: SloId): readonly BackfilledSeries[] {
  const { target } = thresholds[slo];
  return [
    one(recorded.sloObjective, identity(slo), () => target),
    one(recorded.sloBudget, identity(slo), () => Math.round((1 - target) * 1e9) / 1e9),
    one(recorded.sloPeriod, identity(slo), () => 30),
  ];
}

function identity(slo: SloId): Labels {
  return { sloth_id: `plumbline-${slo}`, sloth_service: 'plumbline', sloth_slo: slo };
}

type Labels = Readonly<Record<string, string>>;

function one(series: RecordedSpec, labels: Labels, valueAt: (at: number) => number): BackfilledSeries {
  return { series: select(series, labels), valueAt };
}

function valueOf(readings: Readings, metric: MetricSpec, labels: Labels): number | undefined {
  const wanted = Object.entries(labels);
  return readings.of(metric).find(({ labels: had }) => wanted.every(([label, value]) => had[label] === value))?.value;
}

function sumOf(readings: Readings, metric: MetricSpec, fits: (reading: Reading) => boolean): number {
  return readings
    .of(metric)
    .filter(fits)
    .reduce((sum, { value }) => sum + value, 0);
}
