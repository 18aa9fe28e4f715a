import { families } from './spec.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Most posture series of one cluster whatever its findings, with default settings and up to 240 checks; the families of
 * checks and identity (`kspm_check_info`, `kspm_check_framework_info`, `kspm_cluster_info`) apart. Two for each check
 * (fail and pass), and whatever else could grow has a cap with the rest in `_other`.
 */
export const mostSeriesPerCluster = 1_000;

/** Metric families about posture: served by the leader of a cluster, rendered from one immutable snapshot. */
export const postureMetrics = families('posture', {
  // M1, M2: verdicts and findings
  clusterClean: {
    name: 'kspm_cluster_clean',
    type: 'gauge',
    help: 'Whether the cluster has no open finding in the critical-posture set, fresh data and complete coverage of that set (1), or not (0).',
    labels: ['cluster'],
  },
  checkResources: {
    name: 'kspm_check_resources',
    type: 'gauge',
    help: 'Objects per check and status, absent where a check has none to look at. Unknown includes checks that threw; beyond 10 checks the rest is in _other.',
    labels: ['cluster', 'check', 'severity', 'status'],
  },
  resources: {
    name: 'kspm_resources',
    type: 'gauge',
    help: 'Check results per severity and status.',
    labels: ['cluster', 'severity', 'status'],
  },
  findings: {
    name: 'kspm_findings',
    type: 'gauge',
    help: 'Findings per severity, one per check and owner (and container or sub-path).',
    labels: ['cluster', 'severity', 'state'],
  },
  namespaceFindings: {
    name: 'kspm_namespace_findings',
    type: 'gauge',
    help: 'Open findings per namespace; opt-in, the largest namespaces first, the rest in _other.',
    labels: ['cluster', 'resource_namespace', 'team', 'severity'],
  },
  ownerFindings: {
    name: 'kspm_owner_findings',
    type: 'gauge',
    help: 'Open critical and high findings per owner, the largest owners first, the rest in _other.',
    labels: ['cluster', 'owner', 'severity'],
  },
  ownerInfo: {
    name: 'kspm_owner_info',
    type: 'gauge',
    help: 'How an owner is reached, as the owners file says; alerts join it by owner.',
    labels: ['owner', 'slack', 'escalation', 'runbook'],
  },
  criticalFindingSince: {
    name: 'kspm_critical_finding_since_timestamp_seconds',
    type: 'gauge',
    help: 'Since when a finding has been both critical and open, and why it opened; the newest 100 per cluster.',
    labels: ['cluster', 'check', 'resource_namespace', 'resource_kind', 'resource_name', 'owner', 'reason'],
  },
  criticalFindingChange: {
    name: 'kspm_critical_finding_change_info',
    type: 'gauge',
    help: 'Who changed the object last when a finding became critical, as field managers tell; always 1, the newest 20 per cluster.',
    labels: ['cluster', 'check', 'resource_namespace', 'resource_kind', 'resource_name', 'actor', 'manager'],
  },
  exploitIndicator: {
    name: 'kspm_exploit_indicator_timestamp_seconds',
    type: 'gauge',
    help: 'When a sign of exploitation was last seen at an object with an open critical finding; the newest 20 per cluster.',
    labels: ['cluster', 'indicator', 'resource_namespace', 'resource_kind', 'resource_name', 'owner'],
  },
  exemptions: {
    name: 'kspm_exemptions',
    type: 'gauge',
    help: 'Waivers and platform exemptions by state.',
    labels: ['cluster', 'state'],
  },

  // M3: lifecycle
  findingTransitions: {
    name: 'kspm_finding_transitions_total',
    type: 'counter',
    help: 'Lifecycle transitions of findings by reason; only legal pairs exist.',
    labels: ['cluster', 'severity', 'transition', 'reason'],
  },
  findingRemediation: {
    name: 'kspm_finding_remediation_seconds',
    type: 'histogram',
    help: 'Time from first seen to fixed. Deleted, exempted and baseline findings do not count.',
    labels: ['cluster', 'severity'],
    buckets: [
      5 * MINUTE,
      HOUR,
      4 * HOUR,
      DAY,
      36 * HOUR,
      2 * DAY,
      3 * DAY,
      7 * DAY,
      14 * DAY,
      30 * DAY,
      60 * DAY,
      90 * DAY,
    ],
  },
  findingRemediationMean: {
    name: 'kspm_finding_remediation_mean_seconds',
    type: 'gauge',
    help: 'Exact mean remediation time of findings fixed in the window; absent without any, or before the window is observed.',
    labels: ['cluster', 'severity', 'window'],
  },
  findingRemediationMedian: {
    name: 'kspm_finding_remediation_median_seconds',
    type: 'gauge',
    help: 'Kaplan-Meier median remediation time of findings fixed in the window, those still open as censored; +Inf while more than half outlive every fix.',
    labels: ['cluster', 'severity', 'window'],
    unbounded: true,
  },
  findingsOpenAge: {
    name: 'kspm_findings_open_age',
    type: 'gauge',
    help: 'Open findings by age.',
    labels: ['cluster', 'severity', 'age'],
  },
  findingOldestOpen: {
    name: 'kspm_finding_oldest_open_timestamp_seconds',
    type: 'gauge',
    help: 'When the oldest open finding was first seen; absent without any.',
    labels: ['cluster', 'severity'],
  },
  findingsSlaBreached: {
    name: 'kspm_findings_sla_breached',
    type: 'gauge',
    help: 'Open findings older than the remediation time agreed for their severity.',
    labels: ['cluster', 'severity'],
  },
  ownerFindingsSlaBreached: {
    name: 'kspm_owner_findings_sla_breached',
    type: 'gauge',
    help: 'Open findings older than agreed, per owner that has any; the largest 8 owners, the rest in _other.',
    labels: ['cluster', 'owner', 'severity'],
  },

  // M4: drift
  driftEvents: {
    name: 'kspm_drift_events_total',
    type: 'counter',
    help: 'Out-of-band changes to objects that GitOps manages.',
    labels: ['cluster', 'actor', 'scope'],
  },
  driftedResources: {
    name: 'kspm_drifted_resources',
    type: 'gauge',
    help: 'Objects that differ from what GitOps last applied.',
    labels: ['cluster', 'tool'],
  },
  gitopsManagedResources: {
    name: 'kspm_gitops_managed_resources',
    type: 'gauge',
    help: 'Objects that GitOps manages.',
    labels: ['cluster', 'tool'],
  },

  // M5: enforcement
  policyDecisions: {
    name: 'kspm_policy_decisions_total',
    type: 'counter',
    help: 'Admission decisions on violating requests, from ingested audit events.',
    labels: ['cluster', 'engine', 'action'],
  },
  policies: {
    name: 'kspm_policies',
    type: 'gauge',
    help: 'Admission policies by engine, mode and readiness.',
    labels: ['cluster', 'engine', 'mode', 'ready'],
  },
  policyConflicts: {
    name: 'kspm_policy_conflicts',
    type: 'gauge',
    help: 'Admission policies that contradict each other for the same objects.',
    labels: ['cluster', 'engine'],
  },
  admissionRejects: {
    name: 'kspm_admission_rejects_total',
    type: 'counter',
    help: 'Distinct objects that admission refused, retries collapsed.',
    labels: ['cluster', 'engine'],
  },

  // M6: evidence
  evidenceControls: {
    name: 'kspm_evidence_controls',
    type: 'gauge',
    help: 'Controls in scope by the state of their evidence.',
    labels: ['cluster', 'framework', 'state'],
  },
  evidenceLastCollected: {
    name: 'kspm_evidence_last_collected_timestamp_seconds',
    type: 'gauge',
    help: 'When evidence for the framework was last collected.',
    labels: ['cluster', 'framework'],
  },

  // M7: alert quality
  alertEpisodes: {
    name: 'kspm_alert_episodes_total',
    type: 'counter',
    help: 'Closed alert episodes by outcome.',
    labels: ['cluster', 'severity', 'outcome'],
  },
  alertTriageCoverage: {
    name: 'kspm_alert_triage_coverage_ratio',
    type: 'gauge',
    help: 'Closed alert episodes of the last 30 days that carry a verdict, as a ratio.',
    labels: ['cluster'],
  },

  // M8: latency
  changeToResult: {
    name: 'kspm_change_to_result_seconds',
    type: 'histogram',
    help: 'Time from a change in the API to its result in the served snapshot.',
    labels: ['cluster', 'path'],
    buckets: [0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900],
  },
  watchCanary: {
    name: 'kspm_watch_canary_seconds',
    type: 'histogram',
    help: 'Time from renewing our own Lease to receiving that change on the watch, measured on one clock.',
    labels: ['cluster'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  },
  latencySamplesSkipped: {
    name: 'kspm_latency_samples_skipped_total',
    type: 'counter',
    help: 'Changes whose latency could not be told from the time at which they happened, by reason.',
    labels: ['cluster', 'reason'],
  },
  unsyncedSeconds: {
    name: 'kspm_unsynced_seconds_total',
    type: 'counter',
    help: 'Time during which at least one kind that checks need was not in sync.',
    labels: ['cluster'],
  },

  // M9: score
  postureScore: {
    name: 'kspm_posture_score_ratio',
    type: 'gauge',
    help: 'Weighted posture score, 0 to 1, over all checks or those of a framework; absent while nothing was evaluated.',
    labels: ['cluster', 'framework'],
  },
  scorePointsLost: {
    name: 'kspm_score_points_lost',
    type: 'gauge',
    help: 'How much of the score the 15 dearest checks cost, the rest in _other; score and losses add up to 1.',
    labels: ['cluster', 'check'],
  },
  checkCoverage: {
    name: 'kspm_check_coverage_ratio',
    type: 'gauge',
    help: 'Check and object pairs with a verdict among all pairs of enabled checks, blind kinds counted.',
    labels: ['cluster'],
  },

  // M10: infrastructure as code
  iacPolicyEvaluations: {
    name: 'kspm_iac_policy_evaluations_total',
    type: 'counter',
    help: 'Policy evaluations that CI pushed, once per run.',
    labels: ['source', 'tool', 'severity', 'result'],
  },
  iacPullRequests: {
    name: 'kspm_iac_pull_requests_total',
    type: 'counter',
    help: 'Pull requests by the result of their first verdict.',
    labels: ['source', 'result'],
  },
  iacMergedFailing: {
    name: 'kspm_iac_merged_failing_total',
    type: 'counter',
    help: 'Pull requests merged while their last verdict failed.',
    labels: ['source'],
  },
  iacLastRun: {
    name: 'kspm_iac_last_run_timestamp_seconds',
    type: 'gauge',
    help: 'When CI last pushed results.',
    labels: ['source'],
  },

  // Joins, inventory of clusters, windows
  checkInfo: {
    name: 'kspm_check_info',
    type: 'gauge',
    help: 'Metadata of a check; always 1.',
    labels: ['check', 'title', 'category', 'severity'],
  },
  checkFrameworkInfo: {
    name: 'kspm_check_framework_info',
    type: 'gauge',
    help: 'Framework controls that a check covers; always 1.',
    labels: ['check', 'framework', 'control'],
  },
  clusterInfo: {
    name: 'kspm_cluster_info',
    type: 'gauge',
    help: 'Identity of a cluster; always 1.',
    labels: ['cluster', 'cluster_uid', 'kubernetes_version', 'provider'],
  },
  clusterExpected: {
    name: 'kspm_cluster_expected',
    type: 'gauge',
    help: 'Clusters that configuration or the fleet inventory names, whether or not they answer; 0 for one that is retired.',
    labels: ['cluster'],
  },
  clusterBaseline: {
    name: 'kspm_cluster_baseline_timestamp_seconds',
    type: 'gauge',
    help: 'When the first complete inventory of the cluster became its baseline.',
    labels: ['cluster'],
  },
  deployWindowActive: {
    name: 'kspm_deploy_window_active',
    type: 'gauge',
    help: 'Deploy windows that are open now; always 1.',
    labels: ['cluster', 'change_id'],
  },
  cloudAccounts: {
    name: 'kspm_cloud_accounts',
    type: 'gauge',
    help: 'Cloud accounts that clusters belong to, by connection state.',
    labels: ['provider', 'state'],
  },
});
