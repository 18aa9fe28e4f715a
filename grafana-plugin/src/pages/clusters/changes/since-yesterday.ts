import { severities, type ApiFindingGroups, type Severity } from '#contract';

/** How many more findings of a severity are open than at another time; negative for fewer. */
export interface Difference {
  readonly severity: Severity;
  readonly by: number;
}

/** Severities of which more or fewer findings are open than were counted then, the worst first; undefined where that time is not remembered. */
export function differencesSince(
  then: ApiFindingGroups,
  now: Readonly<Record<Severity, number>>,
): readonly Difference[] | undefined {
  if ((then.notRemembered ?? []).length > 0) return undefined;
  return severities
    .map((severity) => ({
      severity,
      by: now[severity] - (then.items.find(({ key }) => key === severity)?.total ?? 0),
    }))
    .filter(({ by }) => by !== 0);
}

/** Differences as a sentence. */
export function differencesInWords(differences: readonly Difference[] | undefined): string {
  if (differences === undefined) return 'What was open 24 hours ago is not remembered.';
  if (differences.length === 0) return 'As many findings of each severity are open as 24 hours ago.';
  const parts = differences.map(({ severity, by }) => `${Math.abs(by)} ${by > 0 ? 'more' : 'fewer'} ${severity}`);
  return `Open compared to 24 hours ago: ${parts.join(', ')}.`;
}
