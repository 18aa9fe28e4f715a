import type { KubeObject } from '../../model/object.ts';
import type { KindName } from '../../model/kinds.ts';
import type { Derivation, World } from '../../model/world.ts';
import { masters, serviceAccountIdentity, subjectsOfIdentity, type Identity } from './identity.ts';
import { ruleAllows, type AccessRequest } from './request.ts';
import { referredRules, type Rules } from './role-rules.ts';

/** Kinds that a question about rights asks the world for. */
export const accessKinds = [
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
] as const satisfies readonly KindName[];

/** What one binding gives to an identity, and where. */
export interface Grant {
  readonly binding: KubeObject;
  /** Where the rules hold; empty for everywhere, cluster-scoped resources and paths included. */
  readonly namespace: string;
  readonly role: { readonly kind: 'Role' | 'ClusterRole'; readonly name: string };
  readonly rules: Rules;
}

/** Everything that bindings give to an identity, the cluster's first; bindings whose role does not exist give nothing. */
export function grantsOf(identity: Identity, world: World): readonly Grant[] {
  const grants: Grant[] = [];
  const seen = new Set<KubeObject>();
  for (const subject of subjectsOfIdentity(identity)) {
    for (const binding of world.by('bindings-of-subject', subject)) {
      if (seen.has(binding)) continue;
      seen.add(binding);
      const referred = referredRules(binding, world);
      if (referred === undefined) continue;
      const { rules, ...role } = referred;
      grants.push({ binding, namespace: binding.metadata.namespace, role, rules });
    }
  }
  // What is told of them does not hang on the order in which a cluster lists its bindings.
  return grants.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

function placeOf({ namespace, binding }: Grant): string {
  return `${namespace}/${binding.metadata.name}`;
}

const ofServiceAccount: Derivation<readonly Grant[]> = {
  name: 'grants-of-service-account',
  from(world, key) {
    const [namespace = '', name = ''] = key.split('/');
    return grantsOf(serviceAccountIdentity(namespace, name), world);
  },
};

/** Everything that bindings give to a service account and to the groups it is in; worked out once for each. */
export function grantsOfServiceAccount(namespace: string, name: string, world: World): readonly Grant[] {
  return world.derived(ofServiceAccount, `${namespace}/${name}`);
}

/**
 * Whether a grant holds where a request goes. A RoleBinding reaches its own namespace alone, and so neither
 * cluster-scoped resources nor paths.
 */
function reaches({ namespace }: Grant, request: AccessRequest): boolean {
  return namespace === '' || ('namespace' in request && request.namespace === namespace);
}

/** The first grant that allows a request, as the RBAC authorizer decides it; undefined when it is refused. */
export function allowing(grants: readonly Grant[], request: AccessRequest): Grant | undefined {
  return grants.find((grant) => reaches(grant, request) && grant.rules.some((rule) => ruleAllows(rule, request)));
}

/** Whether an identity may do something: by a grant, or as a member of the group that is never asked. */
export function mayDo(identity: Identity, request: AccessRequest, world: World): boolean {
  return identity.groups.includes(masters) || allowing(grantsOf(identity, world), request) !== undefined;
}
