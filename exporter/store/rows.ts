import { severities, transitionReasons, transitions, type TransitionReason } from '../contract/vocabulary.ts';
import { isInstant } from '../findings/instant.ts';
import type { Finding, FindingTransition } from '../model/finding.ts';
import { kinds } from '../model/kinds.ts';
import type { RevisedTransition } from '../findings/store.ts';

/** The columns by which findings are filtered and ordered, beside the finding itself. */
export interface FindingColumns {
  readonly severity: number;
  readonly first_seen: number;
  readonly check_id: string;
  readonly namespace: string;
  readonly team: string;
  readonly words: string;
  /** `|CHG-1|CHG-2|`; empty without any. */
  readonly windows: string;
  readonly finding: string;
}

/** One state of a finding as both engines return it. */
export interface VersionRow {
  readonly cluster_id: string;
  readonly revision: number;
  readonly place: number;
  readonly began: string;
  readonly ended_revision: number | null;
  readonly ended_place: number | null;
  readonly resolution: string | null;
  readonly finding: string;
}

/** The columns that `transitionsIn` reads. */
export const versionColumns =
  'cluster_id, revision, place, began, ended_revision, ended_place, resolution, finding' as const;

/** Text that every engine takes: PostgreSQL has no byte 0. */
export function plain(text: string): string {
  return text.replaceAll('\0', '');
}

export function columnsOf(finding: Finding): FindingColumns {
  const { check, severity, firstSeen, object, team, message, windows = [] } = finding;
  return {
    severity: severities.indexOf(severity),
    first_seen: firstSeen,
    check_id: check,
    namespace: plain(object.namespace),
    team: plain(team.team),
    words: plain(`${check} ${object.kind} ${object.namespace} ${object.name} ${message}`.toLowerCase()),
    windows: windows.length === 0 ? '' : `|${windows.join('|')}|`,
    finding: JSON.stringify(finding),
  };
}

/** A transition without its finding, which has a column of its own. */
export function beganOf(transition: FindingTransition): string {
  return JSON.stringify({ ...transition, finding: undefined });
}

/**
 * A stored finding; undefined for a row that is not one. Whoever writes one cluster of a fleet must not be able to
 * break the lists of all.
 */
export function findingOf(text: string): Finding | undefined {
  const value = parsed(text);
  return value === undefined ? undefined : validFinding(value);
}

function validFinding(value: Partial<Finding>): Finding | undefined {
  const { id, check, severity, part, path, message, firstSeen, lastChange, criticalSince, object, team } = value;
  const texts = [id, check, part, path, message, team?.team, team?.source];
  const names = [object?.apiVersion, object?.namespace, object?.name];
  const isFinding =
    texts.every(isText) &&
    names.every(isText) &&
    [firstSeen, lastChange].every(isInstant) &&
    (criticalSince === undefined || isInstant(criticalSince)) &&
    (value.container === undefined || isText(value.container)) &&
    areMarks(value.windows) &&
    isReason(value.openedBecause) &&
    severities.some((one) => one === severity) &&
    object !== undefined &&
    Object.hasOwn(kinds, object.kind);
  return isFinding ? (value as Finding) : undefined;
}

/** Change ids of deploy windows, or none. */
function areMarks(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every(isText));
}

function isReason(value: unknown): value is TransitionReason {
  return transitionReasons.some((one) => one === value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** The members of a JSON object; undefined for anything else. */
export function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The transition that closed an episode. */
export function resolutionOf(text: string): FindingTransition | undefined {
  const value: Partial<FindingTransition> | undefined = parsed(text);
  const finding = value?.finding === undefined ? undefined : validFinding(value.finding);
  if (value?.type !== 'resolved' || finding === undefined) return undefined;
  const { reason, at, windows } = value;
  return isReason(reason) && isInstant(at) && areMarks(windows)
    ? { type: 'resolved', reason, at, finding, ...(windows !== undefined && { windows }) }
    : undefined;
}

/** The transition that began a state, but for its finding. */
function beginningOf(text: string): Omit<FindingTransition, 'finding'> | undefined {
  const value: Partial<FindingTransition> | undefined = parsed(text);
  if (value === undefined) return undefined;
  const { type, reason, at, windows } = value;
  const isType = type === 'updated' || transitions.some((one) => one === type);
  return isType && type !== undefined && isReason(reason) && isInstant(at) && areMarks(windows)
    ? { type, reason, at, ...(windows !== undefined && { windows }) }
    : undefined;
}

/** The transition that began a state; undefined for what is none. */
export function begunOf(began: string, text: string): FindingTransition | undefined {
  const [beginning, finding] = [beginningOf(began), findingOf(text)];
  return beginning === undefined || finding === undefined ? undefined : { ...beginning, finding };
}

/** Transitions of these states in the order in which they were committed. */
export function transitionsIn(rows: Iterable<VersionRow>): readonly RevisedTransition[] {
  const found: (RevisedTransition & { readonly place: number })[] = [];
  for (const row of rows) {
    const begun = begunOf(row.began, row.finding);
    if (begun !== undefined) found.push({ revision: row.revision, place: row.place, transition: begun });
    if (row.resolution === null || row.ended_revision === null) continue;
    const transition = resolutionOf(row.resolution);
    if (transition !== undefined) {
      found.push({ revision: row.ended_revision, place: row.ended_place ?? 0, transition });
    }
  }
  return found
    .sort((a, b) => a.revision - b.revision || a.place - b.place)
    .map(({ revision, transition }) => ({ revision, transition }));
}
