import type { Manifest } from '../../checks/patch.ts';
import type { PolicyRule } from '../../model/access.ts';
import { meta, type Fields, type Identity } from './meta.ts';

const group = 'rbac.authorization.k8s.io';
const apiVersion = `${group}/v1`;

/** A ServiceAccount whose pods get no token unless `token` says so. */
export function serviceAccount(identity: Identity, { token = false }: { readonly token?: boolean } = {}): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: meta(identity),
    ...(!token && { automountServiceAccountToken: false }),
  };
}

/** A rule: resources of one group, each verb a word. */
export function rule(apiGroup: string, resources: string, verbs: string): PolicyRule {
  return { apiGroups: [apiGroup], resources: resources.split(' '), verbs: verbs.split(' ') };
}

/** Every verb on every resource. */
export const everything: PolicyRule = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };

/** A Role, or a ClusterRole where the identity has no namespace. */
export function role(identity: Identity, ...rules: readonly PolicyRule[]): Manifest {
  return {
    apiVersion,
    kind: identity.namespace === undefined ? 'ClusterRole' : 'Role',
    metadata: meta(identity),
    rules,
  };
}

/**
 * A RoleBinding, or a ClusterRoleBinding where the identity has no namespace. The role is `Kind/name`; subjects are
 * `User/name`, `Group/name` or `ServiceAccount/namespace/name`.
 */
export function binding(identity: Identity, to: string, ...subjects: readonly string[]): Manifest {
  const [kind, name] = halves(to);
  return {
    apiVersion,
    kind: identity.namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: meta(identity),
    roleRef: { apiGroup: group, kind, name },
    subjects: subjects.map(subject),
  };
}

function subject(text: string): Fields {
  const [kind, rest] = halves(text);
  if (kind !== 'ServiceAccount') return { apiGroup: group, kind, name: rest };
  const [namespace, name] = halves(rest);
  return { kind, namespace, name };
}

function halves(text: string): readonly [string, string] {
  const slash = text.indexOf('/');
  return [text.slice(0, slash), text.slice(slash + 1)];
}
