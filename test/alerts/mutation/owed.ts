/**
 * Mutants that live because no cheap case asks: a case is owed for each. The list only ever gets shorter; `npm run mutate:rules`
 * names the entries that a case has killed since, and those that only a dear one kills.
 */
export const owed: readonly string[] = `
finding:kspm_critical_since:timestamp: > to >= before time() - 14400
finding:kspm_critical_since:timestamp: drop > time() - 14400
finding:kspm_critical_since:timestamp: 14400 to 18000
finding:kspm_critical_since:timestamp: 14400 to 10800
finding:kspm_critical_since:timestamp: drop cluster of on (cluster)
KspmCriticalFindingNew (page): > to >= before time() - 14400
KspmCriticalFindingNew (page): 14400 to 18000
KspmCriticalFindingNew (page): 14400 to 10800
KspmCriticalFindingsBurst (page): drop check of by (cluster, check, resource_namespace, resource_kind, resource_name)
KspmCriticalFindingsBurst (page): drop resource_namespace of by (cluster, check, resource_namespace, resource_kind, resource_name)
KspmCriticalFindingsBurst (page): drop resource_kind of by (cluster, check, resource_namespace, resource_kind, resource_name)
KspmCriticalFindingsBurst (page): drop check_changed of reason!~"baseline|check_changed"
KspmCriticalFindingsBurst (page): 1800 to 1350
KspmCriticalFindingsSpread (page): drop check of by (cluster, check, resource_namespace, resource_kind, resource_name)
KspmCriticalFindingsSpread (page): drop resource_namespace of by (cluster, check, resource_namespace, resource_kind, resource_name)
KspmCriticalFindingsSpread (page): drop resource_kind of by (cluster, check, resource_namespace, resource_kind, resource_name)
KspmCriticalFindingsSpread (page): drop resource_name of by (cluster, check, resource_namespace, resource_kind, resource_name)
KspmCriticalFindingsSpread (page): drop check_changed of reason!~"baseline|check_changed"
KspmCriticalFindingsSpread (page): 1800 to 1350
KspmExploitIndicator (page): 3600 to 2700
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
cluster:kspm_new_findings:total: drop severity of by (cluster, severity, transition, reason)
cluster:kspm_new_findings:total: drop transition of by (cluster, severity, transition, reason)
cluster:kspm_new_findings:total: drop reason of by (cluster, severity, transition, reason)
cluster:kspm_new_findings:total: drop transition=~"opened|reopened"
cluster:kspm_new_findings:total: drop reopened of transition=~"opened|reopened"
cluster:kspm_new_findings:total: drop reason="new"
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
cluster:kspm_serious_failing:count: drop severity of by (cluster, severity, status)
cluster:kspm_serious_failing:count: drop status of by (cluster, severity, status)
cluster:kspm_serious_failing:count: drop severity=~"critical|high"
cluster:kspm_serious_failing:count: drop status="fail"
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
cluster:kspm_high_findings:count: drop severity="high"
cluster:kspm_high_findings:count: drop state="open"
cluster:kspm_high_findings:limit: <= to < before cluster:kspm_high_findings:count
cluster:kspm_high_findings:limit: 7d to 84h
cluster:kspm_high_findings:limit: 7d to 14d
cluster:kspm_high_findings_within_limit:bool: drop ( cluster:kspm_high_findings:count <= bool on (cluster) clus and
KspmCriticalFindingDueSoon (ticket): drop check of by (cluster, check, resource_namespace, resource_kind, resource_name, owner)
KspmCriticalFindingDueSoon (ticket): drop resource_namespace of by (cluster, check, resource_namespace, resource_kind, resource_name, owner)
KspmCriticalFindingDueSoon (ticket): drop resource_kind of by (cluster, check, resource_namespace, resource_kind, resource_name, owner)
cluster:kspm_drift_events:total: drop scope of by (cluster, actor, scope)
cluster:kspm_drift_events:increase7d: 7d to 84h
cluster:kspm_drift_events:increase7d: 7d to 14d
cluster:kspm_drift_within_limit:bool: drop or ( cluster:kspm_drift_events:increase7d <= bool 1.5 ) and on 
cluster:kspm_drift_within_limit:bool: drop ( cluster:kspm_drift_events:increase7d <= bool 1.5 ) == 0 or
cluster:kspm_drift_within_limit:bool: == to != before 0
cluster:kspm_drift_within_limit:bool: drop == 0
cluster:kspm_drift_within_limit:bool: <= to < before 1.5
cluster:kspm_drift_within_limit:bool: <= to > before 1.5
cluster:kspm_drift_within_limit:bool: 1.5 to 1.875
cluster:kspm_drift_within_limit:bool: 1.5 to 1.125
cluster:kspm_drift_within_limit:bool: 0 to 1
cluster:kspm_drift_within_limit:bool: 0 to -1
cluster:kspm_drift_within_limit:bool: drop and (count_over_time(cluster:kspm_drift_events:total[7d]) >= 252
cluster:kspm_drift_within_limit:bool: drop ( cluster:kspm_drift_events:increase7d <= bool 1.5 ) and on  and
cluster:kspm_drift_within_limit:bool: turn and round
cluster:kspm_drift_within_limit:bool: drop and (cluster:kspm_data_fresh:bool == 1)
cluster:kspm_drift_within_limit:bool: drop ( cluster:kspm_drift_events:increase7d <= bool 1.5 ) and
cluster:kspm_drift_within_limit:bool: turn and round (2)
cluster:kspm_drift_within_limit:bool: drop cluster of on (cluster)
cluster:kspm_drift_within_limit:bool: == to != before 1
cluster:kspm_drift_within_limit:bool: drop == 1
cluster:kspm_drift_within_limit:bool: 1 to 2
cluster:kspm_drift_within_limit:bool: 1 to 0
cluster:kspm_drift_within_limit:bool: drop cluster of on (cluster) (2)
cluster:kspm_drift_within_limit:bool: >= to > before 2520
cluster:kspm_drift_within_limit:bool: >= to < before 2520
cluster:kspm_drift_within_limit:bool: drop >= 2520
cluster:kspm_drift_within_limit:bool: 7d to 84h
cluster:kspm_drift_within_limit:bool: 7d to 14d
cluster:kspm_drift_within_limit:bool: 2520 to 3150
cluster:kspm_drift_within_limit:bool: 2520 to 1890
KspmDriftAboveBudget (ticket): > to >= before 1.5
KspmDriftAboveBudget (ticket): 1.5 to 1.875
KspmDriftAboveBudget (ticket): 1.5 to 1.125
KspmDriftAboveBudget (ticket): for 15m to 450s
KspmDriftAboveBudget (ticket): for 15m to 30m
KspmDriftAboveBudget (ticket): keep_firing_for nothing to 30m
cluster:kspm_admission_rejects:total: drop engine of by (cluster, engine)
cluster:kspm_admission_rejects:total: drop engine!="quota"
cluster:kspm_admission_rejects:total: alter engine!="quota"
cluster:kspm_new_critical_findings:total: drop transition of by (cluster, transition, reason)
cluster:kspm_new_critical_findings:total: drop reason of by (cluster, transition, reason)
cluster:kspm_new_critical_findings:total: drop severity="critical"
cluster:kspm_new_critical_findings:total: drop transition=~"opened|reopened"
cluster:kspm_new_critical_findings:total: drop reopened of transition=~"opened|reopened"
cluster:kspm_new_critical_findings:total: drop reason="new"
cluster:kspm_change_to_result:p95_1h: 0.95 to 1.1875
cluster:kspm_change_to_result:p95_1h: 0.95 to 0.7125
cluster:kspm_change_to_result:p95_1h: drop cluster of by (cluster, le)
cluster:kspm_change_to_result:p95_1h: drop le of by (cluster, le)
cluster:kspm_change_to_result:p95_1h: 1h to 30m
cluster:kspm_change_to_result:p95_1h: 1h to 2h
cluster:kspm_change_late:ratio1h: drop le=~"900(\\\\.0)?"
cluster:kspm_change_late:ratio1h: 1h to 30m
cluster:kspm_change_late:ratio1h: > to >= before 0
cluster:kspm_change_late:ratio1h: drop > 0
cluster:kspm_change_late:ratio1h: 1h to 30m (2)
cluster:kspm_change_late:ratio1h: 0 to -1
cluster:kspm_change_in_time:bool: drop or ( (sum by (cluster) (rate(kspm_change_to_result_seconds_buck
cluster:kspm_change_in_time:bool: drop ( (sum by (cluster) (rate(kspm_change_to_result_seconds_buck or
cluster:kspm_change_in_time:bool: == to != before 0
cluster:kspm_change_in_time:bool: drop == 0
cluster:kspm_change_in_time:bool: >= to > before 0.95 * sum by (cluster) (rate(kspm_chang
cluster:kspm_change_in_time:bool: >= to < before 0.95 * sum by (cluster) (rate(kspm_chang
cluster:kspm_change_in_time:bool: drop cluster of by (cluster)
cluster:kspm_change_in_time:bool: drop le=~"900(\\\\.0)?"
cluster:kspm_change_in_time:bool: negate le=~"900(\\\\.0)?"
cluster:kspm_change_in_time:bool: alter le=~"900(\\\\.0)?"
cluster:kspm_change_in_time:bool: 5m to 150s
cluster:kspm_change_in_time:bool: 5m to 10m
cluster:kspm_change_in_time:bool: 0.95 to 1.1875
cluster:kspm_change_in_time:bool: 0.95 to 0.7125
cluster:kspm_change_in_time:bool: drop cluster of by (cluster) (2)
cluster:kspm_change_in_time:bool: 5m to 150s (2)
cluster:kspm_change_in_time:bool: 5m to 10m (2)
cluster:kspm_change_in_time:bool: drop cluster of on (cluster)
cluster:kspm_change_in_time:bool: == to != before 0 (2)
cluster:kspm_change_in_time:bool: drop cluster of by (cluster) (3)
cluster:kspm_change_in_time:bool: 5m to 150s (3)
cluster:kspm_change_in_time:bool: 5m to 10m (3)
cluster:kspm_change_in_time:bool: 0 to 1
cluster:kspm_change_in_time:bool: 0 to -1
cluster:kspm_change_in_time:bool: 0 to 1 (2)
cluster:kspm_change_in_time:bool: 0 to -1 (2)
cluster:kspm_change_in_time:bool: drop and (cluster:kspm_data_fresh:bool == 1)
cluster:kspm_change_in_time:bool: drop ( (sum by (cluster) (rate(kspm_change_to_result_seconds_buck and
cluster:kspm_change_in_time:bool: turn and round
cluster:kspm_change_in_time:bool: drop cluster of on (cluster) (2)
cluster:kspm_change_in_time:bool: == to != before 1
cluster:kspm_change_in_time:bool: drop == 1
cluster:kspm_change_in_time:bool: 1 to 2
cluster:kspm_change_in_time:bool: 1 to 0
KspmChangeLatencyHigh (ticket): > to >= before 0.05
KspmChangeLatencyHigh (ticket): 0.05 to 0.0625
KspmChangeLatencyHigh (ticket): 0.05 to 0.0375
KspmChangeLatencyHigh (ticket): for 15m to 450s
KspmChangeLatencyHigh (ticket): for 15m to 30m
KspmChangeLatencyHigh (ticket): keep_firing_for nothing to 30m
check:kspm_enabled:bool: drop check of by (check)
cluster:kspm_posture_score:ratio: drop framework="all"
cluster:kspm_posture_score:delta7d: 1d to 12h
cluster:kspm_posture_score:delta7d: 1d to 2d
cluster:kspm_posture_score:delta7d: 7d to 84h
cluster:kspm_posture_score:delta7d: 7d to 84h (2)
cluster:kspm_posture_score:delta7d: 7d to 84h (3)
cluster:kspm_posture_score_held:bool: drop ( cluster:kspm_posture_score:delta7d >= bool -0.05 ) and
KspmPostureScoreDeclining (ticket): < to <= before -0.05
KspmPostureScoreDeclining (ticket): -0.05 to -0.0625
KspmPostureScoreDeclining (ticket): -0.05 to -0.0375
KspmPostureScoreDeclining (ticket): for 6h to 3h
KspmPostureScoreDeclining (ticket): for 6h to 12h
KspmPostureScoreDeclining (ticket): keep_firing_for nothing to 30m
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
KspmHighFindingsBudgetBurn (ticket): drop sloth_id="plumbline-m2-high-findings"
KspmEvidenceBudgetBurn (ticket): drop sloth_id="plumbline-m6-evidence"
KspmChangeLatencyBudgetBurn (ticket): drop sloth_id="plumbline-m8-latency"
`
  .trim()
  .split('\n');
