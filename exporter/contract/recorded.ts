/** A series that our recording rules write: its name and the labels that it keeps. */
export interface RecordedSpec<Label extends string = string> {
  readonly name: string;
  readonly labels: readonly Label[];
  readonly help: string;
}

function define<const R extends Record<string, RecordedSpec>>(recorded: R): R {
  return recorded;
}

/** Recorded series that rules, dashboards and the plugin share, `level:metric:operation` as Prometheus advises. */
export const recorded = define({
  clusterClean: { name: 'cluster:kspm_clean:bool', labels: ['cluster'], help: 'Clean, and the data is fresh.' },
  fleetClean: { name: 'fleet:kspm_clean:ratio', labels: [], help: 'Clean clusters among expected clusters.' },
  criticalPass: {
    name: 'cluster:kspm_critical_pass:ratio',
    labels: ['cluster'],
    help: 'Passing results of critical checks among those with a verdict.',
  },
  highFindings: { name: 'cluster:kspm_high_findings:count', labels: ['cluster'], help: 'Open high findings.' },
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
  driftWeek: {
    name: 'cluster:kspm_drift_events:increase7d',
    labels: ['cluster'],
    help: 'Out-of-band changes in seven days.',
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
  dataAge: {
    name: 'cluster:kspm_data_age:seconds',
    labels: ['cluster'],
    help: 'Time since the API of the cluster last answered.',
  },
});

export type RecordedKey = keyof typeof recorded;
