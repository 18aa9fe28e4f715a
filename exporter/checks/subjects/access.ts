import type { RoleRef, PolicyRule, Subject as RbacSubject } from '../../model/access.ts';
import { whole } from './whole.ts';

/** RoleBindings and ClusterRoleBindings. */
export const binding = whole<{
  readonly roleRef?: RoleRef;
  readonly subjects?: readonly RbacSubject[];
  readonly metadata?: object;
}>('binding', ['RoleBinding', 'ClusterRoleBinding'], {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'shop-viewers' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
  subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'shop-developers' }],
});

/** Roles and ClusterRoles. */
export const role = whole<{ readonly rules?: readonly PolicyRule[]; readonly metadata?: object }>(
  'role',
  ['Role', 'ClusterRole'],
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'shop-reader' },
    rules: [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list'] }],
  },
);
