import { severities } from '../contract/vocabulary.ts';
import { remediatedBy } from '../findings/remediations.ts';
import type { ClosedFinding, FindingPage, Remediated, StoredFinding } from '../findings/store.ts';
import type { Finding } from '../model/finding.ts';
import type { ClusterRow } from './clusters.ts';
import { findingOf, resolutionOf } from './rows.ts';

/** A finding of a page as both engines return it. */
export interface PageRow {
  readonly cluster_id: string;
  readonly severity: number;
  readonly first_seen: number;
  readonly id: string;
  readonly finding: string;
}

/** A page of rows that were read one beyond its limit, to see whether there is more. */
export function pageOf(
  rows: readonly PageRow[],
  limit: number,
  total: number,
  clusters: readonly ClusterRow[],
): FindingPage {
  const names = new Map(clusters.map(({ id, name }) => [id, name]));
  const shown = rows.slice(0, limit);
  const items = shown.flatMap((row): readonly StoredFinding[] => {
    const [cluster, finding] = [names.get(row.cluster_id), findingOf(row.finding)];
    return cluster === undefined || finding === undefined ? [] : [{ cluster, finding }];
  });
  // From the columns that order the page: what a finding says of itself may be wrong.
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const severity = last === undefined ? undefined : severities[last.severity];
  const next =
    last === undefined || severity === undefined ? undefined : { severity, firstSeen: last.first_seen, id: last.id };
  return { items, total, next };
}

/** The last end of each episode that is over, from resolutions in the order in which they came. */
export function closedIn(
  rows: readonly { readonly resolution: string }[],
  open: readonly Finding[],
): readonly ClosedFinding[] {
  const closed = new Map<string, ClosedFinding>();
  for (const { resolution } of rows) {
    const transition = resolutionOf(resolution);
    if (transition === undefined) continue;
    const { at, reason, finding } = transition;
    closed.set(finding.id, { at, reason, finding });
  }
  for (const { id } of open) closed.delete(id);
  return [...closed.values()];
}

/** Remediations, oldest first, from resolutions that came latest first. */
export function remediatedIn(rows: readonly { readonly resolution: string }[]): readonly Remediated[] {
  return rows
    .flatMap(({ resolution }) => {
      const transition = resolutionOf(resolution);
      const remediated = transition === undefined ? undefined : remediatedBy(transition);
      return remediated === undefined ? [] : [remediated];
    })
    .reverse();
}
