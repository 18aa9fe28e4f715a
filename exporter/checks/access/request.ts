import type { PolicyRule } from '../../model/access.ts';
import { entries, isSet } from '../subjects/field.ts';
import { matches, matchesResource } from '../subjects/grants.ts';

/** A call of the API as it is authorized. */
export interface ResourceRequest {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  /** Left out for a whole collection, and for creation, which has no name yet. */
  readonly name?: string;
  /** Empty for cluster-scoped resources and for all namespaces at once. */
  readonly namespace: string;
}

/** A call of a path that is no resource, such as `/metrics`. */
export interface UrlRequest {
  readonly verb: string;
  readonly url: string;
}

export type AccessRequest = ResourceRequest | UrlRequest;

/** Whether a rule allows a request, wherever the rule holds: what the RBAC authorizer's RuleAllows says. */
export function ruleAllows(rule: PolicyRule | null | undefined, request: AccessRequest): boolean {
  if (!isSet(rule) || !matches(rule.verbs, request.verb)) return false;
  if ('url' in request) return matchesUrl(rule.nonResourceURLs, request.url);
  return matches(rule.apiGroups, request.group) && matchesResource(rule.resources, request) && takesName(rule, request);
}

function takesName({ resourceNames }: PolicyRule, { name = '' }: ResourceRequest): boolean {
  const names = entries(resourceNames);
  return names.length === 0 || names.includes(name);
}

/** `*` at the end of a path stands for any rest. */
function matchesUrl(list: readonly string[] | undefined, url: string): boolean {
  for (const entry of entries(list)) {
    if (entry === '*' || entry === url) return true;
    if (typeof entry === 'string' && entry.endsWith('*') && url.startsWith(entry.replace(/\*+$/, ''))) return true;
  }
  return false;
}
