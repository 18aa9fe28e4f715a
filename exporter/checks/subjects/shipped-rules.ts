import { builtInRules, levelsOf } from '../access/built-in.ts';
import type { PolicyRule } from '../../model/access.ts';
import type { KubeObject } from '../../model/object.ts';
import { isRecord } from '../../model/record.ts';
import { isSet, strings } from './field.ts';

/**
 * Whether Kubernetes itself put a rule into a ClusterRole: one that it ships with the role, or any of `admin`, `edit` and
 * `view`, which its controllers put together from roles that are judged themselves. The API server adds what is missing
 * from a role that it ships but leaves alone what somebody added.
 */
export function isShippedRule(role: KubeObject, rule: PolicyRule | null | undefined): boolean {
  const { name, namespace } = role.metadata;
  if (role.kind !== 'ClusterRole' || namespace !== '' || !isSet(rule)) return false;
  if (levelsOf(name).length > 0 && isRecord(role['aggregationRule'])) return true;
  const shipped = builtInRules(name);
  return shipped !== undefined && isWithin(rule, shipped);
}

/** Whether everything that a rule allows is allowed by others; where releases differ, they cut the same into other rules. */
export function isWithin(rule: PolicyRule, others: readonly PolicyRule[]): boolean {
  const names = strings(rule.resourceNames);
  return strings(rule.verbs).every((verb) => {
    const ofVerb = others.filter(({ verbs }) => has(verbs, verb));
    return (
      strings(rule.nonResourceURLs).every((url) => ofVerb.some(({ nonResourceURLs }) => has(nonResourceURLs, url))) &&
      strings(rule.apiGroups).every((group) =>
        strings(rule.resources).every((resource) =>
          ofVerb.some(
            ({ apiGroups, resources, resourceNames }) =>
              has(apiGroups, group) && has(resources, resource) && isNarrowerThan(names, strings(resourceNames)),
          ),
        ),
      )
    );
  });
}

function has(list: readonly string[] | undefined, wanted: string): boolean {
  return list?.includes('*') === true || list?.includes(wanted) === true;
}

function isNarrowerThan(names: readonly string[], others: readonly string[]): boolean {
  return others.length === 0 || (names.length > 0 && names.every((name) => others.includes(name)));
}
