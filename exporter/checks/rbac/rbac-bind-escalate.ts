import { yaml } from '../paste.ts';
import { allowing, asRole, boundIn, boundInCluster } from '../subjects/role-examples.ts';
import { anyName } from '../subjects/rights.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';

const group = 'rbac.authorization.k8s.io';

export const rbacBindEscalate = defineRoleCheck({
  id: 'rbac-bind-escalate',
  title: 'Role lets its holders give themselves any right',
  risk: { impact: 'cluster', ease: 'direct' },
  frameworks: { cis: ['5.1.8'], nsa: ['authorization'], mitre: ['T1098.006'], microsoft: ['cluster-admin-binding'] },
  because:
    'The API server lets nobody hand out rights that they do not hold, except those who may `bind` or `escalate`: they write themselves a binding to cluster-admin, or every right into a role that they have.',
  remedy: 'Name the roles that may be bound in `resourceNames`, and leave `escalate` to the controllers of Kubernetes.',
  paste: yaml`
    # May hand out these roles and no others.
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: shop-binder
    rules:
      - apiGroups: [rbac.authorization.k8s.io]
        resources: [clusterroles]
        resourceNames: [view, edit]
        verbs: [bind]
  `,

  rights: [
    // Asked in the namespace of the new binding: through a RoleBinding it makes one an administrator of that namespace.
    { group, resources: ['clusterroles'], verbs: ['bind'], named: (name) => name === 'cluster-admin' },
    { group, resources: ['roles'], verbs: ['bind'] },
    // A role that may be given every right is as good as every role.
    { group, resources: ['clusterroles'], verbs: ['escalate'], clusterScoped: true, named: anyName },
    { group, resources: ['roles'], verbs: ['escalate'], named: anyName },
  ],

  examples: {
    violating: {
      'any ClusterRole may be bound': allowing(group, 'clusterroles', 'bind'),
      'any Role may be bound': allowing(group, 'roles', 'bind'),
      'ClusterRoles may be given any right': allowing(group, 'clusterroles', 'escalate'),
      'Roles may be given any right': allowing(group, 'roles', 'escalate'),
      'it is bound in the cluster': boundInCluster(allowing(group, 'clusterroles', 'escalate')),
      'ClusterRoles may be bound in a namespace': boundIn('shop', allowing(group, 'clusterroles', 'bind')),
      'a Role allows that too': asRole(allowing(group, 'clusterroles', 'bind')),
      'a Role may be given any right in its namespace': asRole(allowing(group, 'roles', 'escalate')),
      'the name is that of the administrators': allowing(group, 'clusterroles', 'bind', 'cluster-admin'),
      'one role that may be given any right is enough': allowing(group, 'clusterroles', 'escalate', 'shop-reader'),
      'every verb includes both': allowing(group, 'clusterroles', '*'),
      'every resource of the group includes both': allowing(group, '*', 'bind'),
    },
    compliant: {
      'roles may be written within the rights of the writer': allowing(
        group,
        'roles clusterroles',
        'create update patch',
      ),
      'bindings may be written within the rights of the writer': allowing(group, 'rolebindings', 'create'),
      'single roles may be bound': allowing(group, 'clusterroles', 'bind', 'view'),
      'a ClusterRole cannot be changed through a Role': asRole(allowing(group, 'clusterroles', 'escalate')),
      'nor through a RoleBinding': boundIn('shop', allowing(group, 'clusterroles', 'escalate')),
      'the verb is asked of roles, not of bindings': allowing(group, 'rolebindings', 'bind escalate'),
      'roles of another group are others': allowing('iam.example', 'roles', 'bind'),
      'a wildcard after the resource matches nothing': allowing(group, 'clusterroles/*', 'bind'),
      'there are no rules': { rules: [] },
    },
  },
});
