import type { PolicyRule } from '../../model/access.ts';
import { given, type Given, type Manifest } from '../patch.ts';
import type { RoleFields } from './access.ts';

/** A role with one rule, for examples: a group, its resources and verbs separated by spaces, names if any. */
export function allowing(group: string, resources: string, verbs: string, ...resourceNames: readonly string[]) {
  return { rules: [ruleOf(group, resources, verbs, ...resourceNames)] };
}

/** One rule of an example, written as for `allowing`. */
export function ruleOf(
  group: string,
  resources: string,
  verbs: string,
  ...resourceNames: readonly string[]
): PolicyRule {
  return {
    apiGroups: [group],
    resources: resources.split(' '),
    verbs: verbs.split(' '),
    ...(resourceNames.length > 0 && { resourceNames }),
  };
}

/** The same rules as a Role of a namespace. */
export function asRole<R extends { readonly rules: readonly PolicyRule[] }>(patch: R, namespace = 'shop') {
  return { ...patch, kind: 'Role', metadata: { namespace } } as const;
}

/** Beside a ClusterRoleBinding of the role. */
export function boundInCluster(patch: RoleExample): Given<RoleFields> {
  return given(patch, bindingOf(''));
}

/** Beside a RoleBinding of the ClusterRole in a namespace. */
export function boundIn(namespace: string, patch: RoleExample): Given<RoleFields> {
  return given(patch, bindingOf(namespace));
}

type RoleExample = { readonly rules: readonly PolicyRule[]; readonly metadata?: object };

/** A binding of the ClusterRole of examples; of the whole cluster when the namespace is empty. */
export function bindingOf(namespace: string, role = 'shop-reader'): Manifest {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name: 'shop-developers', ...(namespace !== '' && { namespace }) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'developers' }],
  };
}
