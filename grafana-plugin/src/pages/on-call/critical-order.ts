import type { ApiFinding } from '#contract';

/** Whether it began while somebody watched, so that it is news and not backlog. */
export function isNew({ reason }: ApiFinding): boolean {
  return reason === 'new';
}

/** What is new before the backlog, and of each the youngest first. */
export function newFirst(a: ApiFinding, b: ApiFinding): number {
  return Number(isNew(b)) - Number(isNew(a)) || momentOf(b) - momentOf(a) || a.id.localeCompare(b.id);
}

/** What is to be read first when it rings. */
export function alertBehind(finding: ApiFinding): 'KspmCriticalFindingNew' | 'KspmCriticalFindingsOpen' {
  return isNew(finding) ? 'KspmCriticalFindingNew' : 'KspmCriticalFindingsOpen';
}

function momentOf({ firstSeen }: ApiFinding): number {
  return firstSeen === undefined ? 0 : Date.parse(firstSeen);
}
