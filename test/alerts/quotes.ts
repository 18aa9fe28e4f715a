import type { Quote } from './quoted-value.ts';

/**
 * Thresholds that runbooks quote, in their words. In braces: a path in alerts/values.yaml, `for` of the rule, `period` of an
 * SLO, `rest of` a share and `budget of` a target (what the rest is of the period).
 */
const said: Readonly<Record<string, readonly string[]>> = {
  KspmAdmissionWebhookSlow: ['waits longer than {alerts.webhookSeconds} for this'],
  KspmAlertStorm: ['More than {alerts.storm.alerts} of our alerts'],
  KspmAlertValidityLow: [
    'Less than {slos.m7.least} of the alerts of {period} that reached people',
    'At least {slos.m7.fewestEpisodes} alerts are needed',
  ],
  KspmApiRateLimited: ['More than {alerts.rateLimited.most} of our requests'],
  KspmChangeLatencyBudgetBurn: ['use up the {rest of slos.m8.target} ({budget of slos.m8.target} of {period})'],
  KspmChangeLatencyHigh: [
    'More than {rest of slos.m8.share} of the changes of the last hour took longer than {slos.m8.within} from',
    'What happened in the last {slos.m8.within}, for the changes concerned',
  ],
  KspmCloudInventoryIncomplete: ['fewer than {alerts.cloudAccounts.least} of those accounts'],
  KspmClusterHeartbeatMissing: [
    'has not answered Plumbline for more than {alerts.dataFreshFor}, or',
    'count(cluster:kspm_data_age:seconds > {alerts.dataFreshFor})',
  ],
  KspmCoverageIncomplete: [
    'Fewer than {alerts.coverage.least} of all check and object pairs of the cluster have a verdict, for {for}',
  ],
  KspmCriticalFindingDueSoon: ['open for more than {slos.m3.dueSoonAfter}; {slos.m3.within} are agreed'],
  KspmCriticalFindingNew: [
    'ends by itself after {alerts.newCritical.ringsFor} even',
    '{alerts.burst.objects} objects or more in step 4',
  ],
  KspmCriticalFindingsBurst: [
    'began at {alerts.burst.objects} or more objects of one cluster within {alerts.burst.within}.',
    "'$CLUSTER'} > time() - {alerts.burst.within})",
  ],
  KspmCriticalFindingsOpen: [
    'has had them for {for}.',
    'The team lead after {slos.m3.dueSoonAfter}; [KspmCriticalFindingDueSoon]',
  ],
  KspmCriticalFindingsSpread: [
    'SINCE={alerts.burst.within}',
    'in {alerts.burst.clusters} or more clusters within {alerts.burst.within}.',
  ],
  KspmCriticalPostureBudgetBurn: [
    'unclean time too fast: {rest of slos.m1.target} of {period}, {budget of slos.m1.target}.',
    'nobody needs at {slos.m1.target} is changed',
  ],
  KspmCriticalPostureRegression: [
    'clean within the last {alerts.newCritical.ringsFor} and',
    '{rest of slos.m1.target} of {period} is {budget of slos.m1.target} for each cluster',
  ],
  KspmDeployWindowTooLong: ['open for more than {alerts.deployWindowLongest}.'],
  KspmDriftAboveBudget: ['more than {slos.m4.mostPerWeek} within seven days'],
  KspmErrorBudgetExhausted: ['may be bad in {period}.', 'leaves the window of {period}, not'],
  KspmEvidenceBudgetBurn: ['evidence {slos.m6.target} of the time', 'that the {budget of slos.m6.target} of the month'],
  KspmExporterTargetDown: ['of one exporter for {for}.'],
  KspmFindingVolumeAnomalous: [
    'more than {alerts.findingVolume.timesUsual} times as many',
    'and {alerts.findingVolume.atLeast} more',
    'less than {alerts.findingVolume.knownFor} is known',
  ],
  KspmFindingsOverdue: ['critical {slos.m3.within}, high'],
  KspmFleetPostureBudgetBurn: ['{slos.m1Fleet.target} on average over {period} are promised'],
  KspmHighFindingsBudgetBurn: ['{rest of slos.m2.target} of {period} are accepted, {budget of slos.m2.target}.'],
  KspmHighFindingsOverLimit: ['Allowed are {slos.m2.most}.'],
  KspmIacFailureRateHigh: [
    'More than {slos.m10.most} of the pull requests',
    'At least {slos.m10.fewestPullRequests} are needed',
  ],
  KspmLeaderMissing: ['none does for {for}.'],
  KspmPolicyEnforcementLow: [
    'fewer than {slos.m5.least} of the objects',
    'at least {slos.m5.fewestObjects} violating objects',
  ],
  KspmPolicyRejectingDeploys: ['refused {alerts.rejects.objects} or more different owners'],
  KspmPostureScoreDeclining: ['more than {slos.m9.mostLost} below'],
  KspmRemediationSlow: ['took longer than {slos.m3.within}, in the mean'],
  KspmScanStale: ['waited more than {alerts.dataFreshFor} to be evaluated'],
};

export const quotes: readonly Quote[] = Object.entries(said).flatMap(([alert, all]) =>
  all.map((words) => ({ alert, words })),
);

/** Numbers in what runbooks say of their alerts that are no target and no threshold: windows of rules, ports, plain counting. */
export const noThresholds: Readonly<Record<string, readonly string[]>> = {
  KspmAdmissionWebhookSlow: ['One request in a hundred'],
  KspmAlertStorm: ['one or two causes'],
  KspmAlertValidityLow: ['within seven days'],
  KspmApiRateLimited: ['with 429'],
  KspmClusterNameConflict: ['Two different clusters'],
  KspmCriticalFindingNew: ['within 30 minutes'],
  KspmCriticalFindingsBurst: ['Two people hear'],
  KspmCriticalPostureBudgetBurn: ['within five days or sooner'],
  KspmCriticalPostureRegression: ['the two high checks'],
  KspmExporterDown: ["one of the two listeners (posture on 8080, the exporter's own metrics on 8081)"],
  KspmExporterLoopStuck: ['more than five minutes; it should every five seconds'],
  KspmFindingsOverdue: ['high 7 days, medium 30, low 90'],
  KspmHighFindingsBudgetBurn: ['three too many cost as much as thirty'],
  KspmIacFailureRateHigh: ['within 30 days'],
  KspmPolicyConflict: ['Two admission policies'],
  KspmPolicyEnforcementLow: ['Over seven days'],
  KspmPolicyRejectingDeploys: ['Within 15 minutes'],
  KspmPostureScoreDeclining: ['The score is 0 to 1'],
  KspmRemediationSlow: ['Over 30 days', 'more than half of them'],
};
