/** A series that our recording rules write: its name and the labels that it keeps. */
export interface RecordedSpec<Label extends string = string> {
  readonly name: string;
  readonly labels: readonly Label[];
  readonly help: string;
}

const slothLabels = ['sloth_id', 'sloth_service', 'sloth_slo'] as const;
const sloLabels = ['cluster', 'framework', 'source', ...slothLabels] as const;

function define<const R extends Record<string, RecordedSpec>>(recorded: R): R {
  return recorded;
}

/** Recorded series that rules, dashboards and the plugin share, `level:metric:operation` as Prometheus advises. */
export const recorded = define({
  clusterClean: { name: 'cluster:kspm_clean:bool', labels: ['cluster'], help: 'Clean, and the data is fresh.' },
  fleetClean: { name: 'fleet:kspm_clean:ratio', labels: [], help: 'Clean clusters among expected clusters.' },
  expected: {
    name: 'cluster:kspm_expected:bool',
    labels: ['cluster'],
    help: 'Expected within the last day, so that an agent that vanished with its own expectation is missed.',
  },
  criticalSince: {
    name: 'finding:kspm_critical_since:timestamp',
    labels: ['cluster', 'check', 'resource_namespace', 'resource_kind', 'resource_name', 'owner', 'reason'],
    help: 'Since when a finding has been critical and open; what is new stays while nobody reports on its cluster.',
  },
  criticalPass: {
    name: 'cluster:kspm_critical_pass:ratio',
    labels: ['cluster'],
    help: 'Passing results of critical checks among those with a verdict.',
  },
  seriousFailing: {
    name: 'cluster:kspm_serious_failing:count',
    labels: ['cluster'],
    help: 'Failing results of critical and high checks, which hold the whole critical-posture set.',
  },
  highFindings: { name: 'cluster:kspm_high_findings:count', labels: ['cluster'], help: 'Open high findings.' },
  highFindingsLimit: {
    name: 'cluster:kspm_high_findings:limit',
    labels: ['cluster'],
    help: 'High findings that are allowed: the target, or for a cluster that came with more the lowest count since.',
  },
  highWithinLimit: {
    name: 'cluster:kspm_high_findings_within_limit:bool',
    labels: ['cluster'],
    help: 'Whether open high findings are within the limit.',
  },
  mttrMean: {
    name: 'cluster_severity:kspm_mttr:mean30d',
    labels: ['cluster', 'severity'],
    help: 'Mean remediation time over 30 days, in seconds.',
  },
  mttrP90: {
    name: 'cluster_severity:kspm_mttr:p90_30d',
    labels: ['cluster', 'severity'],
    help: '90th percentile of remediation time over 30 days, in seconds.',
  },
  remediationInTime: {
    name: 'cluster:kspm_remediation_in_time:bool',
    labels: ['cluster'],
    help: 'Whether no critical finding is overdue and the mean time to fix one is within target.',
  },
  driftTotal: {
    name: 'cluster:kspm_drift_events:total',
    labels: ['cluster'],
    help: 'Out-of-band changes counted so far, whichever replica counts.',
  },
  driftWithinLimit: {
    name: 'cluster:kspm_drift_within_limit:bool',
    labels: ['cluster'],
    help: 'Whether out-of-band changes of seven days are within the limit.',
  },
  driftWeek: {
    name: 'cluster:kspm_drift_events:increase7d',
    labels: ['cluster'],
    help: 'Out-of-band changes in seven days.',
  },
  rejectsTotal: {
    name: 'cluster:kspm_admission_rejects:total',
    labels: ['cluster'],
    help: 'Objects that policies refused so far; quotas are no policies.',
  },
  newCriticalsTotal: {
    name: 'cluster:kspm_new_critical_findings:total',
    labels: ['cluster'],
    help: 'Critical findings that opened as new so far.',
  },
  newFindingsTotal: {
    name: 'cluster:kspm_new_findings:total',
    labels: ['cluster'],
    help: 'Findings of any severity that opened as new so far.',
  },
  enforcementCoverage: {
    name: 'cluster:kspm_policy_enforcing:ratio',
    labels: ['cluster'],
    help: 'Admission policies that enforce among all of them.',
  },
  enforcementEnough: {
    name: 'cluster:kspm_policy_enforcement_enough:bool',
    labels: ['cluster'],
    help: 'Whether enforcement stops the share of violating objects that it should.',
  },
  enforcement: {
    name: 'cluster:kspm_policy_enforcement:ratio7d',
    labels: ['cluster'],
    help: 'Violating objects denied among denied and admitted ones.',
  },
  evidence: {
    name: 'cluster_framework:kspm_evidence:ratio',
    labels: ['cluster', 'framework'],
    help: 'Controls with fresh evidence among controls in scope.',
  },
  evidenceComplete: {
    name: 'cluster_framework:kspm_evidence_complete:bool',
    labels: ['cluster', 'framework'],
    help: 'Whether controls in scope have the fresh evidence that they should.',
  },
  episodesTotal: {
    name: 'cluster_outcome:kspm_alert_episodes:total',
    labels: ['cluster', 'outcome'],
    help: 'Closed alert episodes so far.',
  },
  episodesMonth: {
    name: 'cluster_outcome:kspm_alert_episodes:increase30d',
    labels: ['cluster', 'outcome'],
    help: 'Closed alert episodes in 30 days.',
  },
  alertsValidEnough: {
    name: 'cluster:kspm_alert_valid_enough:bool',
    labels: ['cluster'],
    help: 'Whether enough of the alerts that reached people were valid.',
  },
  alertValid: {
    name: 'cluster:kspm_alert_valid:ratio30d',
    labels: ['cluster'],
    help: 'Alerts judged valid among alerts that reached people.',
  },
  changeToResultP95: {
    name: 'cluster:kspm_change_to_result:p95_1h',
    labels: ['cluster'],
    help: '95th percentile of change-to-result time over an hour, in seconds.',
  },
  changeLate: {
    name: 'cluster:kspm_change_late:ratio1h',
    labels: ['cluster'],
    help: 'Changes of an hour whose result came later than the target.',
  },
  changeInTime: {
    name: 'cluster:kspm_change_in_time:bool',
    labels: ['cluster'],
    help: 'Whether results follow changes in time and every needed kind is in sync.',
  },
  score: {
    name: 'cluster:kspm_posture_score:ratio',
    labels: ['cluster'],
    help: 'Posture score over all checks.',
  },
  checkEnabled: {
    name: 'check:kspm_enabled:bool',
    labels: ['check'],
    help: 'Checks that run, to compare scores over equal sets only.',
  },
  scoreHeld: {
    name: 'cluster:kspm_posture_score_held:bool',
    labels: ['cluster'],
    help: 'Whether the score is not lower than a week ago.',
  },
  scoreDelta: {
    name: 'cluster:kspm_posture_score:delta7d',
    labels: ['cluster'],
    help: 'Change of the posture score over seven days.',
  },
  iacFail: {
    name: 'source:kspm_iac_fail:ratio30d',
    labels: ['source'],
    help: 'Pull requests whose first verdict failed among pull requests.',
  },
  iacTotal: {
    name: 'source_result:kspm_iac_pull_requests:total',
    labels: ['source', 'result'],
    help: 'Pull requests with a first verdict so far.',
  },
  iacMonth: {
    name: 'source_result:kspm_iac_pull_requests:increase30d',
    labels: ['source', 'result'],
    help: 'Pull requests with a first verdict in 30 days.',
  },
  iacWithinLimit: {
    name: 'source:kspm_iac_fail_within_limit:bool',
    labels: ['source'],
    help: 'Whether the share of pull requests whose first verdict failed is within the limit.',
  },
  openFindings: {
    name: 'cluster_severity:kspm_open_findings:count',
    labels: ['cluster', 'severity'],
    help: 'Open findings.',
  },
  overdueFindings: {
    name: 'cluster_severity:kspm_overdue_findings:count',
    labels: ['cluster', 'severity'],
    help: 'Open findings older than agreed for their severity.',
  },
  oldestOpen: {
    name: 'cluster_severity:kspm_oldest_open:seconds',
    labels: ['cluster', 'severity'],
    help: 'Age of the oldest open finding.',
  },
  mttrMedian: {
    name: 'cluster_severity:kspm_mttr:median30d',
    labels: ['cluster', 'severity'],
    help: 'Median remediation time over 30 days, those still open included, in seconds; +Inf while most outlive every fix.',
  },
  fixedCriticalsTotal: {
    name: 'cluster:kspm_fixed_critical_findings:total',
    labels: ['cluster'],
    help: 'Critical findings that were fixed so far.',
  },
  ownerOpenFindings: {
    name: 'owner_severity:kspm_open_findings:count',
    labels: ['owner', 'severity'],
    help: 'Open critical and high findings of an owner in all clusters.',
  },
  fleetOpenFindings: {
    name: 'fleet_severity:kspm_open_findings:count',
    labels: ['severity', 'scope'],
    help: 'Open findings of all clusters.',
  },
  fleetOldestOpen: {
    name: 'fleet_severity:kspm_oldest_open:seconds',
    labels: ['severity', 'scope'],
    help: 'Age of the oldest open finding of all clusters.',
  },
  fleetMttr: {
    name: 'fleet_severity:kspm_mttr:mean30d',
    labels: ['severity', 'scope'],
    help: 'Mean over clusters of their mean remediation time over 30 days, in seconds.',
  },
  fleetScore: {
    name: 'fleet:kspm_posture_score:mean',
    labels: ['scope'],
    help: 'Mean posture score of all clusters.',
  },
  fleetLowestScore: {
    name: 'fleet:kspm_posture_score:min',
    labels: ['scope'],
    help: 'Lowest posture score of any cluster.',
  },
  fleetDrift: {
    name: 'fleet:kspm_drift_events:increase7d',
    labels: ['scope'],
    help: 'Out-of-band changes of all clusters in seven days.',
  },
  fleetMostDrift: {
    name: 'fleet:kspm_drift_events_most:increase7d',
    labels: ['scope'],
    help: 'Out-of-band changes in seven days of the cluster that has most.',
  },
  frameworkScore: {
    name: 'framework:kspm_posture_score:mean',
    labels: ['framework'],
    help: 'Posture score over the checks of a framework, as the mean over clusters.',
  },
  pointsLost: {
    name: 'check:kspm_score_points_lost:mean',
    labels: ['check'],
    help: 'What a check costs the mean score of the fleet.',
  },
  checkCoverage: {
    name: 'cluster:kspm_check_coverage:ratio',
    labels: ['cluster'],
    help: 'Results that are known among those that checks ask for.',
  },
  triageCoverage: {
    name: 'cluster:kspm_alert_triage_coverage:ratio',
    labels: ['cluster'],
    help: 'Closed alert episodes of the last 30 days that carry a verdict.',
  },
  dataFresh: {
    name: 'cluster:kspm_data_fresh:bool',
    labels: ['cluster'],
    help: 'Whether the API of the cluster answered lately.',
  },
  dataAge: {
    name: 'cluster:kspm_data_age:seconds',
    labels: ['cluster'],
    help: 'Time since the API of the cluster last answered.',
  },

  // SLOs, under the names and labels that sloth gives them; `cluster`, `framework` and `source` stay where an SLI has them
  sliError5m: {
    name: 'slo:sli_error:ratio_rate5m',
    labels: [...sloLabels, 'sloth_window'],
    help: 'Share of the last 5m that was bad.',
  },
  sliError30m: {
    name: 'slo:sli_error:ratio_rate30m',
    labels: [...sloLabels, 'sloth_window'],
    help: 'Share of the last 30m that was bad.',
  },
  sliError1h: {
    name: 'slo:sli_error:ratio_rate1h',
    labels: [...sloLabels, 'sloth_window'],
    help: 'Share of the last 1h that was bad.',
  },
  sliError2h: {
    name: 'slo:sli_error:ratio_rate2h',
    labels: [...sloLabels, 'sloth_window'],
    help: 'Share of the last 2h that was bad.',
  },
  sliError6h: {
    name: 'slo:sli_error:ratio_rate6h',
    labels: [...sloLabels, 'sloth_window'],
    help: 'Share of the last 6h that was bad.',
  },
  sliError1d: {
    name: 'slo:sli_error:ratio_rate1d',
    labels: [...sloLabels, 'sloth_window'],
    help: 'Share of the last 1d that was bad.',
  },
  sliError3d: {
    name: 'slo:sli_error:ratio_rate3d',
    labels: [...sloLabels, 'sloth_window'],
    help: 'Share of the last 3d that was bad.',
  },
  sliError30d: {
    name: 'slo:sli_error:ratio_rate30d',
    labels: [...sloLabels, 'sloth_window'],
    help: 'Share of the last 30d that was bad.',
  },
  sloObjective: { name: 'slo:objective:ratio', labels: slothLabels, help: 'Target of the SLO.' },
  sloBudget: { name: 'slo:error_budget:ratio', labels: slothLabels, help: 'What the target leaves for errors.' },
  sloPeriod: { name: 'slo:time_period:days', labels: slothLabels, help: 'Days over which the budget is counted.' },
  sloCurrentBurn: {
    name: 'slo:current_burn_rate:ratio',
    labels: sloLabels,
    help: 'How many times faster than allowed the budget is spent now.',
  },
  sloPeriodBurn: {
    name: 'slo:period_burn_rate:ratio',
    labels: sloLabels,
    help: 'Share of the budget of the period that is spent.',
  },
  sloBudgetRemaining: {
    name: 'slo:period_error_budget_remaining:ratio',
    labels: sloLabels,
    help: 'Share of the budget of the period that is left; below 0 it is overspent.',
  },
  sloInfo: {
    name: 'sloth_slo_info',
    labels: [...slothLabels, 'sloth_version', 'sloth_mode', 'sloth_spec', 'sloth_objective'],
    help: 'What the SLO is; always 1.',
  },
});

export type RecordedKey = keyof typeof recorded;
