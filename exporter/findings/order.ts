import { severities, type FindingGrouping, type FindingSort, type Severity } from '../contract/vocabulary.ts';
import type { Position } from './store.ts';

/** What findings are grouped and ordered by, whatever form they are in. */
export interface Grouped {
  readonly cluster: string;
  readonly check: string;
  readonly severity: Severity;
  /** Empty for what is cluster-scoped. */
  readonly namespace: string;
  readonly team: string;
}

/** The group that a finding falls into. */
export function groupOf(by: FindingGrouping, finding: Grouped): string {
  return by === 'owner' ? finding.team : finding[by];
}

/** What an order goes by before severity; undefined for one by severity or time alone. */
export function groupingOf(sort: FindingSort): Exclude<FindingGrouping, 'severity'> | undefined {
  return sort === 'worst' || sort === 'newest' || sort === 'oldest' ? undefined : sort;
}

/** Where a finding stands in an order. */
export function positionOf(sort: FindingSort, finding: Grouped & Omit<Position, 'group'>): Position {
  const { severity, firstSeen, id } = finding;
  const by = groupingOf(sort);
  return { group: by === undefined ? '' : groupOf(by, finding), severity, firstSeen, id };
}

/** Compares positions in an order; only equal findings are equal in any. */
export function comparatorOf(sort: FindingSort): (a: Position, b: Position) => number {
  switch (sort) {
    case 'newest':
      return (a, b) => byAge(b, a);
    case 'oldest':
      return byAge;
    case 'worst':
    case 'check':
    case 'cluster':
    case 'namespace':
    case 'owner':
      return (a, b) =>
        compareText(a.group, b.group) || severities.indexOf(a.severity) - severities.indexOf(b.severity) || byAge(a, b);
  }
}

function byAge(a: Position, b: Position): number {
  return a.firstSeen - b.firstSeen || compareText(a.id, b.id);
}

const surrogate = /[\ud800-\udfff]/;

/** The order of UTF-8, as databases have it: that of JavaScript differs beyond the first 65,536 characters. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  if (surrogate.test(a) || surrogate.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}
