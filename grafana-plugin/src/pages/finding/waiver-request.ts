import { waiverTypes, type ApiFinding, type ApiWaiverRequest, type WaiverType } from '#contract';
import { lineOf } from '../../shown/safe-text.ts';
import type { ApiFailure } from '../../api/failure.ts';

/** How much a waiver accepts: this finding's object, or all that fails the check in its namespace, or in its cluster. */
export const waiverScopes = ['object', 'namespace', 'cluster'] as const;
export type WaiverScope = (typeof waiverScopes)[number];

/** A request for a waiver as its form has it. */
export interface WaiverForm {
  readonly name: string;
  readonly scope: WaiverScope;
  readonly type: WaiverType;
  readonly reason: string;
  readonly requester: string;
  readonly approver: string;
  readonly ticket: string;
  /** A date such as 2026-01-31, which ends with that day in UTC. */
  readonly expiresAt: string;
}

const day = 86_400_000;
/** Letters that the name of a waiver may have. */
const longestName = 63;

/** A form to begin with: for this object only, for a month. */
export function formFor(finding: Pick<ApiFinding, 'check' | 'object'>, requester: string, now: number): WaiverForm {
  return {
    name: nameFor(finding),
    scope: 'object',
    type: waiverTypes[0],
    reason: '',
    requester,
    approver: '',
    ticket: '',
    expiresAt: new Date(now + 30 * day).toISOString().slice(0, 10),
  };
}

/** Scopes that there are for a finding. */
export function scopesFor({ object }: Pick<ApiFinding, 'object'>): readonly WaiverScope[] {
  return object.namespace === undefined ? waiverScopes.filter((scope) => scope !== 'namespace') : waiverScopes;
}

/** What is sent for a form about a finding; names of the cluster are matched as they are. */
export function requestOf(
  { check, cluster, object, container }: Pick<ApiFinding, 'check' | 'cluster' | 'object' | 'container'>,
  form: WaiverForm,
): ApiWaiverRequest {
  const narrow = form.scope === 'object';
  return {
    name: form.name.trim(),
    checks: [check],
    match: {
      clusters: [cluster],
      ...(object.namespace !== undefined && form.scope !== 'cluster' && { namespaces: [object.namespace] }),
      ...(narrow && { resources: [{ kind: object.kind, name: object.name }] }),
      ...(narrow && container !== undefined && { containers: [container] }),
    },
    type: form.type,
    reason: form.reason,
    requester: form.requester,
    approver: form.approver,
    ...(form.ticket.trim() !== '' && { ticket: form.ticket }),
    expiresAt: form.expiresAt,
  };
}

/** What is wrong with a request: at the fields of the form, and beside them. */
export interface WaiverProblems {
  readonly fields: Readonly<Partial<Record<keyof WaiverForm, string>>>;
  /** Of what the form has no field for, each with what it is about. */
  readonly others: readonly string[];
}

/** Reads what the API says is wrong, field by field; undefined where the failure is of another kind. */
export function problemsOf(failure: Pick<ApiFailure, 'problem'>): WaiverProblems | undefined {
  const told = failure.problem;
  if (told === undefined || !('problems' in told) || !Array.isArray(told.problems)) return undefined;
  const fields: Partial<Record<keyof WaiverForm, string>> = {};
  const others: string[] = [];
  for (const one of told.problems as readonly unknown[]) {
    if (!isFieldProblem(one)) continue;
    // It repeats what it was asked, names of the cluster included.
    const problem = lineOf(one.problem);
    const field = formFields.find((name) => name === one.field);
    if (field === undefined) others.push(`${lineOf(one.field)}: ${problem}`);
    else fields[field] = fields[field] === undefined ? problem : `${fields[field]}; ${problem}`;
  }
  return { fields, others };
}

const formFields = ['name', 'type', 'reason', 'requester', 'approver', 'ticket', 'expiresAt'] as const;

function isFieldProblem(value: unknown): value is { readonly field: string; readonly problem: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'field' in value &&
    typeof value.field === 'string' &&
    'problem' in value &&
    typeof value.problem === 'string'
  );
}

function nameFor({ check, object }: Pick<ApiFinding, 'check' | 'object'>): string {
  return `${object.name}-${check}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestName)
    .replace(/^-+|-+$/g, '');
}
