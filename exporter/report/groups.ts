import type { ScanResult } from '../contract/scan.ts';
import { results as resultOrder, severities, type Severity } from '../contract/vocabulary.ts';

/** Results of one owner object. */
export interface OwnerGroup {
  readonly first: ScanResult;
  readonly results: readonly ScanResult[];
}

/** Failures of one check, by owner object. */
export interface IssueGroup {
  readonly check: string;
  readonly severity: Severity;
  readonly owners: readonly OwnerGroup[];
}

/** Place of a severity, the worst first. */
export function rankOf(severity: Severity): number {
  return severities.indexOf(severity);
}

/** Results worst first, then in a stable order that does not depend on how they were found. */
export function worstFirst(results: readonly ScanResult[]): ScanResult[] {
  const order = (a: ScanResult, b: ScanResult): number =>
    resultOrder.indexOf(a.result) - resultOrder.indexOf(b.result) ||
    rankOf(a.severity) - rankOf(b.severity) ||
    compare(a.cluster, b.cluster) ||
    compare(a.object.namespace ?? '', b.object.namespace ?? '') ||
    compare(a.object.kind, b.object.kind) ||
    compare(a.object.name, b.object.name) ||
    compare(a.check, b.check) ||
    compare(a.path, b.path);
  return results.toSorted(order);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function ownerKey({ cluster, owner }: ScanResult): string {
  return JSON.stringify([cluster, owner.apiVersion, owner.kind, owner.namespace ?? '', owner.name]);
}

/** Results by owner object, the one with the worst failures first. */
export function byOwner(results: readonly ScanResult[]): readonly OwnerGroup[] {
  const groups = [...Map.groupBy(results, ownerKey).values()].map((found) => ({
    first: found[0] as ScanResult,
    results: found,
    failures: severities.map(
      (severity) => found.filter((one) => one.result === 'fail' && one.severity === severity).length,
    ),
  }));
  return groups.sort((a, b) => {
    const worse = a.failures.findIndex((count, index) => count !== b.failures[index]);
    return worse < 0 ? 0 : (b.failures[worse] ?? 0) - (a.failures[worse] ?? 0);
  });
}

/** Failures by check: the worst severity first, and within one the check that more objects fail. */
export function byIssue(results: readonly ScanResult[]): readonly IssueGroup[] {
  const failures = results.filter(({ result }) => result === 'fail');
  const groups = [...Map.groupBy(failures, ({ check }) => check)].map(([check, found]) => ({
    check,
    severity: (found[0] as ScanResult).severity,
    owners: byOwner(found),
  }));
  return groups.sort((a, b) => rankOf(a.severity) - rankOf(b.severity) || b.owners.length - a.owners.length);
}
