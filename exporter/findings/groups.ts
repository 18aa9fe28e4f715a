import { severities, type Severity } from '../contract/vocabulary.ts';
import { compareText } from './order.ts';
import { mostGroups, type FindingGroup } from './store.ts';

/** Adds up how many findings there are of each kind. */
export class GroupCounts {
  readonly #groups = new Map<string, { readonly counts: Record<Severity, number>; oldest: number }>();

  /** `oldest` is when the first of them was seen, in milliseconds. */
  add(key: string, severity: Severity, count: number, oldest: number): void {
    let group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, (group = { counts: noFindings(), oldest }));
    group.counts[severity] += count;
    group.oldest = Math.min(group.oldest, oldest);
  }

  /** Adds what was counted elsewhere. */
  addGroups(groups: Iterable<FindingGroup>): void {
    for (const { key, counts, oldest } of groups) {
      for (const severity of severities) if (counts[severity] > 0) this.add(key, severity, counts[severity], oldest);
    }
  }

  /** The groups with most findings, largest first. */
  largest(most = mostGroups): readonly FindingGroup[] {
    return Array.from(this.#groups, ([key, group]) => ({ key, ...group, total: totalOf(group.counts) }))
      .sort((a, b) => b.total - a.total || compareText(a.key, b.key))
      .slice(0, most)
      .map(({ key, counts, oldest }) => ({ key, counts, oldest }));
  }
}

/** All findings of a group. */
export function totalOf(counts: Readonly<Record<Severity, number>>): number {
  return severities.reduce((sum, severity) => sum + counts[severity], 0);
}

function noFindings(): Record<Severity, number> {
  return { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
}
