import { severities, type FindingGrouping } from '../contract/vocabulary.ts';
import { GroupCounts } from '../findings/groups.ts';
import { remediatedBy } from '../findings/remediations.ts';
import {
  mostGroups,
  type ClosedFinding,
  type FindingGroup,
  type FindingPage,
  type Remediated,
  type StoredFinding,
} from '../findings/store.ts';
import type { Finding } from '../model/finding.ts';
import { nameOf, type ClusterRow } from './clusters.ts';
import { groupColumns } from './order.ts';
import { findingOf, resolutionOf } from './rows.ts';

/** A finding of a page as both engines return it. */
export interface PageRow {
  readonly cluster_id: string;
  readonly severity: number;
  readonly first_seen: number;
  readonly id: string;
  readonly finding: string;
  /** What the order goes by before severity. */
  readonly grouped: string | null;
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
    last === undefined || severity === undefined
      ? undefined
      : { group: last.grouped ?? '', severity, firstSeen: last.first_seen, id: last.id };
  return { items, total, next };
}

/** The finding of rows under one id that a cluster has which is not retired; undefined where there is none. */
export function foundIn(
  rows: readonly { readonly cluster_id: string; readonly finding: string }[],
  clusters: readonly ClusterRow[],
): StoredFinding | undefined {
  for (const row of rows) {
    const [cluster, finding] = [nameOf(clusters, row.cluster_id), findingOf(row.finding)];
    if (cluster !== undefined && finding !== undefined) return { cluster, finding };
  }
  return undefined;
}

/** Findings of one kind and severity as both engines count them. */
export interface GroupRow {
  readonly key: string | number;
  readonly severity: number;
  readonly findings: number;
  readonly oldest: number;
}

/** The statement that counts findings by a column; those beyond the most that are read are the fewest. */
export function groupsSql(by: FindingGrouping, table: string, conditions: string): string {
  const column = groupColumns[by];
  const columns = by === 'severity' ? column : `${column}, severity`;
  return `SELECT ${column} AS key, severity, count(*) AS findings, min(first_seen) AS oldest
    FROM ${table} WHERE ${conditions} GROUP BY ${columns} ORDER BY count(*) DESC LIMIT ${mostGroups * severities.length}`;
}

/** Groups of rows, those of clusters by their names. */
export function groupsOf(
  rows: readonly GroupRow[],
  by: FindingGrouping,
  clusters: readonly ClusterRow[],
): readonly FindingGroup[] {
  const names = new Map(clusters.map(({ id, name }) => [id, name]));
  const counts = new GroupCounts();
  for (const { key, severity: rank, findings, oldest } of rows) {
    const severity = severities[rank];
    const name = by === 'cluster' ? names.get(String(key)) : by === 'severity' ? severity : String(key);
    if (severity !== undefined && name !== undefined) counts.add(name, severity, findings, oldest);
  }
  return counts.largest();
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
