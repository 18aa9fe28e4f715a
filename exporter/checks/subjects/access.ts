import type { PolicyRule, RoleRef, Subject as RbacSubject } from '../../model/access.ts';
import type { KubeObject } from '../../model/object.ts';
import { quoted, word } from '../text.ts';
import { whole } from './whole.ts';
import { entries } from './field.ts';

/** RoleBindings and ClusterRoleBindings. */
export const binding = whole<{
  readonly kind?: 'RoleBinding' | 'ClusterRoleBinding';
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

/** What examples may change about a role; a Role needs a namespace. */
export interface RoleFields {
  readonly kind?: 'Role' | 'ClusterRole';
  readonly rules?: readonly PolicyRule[];
  readonly metadata?: object;
}

const soundRole = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  metadata: { name: 'shop-reader' },
  rules: [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list'] }],
} as const;

/** Roles and ClusterRoles. */
export const role = whole<RoleFields>('role', ['Role', 'ClusterRole'], { ...soundRole, kind: 'ClusterRole' });

/** ClusterRoles alone, for what only matters when it holds in every namespace. */
export const clusterRole = whole<RoleFields>('cluster role', ['ClusterRole'], { ...soundRole, kind: 'ClusterRole' });

/** Roles alone, whose rules hold in their own namespace. */
export const namespacedRole = whole<RoleFields>('namespaced role', ['Role'], {
  ...soundRole,
  kind: 'Role',
  metadata: { name: 'shop-reader', namespace: 'shop' },
});

const everybody: ReadonlySet<string> = new Set(['system:anonymous', 'system:authenticated', 'system:unauthenticated']);

/** Whether a user or group of this name is a part of Kubernetes: neither a service account nor everybody. */
export function isComponent(name: unknown): boolean {
  return (
    typeof name === 'string' &&
    name.startsWith('system:') &&
    !name.startsWith('system:serviceaccount') &&
    !everybody.has(name)
  );
}

/** The subjects of a binding, in their order; entries may be of any shape. */
export function subjectsOf(binding: KubeObject): readonly (RbacSubject | null | undefined)[] {
  return entries(binding['subjects'] as readonly RbacSubject[] | undefined);
}

/**
 * A subject as one word, for the parts of offences: `Group/system:masters`, `ServiceAccount/kube-system/default`.
 * A service account without a namespace is of the binding's.
 */
export function subjectKey({ kind, name, namespace }: RbacSubject, binding: KubeObject): string {
  if (kind !== 'ServiceAccount') return `${word(kind)}/${word(name)}`;
  return `ServiceAccount/${word(namespace || binding.metadata.namespace)}/${word(name)}`;
}

/** A subject in words: `group "developers"`. */
export function subjectWords(subject: RbacSubject, binding: KubeObject): string {
  const { kind, name } = subject;
  if (kind !== 'ServiceAccount')
    return `${kind === 'Group' ? 'group' : kind === 'User' ? 'user' : 'subject'} ${quoted(name)}`;
  return `service account ${quoted(`${word(subject.namespace || binding.metadata.namespace)}/${word(name)}`)}`;
}
