import type { PolicyRule } from '../../model/access.ts';
import { isFromCluster, type KubeObject } from '../../model/object.ts';
import { at, isRecord } from '../../model/record.ts';
import type { Derivation, World } from '../../model/world.ts';
import { rulesOf } from '../subjects/grants.ts';
import { selects, type LabelSelector } from '../subjects/selection.ts';
import { builtInRules, levelLabel, levelsOf } from './built-in.ts';

/** The rules of a role; entries may be of any shape. */
export type Rules = readonly (PolicyRule | null | undefined)[];

/**
 * The rules of a ClusterRole of a manifest that aggregates others, which the controller manager overwrites with the
 * union of what the selectors take; keyed by its name.
 */
const aggregated: Derivation<Rules> = {
  name: 'aggregated-rules',
  from(world, name) {
    const roles = world.list('ClusterRole');
    const united = new Set<PolicyRule | null | undefined>();
    const visited = new Set<KubeObject>();
    const unite = (role: KubeObject): void => {
      if (visited.has(role)) return;
      visited.add(role);
      const selectors = aggregationSelectors(role);
      if (selectors === undefined) return rulesOf(role).forEach((rule) => void united.add(rule));
      for (const other of roles) {
        if (other !== role && selectors.some((selector) => selects(selector, other.metadata.labels ?? {})))
          unite(other);
      }
    };
    const role = world.find('ClusterRole', '', name);
    if (role !== undefined) unite(role);
    return [...united];
  },
};

/** The rules of a role that every cluster has, with what other manifests add to it by their labels; keyed by its name. */
const builtIn: Derivation<Rules | undefined> = {
  name: 'built-in-rules',
  from(world, name) {
    const rules = builtInRules(name);
    const levels = levelsOf(name);
    if (rules === undefined || levels.length === 0) return rules;
    const added = world
      .list('ClusterRole')
      .filter(({ metadata }) => levels.some((level) => metadata.labels?.[levelLabel(level)] === 'true'));
    return [...rules, ...added.flatMap((role) => effectiveRules(role, world))];
  },
};

/** What selects the ClusterRoles that a role is made of; undefined for a role that has rules of its own. */
export function aggregationSelectors(role: KubeObject): readonly LabelSelector[] | undefined {
  if (!isRecord(role['aggregationRule'])) return undefined;
  const selectors = at(role, 'aggregationRule', 'clusterRoleSelectors');
  return Array.isArray(selectors) ? (selectors as readonly LabelSelector[]) : [];
}

/** The rules that a Role or ClusterRole has in effect. In a cluster aggregation has already been carried out. */
function effectiveRules(role: KubeObject, world: World): Rules {
  if (role.kind !== 'ClusterRole' || isFromCluster(role) || aggregationSelectors(role) === undefined)
    return rulesOf(role);
  return world.derived(aggregated, role.metadata.name);
}

/**
 * The role that a binding refers to and its rules; undefined where there is none, so that the binding grants nothing.
 * Roles that every cluster has are known without their object, but only to bindings of manifests: a cluster shows its own.
 */
export function referredRules(
  binding: KubeObject,
  world: World,
): { readonly kind: 'Role' | 'ClusterRole'; readonly name: string; readonly rules: Rules } | undefined {
  const name = at(binding, 'roleRef', 'name');
  const kind = at(binding, 'roleRef', 'kind');
  if (typeof name !== 'string' || (kind !== 'Role' && kind !== 'ClusterRole')) return undefined;
  const { namespace } = binding.metadata;
  if (kind === 'Role' && namespace === '') return undefined;
  const role = world.find(kind, kind === 'Role' ? namespace : '', name);
  if (role !== undefined) return { kind, name, rules: effectiveRules(role, world) };
  const rules = kind === 'ClusterRole' && !isFromCluster(binding) ? world.derived(builtIn, name) : undefined;
  return rules && { kind, name, rules };
}
