import { metrics, recorded, select } from '#contract';
import { foreign } from '../../../alerts/foreign.ts';
import type { AlertCase, Fires, Span } from '../rule-case.ts';
import { critical } from './series.ts';

const prod: readonly Fires[] = [{ labels: { cluster: 'prod' } }];
const cluster = 'prod';

/** When an alert begins and ends around something that is wrong for a while. */
export interface Timing {
  readonly alert: string;
  /** Where an alert has several. */
  readonly claim?: string;
  readonly step: string;
  readonly series: Readonly<Record<string, readonly Span[]>>;
  /** The last moment of silence, the first and the last of the alert, and the first of silence after it. */
  readonly moments: readonly [before: string, first: string, last: string, after: string];
  readonly fires: readonly Fires[];
}

/** Right until ten minutes have gone, wrong for `span`, then right again. */
export function wrong(span: string, values: { readonly right: number; readonly wrong: number }): readonly Span[] {
  return [
    { is: values.right, for: '10m' },
    { is: values.wrong, for: span },
    { is: values.right, for: '12h' },
  ];
}
const raised = (span: string) => wrong(span, { right: 0, wrong: 1 });
const fallen = (span: string) => wrong(span, { right: 1, wrong: 0 });

const timings: readonly Timing[] = [
  {
    alert: 'KspmCriticalFindingsOpen',
    step: '1m',
    series: { [select(metrics.ownerFindings, { cluster, owner: 'a', severity: 'critical' })]: raised('2h') },
    moments: ['1h 9m', '1h 10m', '2h 9m', '2h 10m'],
    fires: [{ labels: { cluster, owner: 'a' } }],
  },
  {
    alert: 'KspmPermissionMissing',
    step: '1m',
    series: { [select(metrics.permissionGap, { cluster, resource: 'nodes', verb: 'list' })]: raised('1h') },
    moments: ['24m', '25m', '1h 9m', '1h 10m'],
    fires: prod,
  },
  {
    alert: 'KspmScanStale',
    step: '1m',
    series: { [select(metrics.resourceSynced, { cluster, resource: 'pods' })]: fallen('1h') },
    moments: ['24m', '25m', '1h 9m', '1h 10m'],
    fires: prod,
  },
  {
    alert: 'KspmCoverageIncomplete',
    step: '1m',
    series: { [select(metrics.checkCoverage, { cluster })]: wrong('2h', { right: 0.95, wrong: 0.94 }) },
    moments: ['1h 9m', '1h 10m', '2h 9m', '2h 10m'],
    fires: prod,
  },
  {
    alert: 'KspmClusterNameConflict',
    step: '1m',
    series: { [select(metrics.clusterNameConflict, { cluster })]: raised('1h') },
    moments: ['14m', '15m', '1h 9m', '1h 10m'],
    fires: prod,
  },
  {
    alert: 'KspmCloudInventoryIncomplete',
    step: '1m',
    series: {
      [select(metrics.cloudAccounts, { provider: 'aws', state: 'connected' })]: wrong('2h', { right: 98, wrong: 97 }),
      [select(metrics.cloudAccounts, { provider: 'aws', state: 'missing' })]: wrong('2h', { right: 2, wrong: 3 }),
    },
    moments: ['39m', '40m', '2h 9m', '2h 10m'],
    fires: [{ labels: { provider: 'aws' } }],
  },
  {
    alert: 'KspmExporterDown',
    step: '1m',
    series: { 'up{job="plumbline"}': fallen('1h'), 'up{job="plumbline-self"}': [{ is: 1, for: '12h' }] },
    moments: ['19m', '20m', '1h 9m', '1h 10m'],
    fires: [{}],
  },
  {
    alert: 'KspmExporterTargetDown',
    step: '1m',
    series: { 'up{job="plumbline-self",instance="a"}': fallen('1h') },
    moments: ['24m', '25m', '1h 9m', '1h 10m'],
    fires: [{ labels: { job: 'plumbline-self', instance: 'a' } }],
  },
  {
    alert: 'KspmExporterLoopStuck',
    step: '1m',
    series: {
      [`${metrics.heartbeat.name}{loop="tick",instance="a"}`]: [
        { is: 0, grows: 60, for: '11m' },
        { is: 600, for: '1h' },
        { is: 4_260, grows: 60, for: '1h' },
      ],
    },
    moments: ['20m', '21m', '1h 10m', '1h 11m'],
    fires: [{ labels: { instance: 'a', loop: 'tick' } }],
  },
  {
    alert: 'KspmConfigReloadFailed',
    step: '1m',
    series: { [`${metrics.configReloadSuccessful.name}{instance="a"}`]: fallen('1h') },
    moments: ['14m', '15m', '1h 9m', '1h 10m'],
    fires: [{ labels: { instance: 'a' } }],
  },
  {
    alert: 'KspmLeaderMissing',
    step: '1m',
    series: { [`${metrics.leader.name}{cluster="prod",instance="a"}`]: fallen('1h') },
    moments: ['19m', '20m', '1h 9m', '1h 10m'],
    fires: prod,
  },
  {
    alert: 'KspmStoreFailing',
    step: '1m',
    series: {
      [select(metrics.storeErrors, { operation: 'apply' })]: [
        { is: 0, for: '10m' },
        { is: 1, grows: 1, for: '30m' },
        { is: 30, for: '12h' },
      ],
    },
    // The last failure is seen for the ten minutes of the window, whose first moment belongs to it in Prometheus 2 alone.
    moments: ['19m', '20m', '47m', '50m'],
    fires: [{ labels: { operation: 'apply' } }],
  },
  {
    alert: 'KspmHighFindingsOverLimit',
    step: '2m',
    series: {
      [select(metrics.findings, { cluster, severity: 'high', state: 'open' })]: wrong('2h', { right: 2, wrong: 3 }),
    },
    moments: ['1h 8m', '1h 10m', '2h 8m', '2h 10m'],
    fires: prod,
  },
  {
    alert: 'KspmDriftAboveBudget',
    step: '5m',
    // One change may read as more, since `increase` extrapolates.
    series: { [select(recorded.driftWeek, { cluster })]: wrong('1h', { right: 1.5, wrong: 1.51 }) },
    moments: ['20m', '25m', '1h 5m', '1h 10m'],
    fires: prod,
  },
  {
    alert: 'KspmChangeLatencyHigh',
    step: '5m',
    series: { [select(recorded.changeLate, { cluster })]: wrong('1h', { right: 0.05, wrong: 0.051 }) },
    moments: ['20m', '25m', '1h 5m', '1h 10m'],
    fires: prod,
  },
  {
    alert: 'KspmPostureScoreDeclining',
    step: '10m',
    series: { [select(recorded.scoreDelta, { cluster })]: wrong('8h', { right: -0.05, wrong: -0.051 }) },
    moments: ['6h', '6h 10m', '8h', '8h 10m'],
    fires: prod,
  },
  {
    alert: 'KspmFindingsOverdue',
    step: '1m',
    series: { [select(metrics.ownerFindingsSlaBreached, { cluster, owner: 'a', severity: 'high' })]: raised('1h') },
    moments: ['24m', '25m', '1h 9m', '1h 10m'],
    fires: [{ labels: { cluster, owner: 'a', finding_severity: 'high' } }],
  },
  {
    alert: 'KspmCriticalFindingDueSoon',
    step: '1m',
    series: { [critical({})]: [{ is: -129_000, for: '14h' }] },
    // Due soon from ten minutes on, and overdue twelve hours later.
    moments: ['14m', '15m', '12h 9m', '12h 10m'],
    fires: [{ labels: { cluster, owner: 'storefront' } }],
  },
  {
    alert: 'KspmRemediationSlow',
    step: '2m',
    series: {
      [select(metrics.findingRemediationMean, { cluster, severity: 'critical', window: '30d' })]: wrong('2h', {
        right: 172_800,
        wrong: 172_801,
      }),
    },
    moments: ['1h 8m', '1h 10m', '2h 8m', '2h 10m'],
    fires: prod,
  },
  {
    alert: 'KspmEvidenceCoverageIncomplete',
    step: '5m',
    series: {
      [select(metrics.evidenceControls, { cluster, framework: 'cis', state: 'fresh' })]: wrong('8h', {
        right: 9,
        wrong: 8,
      }),
      [select(metrics.evidenceControls, { cluster, framework: 'cis', state: 'stale' })]: raised('8h'),
    },
    moments: ['6h 5m', '6h 10m', '8h 5m', '8h 10m'],
    fires: [{ labels: { cluster, framework: 'cis' } }],
  },
  {
    alert: 'KspmPolicyConflict',
    step: '1m',
    series: { [select(metrics.policyConflicts, { cluster, engine: 'kyverno' })]: raised('1h') },
    moments: ['24m', '25m', '1h 9m', '1h 10m'],
    fires: [{ labels: { cluster, engine: 'kyverno' } }],
  },
  {
    alert: 'KspmPolicyRejectingDeploys',
    step: '1m',
    series: {
      [select(metrics.admissionRejects, { cluster, engine: 'kyverno' })]: [
        { is: 0, for: '10m' },
        { is: 3, for: '2h' },
      ],
    },
    // Seen for the quarter of an hour of the window, and held for as long again.
    moments: ['14m', '15m', '38m', '40m'],
    fires: [{ labels: { cluster, engine: 'kyverno' } }],
  },
  {
    alert: 'KspmAdmissionWebhookFailingOpen',
    step: '1m',
    series: {
      [`${foreign.webhookFailedOpen.name}{cluster="prod",name="w"}`]: [
        { is: 0, for: '10m' },
        { is: 1, for: '2h' },
      ],
    },
    moments: ['14m', '15m', '38m', '40m'],
    fires: [{ labels: { cluster, name: 'w' } }],
  },
  {
    alert: 'KspmDeployWindowActive',
    step: '1m',
    series: { [select(metrics.deployWindowActive, { cluster, change_id: 'CHG-1' })]: raised('1h') },
    moments: ['9m', '10m', '1h 9m', '1h 10m'],
    fires: [{ labels: { cluster, change_id: 'CHG-1' } }],
  },
  {
    alert: 'KspmDeployWindowTooLong',
    step: '10m',
    series: { [select(metrics.deployWindowActive, { cluster, change_id: 'CHG-1' })]: raised('6h') },
    moments: ['4h', '4h 10m', '6h', '6h 10m'],
    fires: [{ labels: { cluster, change_id: 'CHG-1' } }],
  },
  {
    alert: 'KspmErrorBudgetExhausted',
    step: '5m',
    series: {
      ['slo:period_error_budget_remaining:ratio{sloth_service="plumbline",sloth_slo="m8-latency",cluster="prod"}']:
        wrong('50m', { right: 0.01, wrong: 0 }),
    },
    moments: ['20m', '25m', '55m', '1h'],
    fires: [{ labels: { cluster, slo: 'm8-latency', sloth_slo: 'm8-latency', sloth_service: 'plumbline' } }],
  },
  {
    alert: 'KspmAlertStorm',
    step: '1m',
    series: Object.fromEntries(
      Array.from({ length: 21 }, (_, index): [string, readonly Span[]] => [
        `ALERTS{alertname="A",alertstate="firing",product="plumbline",notify="ticket",cluster="prod",signature="${index}"}`,
        [{ gone: '10m' }, { is: 1, for: '30m' }, { gone: '2h' }],
      ]),
    ),
    moments: ['11m', '12m', '54m', '55m'],
    fires: prod,
  },
];

/** Every moment at which an alert turns: it begins when it has waited, and ends when the state does or has been held. */
export const timingCases: readonly AlertCase[] = timings.map(timed);

/** The case that an alert fires from its first moment to its last, and neither before nor after. */
export function timed({
  alert,
  claim = 'begins and ends to the minute',
  step,
  series,
  moments,
  fires,
}: Timing): AlertCase {
  const [before, first, last, after] = moments;
  return { alert, claim, step, series, at: first, fires, also: { [before]: [], [last]: fires, [after]: [] } };
}
