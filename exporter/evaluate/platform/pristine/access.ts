import type { Manifest } from '../../../checks/patch.ts';

const apiVersion = 'rbac.authorization.k8s.io/v1';

/** One rule in a line: `get+list group:resource+other name+name`, or `get /url+/url`; the core group is empty. */
function ruleOf(line: string): object {
  const [verbs = '', what = '', names] = line.split(' ');
  const list = (text: string): string[] => text.split('+');
  if (what.startsWith('/')) return { verbs: list(verbs), nonResourceURLs: list(what) };
  const [groups = '', resources = ''] = what.split(':');
  return {
    verbs: list(verbs),
    apiGroups: list(groups),
    resources: list(resources),
    ...(names !== undefined && { resourceNames: list(names) }),
  };
}

/** A ClusterRole with rules written in lines. */
export function clusterRole(name: string, ...rules: readonly string[]): Manifest {
  return { apiVersion, kind: 'ClusterRole', metadata: { name }, rules: rules.map(ruleOf) };
}

/** A Role with rules written in lines. */
export function role(namespace: string, name: string, ...rules: readonly string[]): Manifest {
  return { apiVersion, kind: 'Role', metadata: { name, namespace }, rules: rules.map(ruleOf) };
}

/** A binding of a ClusterRole, or in a namespace of a Role; subjects are `User/x`, `Group/x` or `ServiceAccount/ns/x`. */
export function binding(name: string, to: string, subjects: readonly string[], namespace?: string): Manifest {
  return {
    apiVersion,
    kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: namespace === undefined ? 'ClusterRole' : 'Role',
      name: to,
    },
    subjects: subjects.map((subject) => {
      const [kind, ...rest] = subject.split('/');
      return kind === 'ServiceAccount' ? { kind, namespace: rest[0], name: rest[1] } : { kind, name: rest.join('/') };
    }),
  };
}

/** A ClusterRole and who is bound to it, under one name. */
export function granted(name: string, subject: string, ...rules: readonly string[]): readonly Manifest[] {
  return [clusterRole(name, ...rules), binding(name, name, [subject])];
}

/** The same in one namespace. */
export function grantedIn(namespace: string, name: string, subject: string, ...rules: readonly string[]): Manifest[] {
  return [role(namespace, name, ...rules), binding(name, name, [subject], namespace)];
}
