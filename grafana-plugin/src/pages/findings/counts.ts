import type { ApiFindingGroups } from '#contract';

/** Counts by severity, of the chosen ones only; of all where none is chosen. */
export function countsOf(
  groups: ApiFindingGroups | undefined,
  chosen: readonly string[],
): ApiFindingGroups | undefined {
  if (groups === undefined || chosen.length === 0) return groups;
  const items = groups.items.filter(({ key }) => chosen.includes(key));
  return { ...groups, items, findings: items.reduce((sum, { total }) => sum + total, 0) };
}
