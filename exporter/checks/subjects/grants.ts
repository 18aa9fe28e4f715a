import type { PolicyRule } from '../../model/access.ts';
import type { KubeObject } from '../../model/object.ts';
import { entries, isSet } from './field.ts';

/** A resource as RBAC rules name it; `pods/exec` is the resource `pods` and the subresource `exec`. */
export interface Resource {
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
}

/** The rules of a Role or ClusterRole, in their order; entries may be of any shape. */
export function rulesOf(role: KubeObject): readonly (PolicyRule | null | undefined)[] {
  return entries(role['rules'] as readonly PolicyRule[] | undefined);
}

/** Whether a list of API groups or verbs of a rule contains one, or `*`. */
export function matches(list: readonly string[] | undefined, wanted: string): boolean {
  for (const entry of entries(list)) if (entry === '*' || entry === wanted) return true;
  return false;
}

/**
 * Whether the resources of a rule contain one, as the RBAC authorizer reads them: by its name, by `*`, or by `*` before its
 * subresource; `pods/*` contains nothing.
 */
export function matchesResource(
  list: readonly string[] | undefined,
  { resource, subresource }: Omit<Resource, 'group'>,
): boolean {
  for (const entry of entries(list)) {
    if (entry === '*') return true;
    if (subresource ? isSubresource(entry, resource, subresource) : entry === resource) return true;
  }
  return false;
}

/** Whether the resources of a rule contain any subresource of one; `userextras/*` itself contains nothing. */
export function matchesAnySubresource(list: readonly string[] | undefined, resource: string): boolean {
  for (const entry of entries(list)) {
    if (entry === '*') return true;
    if (typeof entry === 'string' && entry.startsWith(`${resource}/`) && !entry.endsWith('/*')) return true;
  }
  return false;
}

/** Whether a rule allows everything on every resource of every group. */
export function grantsAll(rule: PolicyRule | null | undefined): boolean {
  if (!isSet(rule) || isNarrowed(rule)) return false;
  return (
    entries(rule.apiGroups).includes('*') && entries(rule.resources).includes('*') && entries(rule.verbs).includes('*')
  );
}

/** Whether a rule names a resource itself rather than by a wildcard for all of them. */
export function names(rule: PolicyRule | null | undefined, { resource, subresource }: Resource): boolean {
  const resources = entries(rule?.resources);
  if (subresource === undefined) return resources.includes(resource);
  return resources.includes(`${resource}/${subresource}`) || resources.includes(`*/${subresource}`);
}

/** Whether a rule is for single objects only. */
export function isNarrowed(rule: PolicyRule): boolean {
  return entries(rule.resourceNames).length > 0;
}

function isSubresource(entry: unknown, resource: string, subresource: string): boolean {
  if (typeof entry !== 'string' || !entry.endsWith(`/${subresource}`)) return false;
  const prefix = entry.slice(0, -subresource.length - 1);
  return prefix === '*' || prefix === resource;
}
