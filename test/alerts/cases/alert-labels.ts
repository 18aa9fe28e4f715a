import type { Notify } from '../../../alerts/rule.ts';

type Labels = Readonly<Record<string, string>>;

/** Labels that routing reads, and whether the series bring their own owner or signature. */
interface Routed {
  readonly notify: Notify;
  readonly severity: string;
  readonly owner: string | undefined;
  readonly slo?: string;
  readonly finding_severity?: string;
  readonly escalation?: string;
  readonly sloth_severity?: string;
  readonly signature?: undefined;
}

const posture = 'platform-security';
const exporter = 'platform';
const ofSeries = undefined;

type More = Partial<Omit<Routed, 'notify' | 'owner'>>;
const page = (owner: string | undefined, more: More = {}): Routed => ({
  notify: 'page',
  severity: 'critical',
  owner,
  ...more,
});
const ticket = (owner: string | undefined, more: More = {}): Routed => ({
  notify: 'ticket',
  severity: 'warning',
  owner,
  ...more,
});
const none = (owner: string): Routed => ({ notify: 'none', severity: 'none', owner });

// Written down a second time on purpose: cases must not take from the catalogue what they hold against it.
const routed: Readonly<Record<string, readonly Routed[]>> = {
  KspmCriticalFindingNew: [
    page(ofSeries, { slo: 'm1-critical-posture', finding_severity: 'critical', signature: undefined }),
  ],
  KspmCriticalFindingsBurst: [page(posture, { slo: 'm1-critical-posture', escalation: 'true' })],
  KspmCriticalFindingsSpread: [page(posture, { slo: 'm1-fleet-posture', escalation: 'true' })],
  KspmExploitIndicator: [
    page(ofSeries, {
      slo: 'm1-critical-posture',
      finding_severity: 'critical',
      escalation: 'true',
      signature: undefined,
    }),
  ],
  KspmCriticalFindingsOpen: [ticket(ofSeries, { slo: 'm1-critical-posture', finding_severity: 'critical' })],
  KspmClusterHeartbeatMissing: [ticket(exporter)],
  KspmApiRateLimited: [ticket(exporter)],
  KspmPermissionMissing: [ticket(exporter)],
  KspmScanStale: [ticket(exporter)],
  KspmCoverageIncomplete: [ticket(exporter)],
  KspmClusterNameConflict: [ticket(exporter)],
  KspmCloudInventoryIncomplete: [ticket(exporter)],
  KspmFindingVolumeAnomalous: [ticket(posture)],
  KspmExporterDown: [ticket(exporter, { severity: 'critical' })],
  KspmExporterTargetDown: [ticket(exporter)],
  KspmExporterLoopStuck: [ticket(exporter)],
  KspmStoreFailing: [ticket(exporter)],
  KspmConfigReloadFailed: [ticket(exporter)],
  KspmLeaderMissing: [ticket(exporter)],
  KspmCriticalPostureRegression: [page(posture, { slo: 'm1-critical-posture' })],
  KspmHighFindingsOverLimit: [ticket(posture, { slo: 'm2-high-findings' })],
  KspmFindingsOverdue: [ticket(ofSeries, { slo: 'm3-remediation' })],
  KspmCriticalFindingDueSoon: [ticket(ofSeries, { slo: 'm3-remediation' })],
  KspmRemediationSlow: [ticket(posture, { slo: 'm3-remediation' })],
  KspmDriftAboveBudget: [ticket(posture, { slo: 'm4-drift' })],
  KspmPolicyEnforcementLow: [ticket(posture, { slo: 'm5-enforcement' })],
  KspmEvidenceCoverageIncomplete: [ticket(posture, { slo: 'm6-evidence' })],
  KspmAlertValidityLow: [ticket(posture, { slo: 'm7-alert-validity' })],
  KspmChangeLatencyHigh: [ticket(exporter, { slo: 'm8-latency' })],
  KspmPostureScoreDeclining: [ticket(posture, { slo: 'm9-score' })],
  KspmIacFailureRateHigh: [ticket(posture, { slo: 'm10-iac' })],
  KspmPolicyConflict: [ticket(posture)],
  KspmPolicyRejectingDeploys: [ticket(posture)],
  KspmAdmissionWebhookSlow: [ticket(posture)],
  KspmAdmissionWebhookFailingOpen: [ticket(posture)],
  KspmWatchdog: [none(exporter)],
  KspmDeployWindowActive: [none(posture)],
  KspmDeployWindowTooLong: [ticket(posture)],
  KspmAlertStorm: [ticket(posture)],
  KspmErrorBudgetExhausted: [ticket(posture, { severity: 'info' })],
  KspmCriticalPostureBudgetBurn: [
    page(posture, { slo: 'm1-critical-posture', sloth_severity: 'page' }),
    ticket(posture, { slo: 'm1-critical-posture', sloth_severity: 'ticket' }),
  ],
  KspmFleetPostureBudgetBurn: [ticket(posture, { slo: 'm1-fleet-posture', sloth_severity: 'ticket' })],
  KspmHighFindingsBudgetBurn: [ticket(posture, { slo: 'm2-high-findings', sloth_severity: 'ticket' })],
  KspmEvidenceBudgetBurn: [ticket(posture, { slo: 'm6-evidence', sloth_severity: 'ticket' })],
  KspmChangeLatencyBudgetBurn: [ticket(exporter, { slo: 'm8-latency', sloth_severity: 'ticket' })],
};

/** Labels that every series of an alert gets, one set for each of its rules. */
export function labelsExpectedOf(alert: string): readonly Labels[] {
  return (routed[alert] ?? []).map((row) =>
    Object.fromEntries(
      Object.entries({ product: 'plumbline', signature: alert, ...row }).flatMap(([label, value]) =>
        value === undefined ? [] : [[label, value]],
      ),
    ),
  );
}
