import type { PolicyRule } from '../../model/access.ts';
import { atLeast } from '../../model/version.ts';
import type { World } from '../../model/world.ts';
import { entries, isSet } from './field.ts';
import { isNarrowed, matches, matchesAnySubresource, matchesResource, names, type Resource } from './grants.ts';

/** What a rule may allow that a check objects to: any of these verbs on any of these resources of one API group. */
export interface RightSpec {
  readonly verbs: readonly string[];
  readonly group: string;
  /** `pods`, `pods/exec`; `userextras/*` stands for whatever subresource a rule names, as no rule itself could say. */
  readonly resources: readonly string[];
  /** The resources are the cluster's: Kubernetes ignores the rule in a Role, and through a RoleBinding. */
  readonly clusterScoped?: true;
  /** The only namespace in which the objects matter. */
  readonly namespace?: string;
  /**
   * Names that do not make a rule harmless: one narrowed by `resourceNames` counts when it names such an object. Left
   * out, a narrowed rule never counts: it is what the remedy asks for.
   */
  readonly named?: (name: string) => boolean;
  /** Minor release of Kubernetes 1 from which the API server asks for it by default. */
  readonly since?: number;
  /** Minor release of Kubernetes 1 from which a wildcard of resources no longer suffices. */
  readonly wildcardUntil?: number;
  /** Whether it is worth anything in this world; `narrowed` says that the rule names its objects. Asked last. */
  readonly when?: (world: World, narrowed: boolean) => boolean;
}

/** A right whose resources were taken apart, once. */
export interface Right extends RightSpec {
  /** In the order of `resources`. */
  readonly parsed: readonly Resource[];
}

/** Stands for whatever subresource a rule names; a rule that said so would match nothing. */
const anySubresource = '*';

/** Takes the resources of a right apart. */
export function right(spec: RightSpec): Right {
  const parsed = spec.resources.map((text): Resource => {
    const [resource = '', subresource] = text.split('/');
    return { group: spec.group, resource, ...(subresource !== undefined && { subresource }) };
  });
  return { ...spec, parsed };
}

/** For rights that reach beyond the objects they are narrowed to. */
export const anyName = (): boolean => true;

/** What a rule allows of a right, in words such as `create on pods/exec`; undefined when nothing. */
export function grantOf(rule: PolicyRule | null | undefined, right: Right, world: World): string | undefined {
  // Most rules are of another group: this runs for every rule of every role.
  if (!isSet(rule) || !matches(rule.apiGroups, right.group)) return undefined;
  const { verbs, parsed, named, since, wildcardUntil, when } = right;
  const narrowed = isNarrowed(rule);
  if (narrowed && (named === undefined || !hasName(rule, named))) return undefined;
  if (since !== undefined && !atLeast(world.version, 1, since)) return undefined;
  for (let index = 0; index < parsed.length; index++) {
    const resource = parsed[index] as Resource;
    if (!matchesAnyOf(rule.resources, resource)) continue;
    if (wildcardUntil !== undefined && atLeast(world.version, 1, wildcardUntil) && !names(rule, resource)) continue;
    for (const verb of verbs) {
      if ((narrowed && !takesName(verb, resource)) || !matches(rule.verbs, verb)) continue;
      return when === undefined || when(world, narrowed) ? `${verb} on ${right.resources[index]}` : undefined;
    }
  }
  return undefined;
}

function matchesAnyOf(list: readonly string[] | undefined, resource: Resource): boolean {
  return resource.subresource === anySubresource
    ? matchesAnySubresource(list, resource.resource)
    : matchesResource(list, resource);
}

/**
 * Whether a request with this verb can carry a name: only then does a rule with `resourceNames` allow it. `get`, `list`
 * and `watch` carry one in the path or in a field selector; creation of anything but a subresource never does (save
 * for server-side apply, which asks for `patch` as well), nor does the deletion of a collection.
 */
function takesName(verb: string, { subresource }: Resource): boolean {
  return verb !== 'deletecollection' && (verb !== 'create' || subresource !== undefined);
}

function hasName(rule: PolicyRule, counts: (name: string) => boolean): boolean {
  for (const name of entries(rule.resourceNames)) if (typeof name === 'string' && counts(name)) return true;
  return false;
}
