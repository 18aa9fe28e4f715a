import { yaml } from '../paste.ts';
import { allowing, asRole, boundIn } from '../subjects/role-examples.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';

const group = 'rbac.authorization.k8s.io';

export const rbacRolebindingWrite = defineRoleCheck({
  id: 'rbac-rolebinding-write',
  title: 'Role lets its holders hand out rights',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { nsa: ['authorization'], mitre: ['T1098.006'], microsoft: ['cluster-admin-binding'] },
  because:
    'A holder binds whomever they like, and so stays after their own access is taken away. The API server limits it to rights that the holder has or may `bind`, which for operators is often nearly everything.',
  remedy: 'Leave bindings to the pipeline; where a namespace manages its own, allow `bind` of named roles only.',
  paste: yaml`
    # Binds nobody: it shows who is bound, and the pipeline changes it.
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: access-reader
      namespace: shop
    rules:
      - apiGroups: [rbac.authorization.k8s.io]
        resources: [roles, rolebindings]
        verbs: [get, list, watch]
  `,

  rights: [
    { group, resources: ['clusterrolebindings'], verbs: ['create', 'update', 'patch'], clusterScoped: true },
    { group, resources: ['rolebindings'], verbs: ['create', 'update', 'patch'] },
  ],

  examples: {
    violating: {
      'RoleBindings may be created': allowing(group, 'rolebindings', 'create'),
      'RoleBindings may be updated': allowing(group, 'rolebindings', 'update'),
      'subjects may be patched into them': allowing(group, 'rolebindings', 'patch'),
      'ClusterRoleBindings may be created': allowing(group, 'clusterrolebindings', 'create'),
      'ClusterRoleBindings may be updated': allowing(group, 'clusterrolebindings', 'update'),
      'ClusterRoleBindings may be patched': allowing(group, 'clusterrolebindings', 'patch'),
      'a Role allows it in its namespace': asRole(allowing(group, 'rolebindings', 'create')),
      'every verb includes it': allowing(group, 'rolebindings', '*'),
      'every group includes it': allowing('*', 'clusterrolebindings', 'create'),
    },
    compliant: {
      'they may be read': allowing(group, 'rolebindings clusterrolebindings', 'get list watch'),
      'they may be deleted': allowing(group, 'rolebindings', 'delete'),
      'single ones may be updated': allowing(group, 'rolebindings', 'update', 'shop-developers'),
      'roles are limited by the rights of who writes them': allowing(group, 'roles clusterroles', 'create update'),
      'ClusterRoleBindings are out of reach of a Role': asRole(allowing(group, 'clusterrolebindings', 'create')),
      'and of a RoleBinding': boundIn('shop', allowing(group, 'clusterrolebindings', 'create')),
      'bindings of another group are others': allowing('iam.example', 'rolebindings', 'create'),
      'there are no rules': { rules: [] },
    },
  },
});
