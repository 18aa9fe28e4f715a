import { metrics, type MetricSpec, type Plane } from '../../exporter/contract/index.ts';
import type { ParsedFamily } from './exposition-text.ts';

/** Posture families whose source later issues build; until then they are absent, not 0. */
export const withoutSource: ReadonlySet<string> = new Set(
  [
    // Absent as long as no owners file tells how a team is reached.
    metrics.ownerInfo,
    metrics.exploitIndicator,
    metrics.policyDecisions,
    metrics.policies,
    metrics.policyConflicts,
    metrics.evidenceControls,
    metrics.evidenceLastCollected,
    metrics.iacPolicyEvaluations,
    metrics.iacPullRequests,
    metrics.iacMergedFailing,
    metrics.iacLastRun,
    // Absent while no window is open.
    metrics.deployWindowActive,
    metrics.cloudAccounts,
  ].map(({ name }) => name),
);

/** Posture families that need a past: windows watched from end to end, overdue findings, alerts that were told of. */
export const untilObserved: ReadonlySet<string> = new Set(
  [
    metrics.findingRemediationMean,
    metrics.findingRemediationMedian,
    metrics.ownerFindingsSlaBreached,
    metrics.alertEpisodes,
    metrics.alertTriageCoverage,
  ].map(({ name }) => name),
);

/**
 * How served families differ from what the contract declares for a listener, in words: both ways, with type, help and
 * labels. `absent` are declared families that must not be served; those of the runtime beside ours are passed over.
 */
export function differencesFromContract(
  families: ReadonlyMap<string, ParsedFamily>,
  plane: Plane,
  absent: ReadonlySet<string>,
): readonly string[] {
  const declared = new Map(
    Object.values<MetricSpec>(metrics)
      .filter((spec) => spec.plane === plane && !absent.has(spec.name))
      .map((spec) => [spec.name, spec]),
  );
  const runtime = (name: string) => plane === 'self' && /^(?:nodejs|process)_/.test(name);
  return [
    ...[...declared.keys()].filter((name) => !families.has(name)).map((name) => `${name} is not served`),
    ...[...families.values()].flatMap((family) => {
      const spec = declared.get(family.name);
      if (spec !== undefined) return differences(family, spec);
      return runtime(family.name) ? [] : [`${family.name} is not in the contract`];
    }),
  ];
}

function differences({ name, type, help, samples }: ParsedFamily, spec: MetricSpec): readonly string[] {
  const found: string[] = [];
  if (type !== spec.type) found.push(`${name} is served as a ${type}`);
  if (help !== spec.help) found.push(`${name} has the help "${help}"`);
  const wanted = [...spec.labels].sort().join();
  const labelSets = samples.map(({ labels }) =>
    Object.keys(labels)
      .filter((label) => type !== 'histogram' || label !== 'le')
      .sort()
      .join(),
  );
  for (const labels of new Set(labelSets)) if (labels !== wanted) found.push(`${name} has the labels ${labels}`);
  return found;
}
