import type { PolicyRule } from '../../model/access.ts';
import type { Manifest } from '../patch.ts';

const apiVersion = 'rbac.authorization.k8s.io/v1';

/** A rule of an example in one line: API group (`core` for the empty one), resources, verbs, and names if any. */
function ruleOf(line: string): PolicyRule {
  const [group = '', resources = '', verbs = '', names] = line.split(' ');
  return {
    apiGroups: [group === 'core' ? '' : group],
    resources: resources.split(','),
    verbs: verbs.split(','),
    ...(names !== undefined && { resourceNames: names.split(',') }),
  };
}

/** A ClusterRole for examples, its rules each in a line such as `core pods,secrets get,list`. */
export function clusterRole(name: string, ...rules: readonly string[]): Manifest {
  return { apiVersion, kind: 'ClusterRole', metadata: { name }, rules: rules.map(ruleOf) };
}

/** A Role of the namespace of examples, or of another, with rules written likewise. */
export function namespacedRole(name: string, ...rules: readonly string[]): Manifest {
  return { apiVersion, kind: 'Role', metadata: { name, namespace: 'shop' }, rules: rules.map(ruleOf) };
}

/** A binding of the service account of examples, or of another subject; of the whole cluster where `namespace` is empty. */
export function boundToAccount(
  namespace: string,
  role: string,
  options: {
    readonly kind?: 'Role' | 'ClusterRole';
    readonly name?: string;
    readonly subject?: { readonly kind: string; readonly name: string; readonly namespace?: string };
  } = {},
): Manifest {
  const { kind = 'ClusterRole', name = `app-${role}` } = options;
  const { subject = { kind: 'ServiceAccount', name: 'app', namespace: 'shop' } } = options;
  return {
    apiVersion,
    kind: namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name, ...(namespace !== '' && { namespace }) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: role },
    subjects: [subject.kind === 'ServiceAccount' ? subject : { ...subject, apiGroup: 'rbac.authorization.k8s.io' }],
  };
}
