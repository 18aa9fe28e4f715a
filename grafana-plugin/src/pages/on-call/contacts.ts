import { unowned, type ApiContact, type ApiFinding, type ApiFindingGroup } from '#contract';

/** A team, what it has open, and how it is reached as far as anybody wrote that down. */
export interface TeamContact {
  readonly team: string;
  readonly open: number;
  readonly contact: ApiContact | undefined;
  /** Whether one of its findings was read, so that a missing contact is missing on file. */
  readonly looked: boolean;
}

/** Teams with open findings, most first; contacts come with the findings that were read. */
export function contactsOf(
  groups: readonly ApiFindingGroup[],
  findings: readonly ApiFinding[],
): readonly TeamContact[] {
  const byTeam = new Map(findings.map(({ owner }) => [owner.team, owner]));
  return groups
    .filter(({ key }) => key !== unowned && key !== '')
    .map(({ key, total }) => {
      const owner = byTeam.get(key);
      return { team: key, open: total, contact: owner?.contact, looked: owner !== undefined };
    });
}

/** How many findings nobody is named for. */
export function withoutOwner(groups: readonly ApiFindingGroup[]): number {
  return groups.filter(({ key }) => key === unowned || key === '').reduce((sum, { total }) => sum + total, 0);
}
