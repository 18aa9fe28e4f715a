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
`
  .trim()
  .split('\n');
