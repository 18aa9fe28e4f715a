/**
 * Mutants that live because no cheap case asks: a case is owed for each. The list only ever gets shorter; `npm run mutate:rules`
 * names the entries that a case has killed since, and those that only a dear one kills.
 */
export const owed: readonly string[] = `
cluster:kspm_data_fresh:bool: <= to < before 900
cluster:kspm_data_fresh:bool: 900 to 1125
cluster:kspm_data_fresh:bool: 900 to 675
KspmClusterHeartbeatMissing (ticket): > to >= before 900
KspmClusterHeartbeatMissing (ticket): 10m to 20m
KspmClusterHeartbeatMissing (ticket): keep_firing_for nothing to 30m
KspmPermissionMissing (ticket): drop resource of by (cluster, resource, verb)
KspmPermissionMissing (ticket): drop verb of by (cluster, resource, verb)
KspmScanStale (ticket): drop cluster of on (cluster, resource)
KspmScanStale (ticket): drop resource of on (cluster, resource)
KspmScanStale (ticket): > to >= before 900
KspmScanStale (ticket): drop > 900
KspmScanStale (ticket): 900 to 675
KspmFindingVolumeAnomalous (ticket): > to >= before 5 * increase(cluster:kspm_new_findings:t
KspmFindingVolumeAnomalous (ticket): 1h to 2h
KspmFindingVolumeAnomalous (ticket): 5 to 6
KspmFindingVolumeAnomalous (ticket): 5 to 4
KspmFindingVolumeAnomalous (ticket): 7d to 84h
KspmFindingVolumeAnomalous (ticket): 7d to 14d
KspmFindingVolumeAnomalous (ticket): 168 to 210
KspmFindingVolumeAnomalous (ticket): 168 to 126
KspmFindingVolumeAnomalous (ticket): 20 to 15
KspmFindingVolumeAnomalous (ticket): for 10m to 5m
KspmFindingVolumeAnomalous (ticket): keep_firing_for nothing to 30m
KspmExporterDown (ticket): drop == 1 (2)
cluster:kspm_clean:bool: drop min by (cluster) (kspm_cluster_clean) and
cluster:kspm_clean:bool: drop cluster of on (cluster)
cluster:kspm_critical_pass:ratio: drop and cluster:kspm_data_fresh:bool == 1
cluster:kspm_critical_pass:ratio: drop severity of by (cluster, severity, status)
cluster:kspm_critical_pass:ratio: drop severity="critical"
cluster:kspm_critical_pass:ratio: drop severity="critical" (2)
cluster:kspm_critical_pass:ratio: 0 to 1
cluster:kspm_critical_pass:ratio: drop cluster of on (cluster)
cluster:kspm_critical_pass:ratio: drop == 1
KspmCriticalPostureRegression (page): drop and cluster:kspm_serious_failing:count > min_over_time(cluster:k
KspmCriticalPostureRegression (page): turn and round
KspmCriticalPostureRegression (page): drop cluster:kspm_clean:bool == 0 and
KspmCriticalPostureRegression (page): == to != before 0
KspmCriticalPostureRegression (page): drop == 0
KspmCriticalPostureRegression (page): 0 to 1
KspmCriticalPostureRegression (page): 0 to -1
KspmCriticalPostureRegression (page): drop cluster of on (cluster)
KspmCriticalPostureRegression (page): 4h to 2h
KspmCriticalPostureRegression (page): 4h to 8h
KspmCriticalPostureRegression (page): 1 to 2
KspmCriticalPostureRegression (page): drop cluster of on (cluster) (2)
KspmCriticalPostureRegression (page): > to >= before min_over_time(cluster:kspm_serious_faili
KspmCriticalPostureRegression (page): > to < before min_over_time(cluster:kspm_serious_faili
KspmCriticalPostureRegression (page): drop > min_over_time(cluster:kspm_serious_faili
KspmCriticalPostureRegression (page): 4h to 2h (2)
KspmCriticalPostureRegression (page): 4h to 8h (2)
KspmCriticalPostureRegression (page): for 5m to 150s
KspmCriticalPostureRegression (page): for 5m to 10m
KspmCriticalPostureRegression (page): keep_firing_for nothing to 30m
KspmCriticalPostureRegression (page): alter label severity
KspmCriticalPostureRegression (page): alter label notify
KspmCriticalPostureRegression (page): alter label owner
KspmCriticalPostureRegression (page): alter label slo
KspmCriticalPostureRegression (page): alter label signature
cluster:kspm_expected:bool: > to >= before 0
cluster:kspm_expected:bool: drop > 0
cluster:kspm_expected:bool: drop max by (cluster) (kspm_cluster_expected) or
cluster:kspm_expected:bool: 1d to 12h
cluster:kspm_expected:bool: 1d to 2d
cluster:kspm_expected:bool: 0 to -1
fleet:kspm_clean:ratio: drop or vector(0)
fleet:kspm_clean:ratio: 0 to 1
fleet:kspm_clean:ratio: 0 to -1
check:kspm_enabled:bool: drop check of by (check)
KspmWatchdog (none): 1 to 2
KspmWatchdog (none): 1 to 0
KspmWatchdog (none): keep_firing_for nothing to 30m
KspmAlertStorm (ticket): drop cluster!=""
KspmAlertStorm (ticket): drop alertname!="KspmAlertStorm"
KspmAlertStorm (ticket): alter alertname!="KspmAlertStorm"
KspmErrorBudgetExhausted (ticket): <= to < before 0
KspmErrorBudgetExhausted (ticket): <= to > before 0
KspmErrorBudgetExhausted (ticket): drop <= 0
KspmErrorBudgetExhausted (ticket): drop sloth_service="plumbline"
KspmErrorBudgetExhausted (ticket): negate sloth_service="plumbline"
KspmErrorBudgetExhausted (ticket): alter sloth_service="plumbline"
KspmErrorBudgetExhausted (ticket): 0 to 1
KspmErrorBudgetExhausted (ticket): 0 to -1
KspmErrorBudgetExhausted (ticket): for 15m to 450s
KspmErrorBudgetExhausted (ticket): for 15m to 30m
KspmErrorBudgetExhausted (ticket): keep_firing_for nothing to 30m
KspmErrorBudgetExhausted (ticket): alter label severity
KspmErrorBudgetExhausted (ticket): alter label notify
KspmErrorBudgetExhausted (ticket): alter label owner
KspmErrorBudgetExhausted (ticket): alter label signature
KspmCriticalPostureBudgetBurn (page): drop sloth_id="plumbline-m1-critical-posture"
KspmCriticalPostureBudgetBurn (page): drop cluster of on (cluster)
KspmCriticalPostureBudgetBurn (page): 1d to 12h
KspmCriticalPostureBudgetBurn (page): 1d to 2d
KspmCriticalPostureBudgetBurn (page): drop cluster of on (cluster) (2)
KspmCriticalPostureBudgetBurn (page): 1d to 12h (2)
KspmCriticalPostureBudgetBurn (page): 1d to 2d (2)
KspmCriticalPostureBudgetBurn (ticket): drop sloth_id="plumbline-m1-critical-posture"
KspmFleetPostureBudgetBurn (ticket): drop sloth_id="plumbline-m1-fleet-posture"
KspmEvidenceBudgetBurn (ticket): drop sloth_id="plumbline-m6-evidence"
KspmChangeLatencyBudgetBurn (ticket): drop sloth_id="plumbline-m8-latency"
`
  .trim()
  .split('\n');
