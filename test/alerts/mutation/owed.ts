/**
 * Mutants that live because no cheap case asks: a case is owed for each. The list only ever gets shorter; `npm run mutate:rules`
 * names the entries that a case has killed since, and those that only a dear one kills.
 */
export const owed: readonly string[] = `
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
`
  .trim()
  .split('\n');
