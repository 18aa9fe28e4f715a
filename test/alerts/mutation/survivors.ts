import type { Mutant } from './mutants.ts';

/** Mutants that nobody can tell from the rule, by their id, and why that is so. */
export const equivalent: Readonly<Record<string, string>> = {
  ...because(
    'what is counted are whole things, and the bound stands half-way between two numbers of them: a count lies on it by ' +
      'extrapolation alone, and is neither enough nor too few then',
    [
      'cluster:kspm_policy_enforcement:ratio7d: >= to > before 4.5',
      'KspmPolicyRejectingDeploys (ticket): > to >= before 2.5',
    ],
  ),
  ...because(
    'the comparison is there for NaN, where nothing was fixed; any other 90th percentile is nine tenths of the smallest ' +
      'bucket at least, which is minutes',
    [
      'cluster_severity:kspm_mttr:p90_30d: >= to > before 0',
      'cluster_severity:kspm_mttr:p90_30d: 0 to 1 (2)',
      'cluster_severity:kspm_mttr:p90_30d: 0 to -1 (2)',
    ],
  ),
  ...because(
    'two figures that `increase` extrapolates are the same to the last digit: neither more than usual nor less',
    ['KspmFindingVolumeAnomalous (ticket): > to >= before 5 * increase(cluster:kspm_new_findings:t'],
  ),
  ...because('where the limit is the count, the other side of the `or` says the same number', [
    'cluster:kspm_high_findings:limit: <= to < before cluster:kspm_high_findings:count',
  ]),
  ...because(
    'two samples make an increase, so that half a week of them comes with a figure; a bad one has been told by the first ' +
      'side of the `or`, and a good one is the 1 that fresh data is',
    ['cluster:kspm_drift_within_limit:bool: drop ( cluster:kspm_drift_events:increase7d <= bool 1.5 ) and'],
  ),
  ...because('every histogram has this bucket beside its others; naming it spares work and decides nothing', [
    'KspmAdmissionWebhookFailingOpen (ticket): drop le="+Inf"',
  ]),
  ...because('it fires whatever the value, and nothing shows that or reads it', [
    'KspmWatchdog (none): 1 to 2',
    'KspmWatchdog (none): 1 to 0',
  ]),
  ...because('what never ends does not go on after its end', ['KspmWatchdog (none): keep_firing_for nothing to 30m']),
};

function because(reason: string, ids: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(ids.map((id) => [id, reason]));
}

/** What is wrong after a run: survivors without a reason, and mutants that have one and are told apart after all. */
export function unexpected(shown: readonly Mutant[], survivors: readonly Mutant[]): readonly string[] {
  const alive = new Set(survivors.map(({ id }) => id));
  return [
    ...survivors.filter(({ id }) => !(id in equivalent)).map(({ id }) => `${id}: no case objects; write one`),
    ...shown
      .filter(({ id }) => !alive.has(id) && id in equivalent)
      .map(({ id }) => `${id}: is killed now; take it from the list`),
  ];
}
