import type { Subject } from '../../model/access.ts';
import type { KubeObject } from '../../model/object.ts';
import type { Offence } from '../../model/verdict.ts';
import type { World } from '../../model/world.ts';
import { isBuiltInNamespacedRole, isBuiltInRole, isBuiltInSubject } from '../access/built-in.ts';
import { clusterRole, namespacedRole } from '../access/examples.ts';
import { defineCheck } from '../define.ts';
import { given, type Manifest } from '../patch.ts';
import { accountBinding } from '../snippets/bindings.ts';
import { binding, subjectKey, subjectsOf } from '../subjects/access.ts';
import { isSet } from '../subjects/field.ts';
import { quoted } from '../text.ts';

export const rbacDanglingSubject = defineCheck({
  id: 'rbac-dangling-subject',
  title: 'Binding names an account or a role that does not exist',
  category: 'rbac',
  risk: { impact: 'workload', ease: 'contributing' },
  frameworks: { nsa: ['authorization'], mitre: ['T1098.006'] },
  because:
    'Whoever may create the missing service account or role brings the binding to life, and nobody looks twice at a binding that has been there for years.',
  remedy: 'Delete the binding, or the subject from it; where the account is still to come, create both together.',
  paste: accountBinding,

  subject: binding,
  fields: ['subjects.name', 'roleRef.name'],
  reads: ['ServiceAccount', 'Role', 'ClusterRole'],
  violatedBy(object, world) {
    const subjects = subjectsOf(object);
    if (!subjects.some(isSet)) return false;
    let offences: Offence[] | undefined;
    const { roleRef } = object;
    if (isRoleMissing(object, roleRef?.kind, roleRef?.name, world)) {
      const message = `${roleRef?.kind} ${quoted(roleRef?.name)} does not exist: whoever creates it decides what is granted`;
      (offences ??= []).push({ path: 'roleRef.name', part: 'roleRef', message });
    }
    let index = -1;
    for (const subject of subjects) {
      index++;
      if (!isSet(subject)) continue;
      const account = accountNamedBy(subject, object.metadata.namespace);
      if (account === undefined || account.name === 'default') continue;
      if (world.find('ServiceAccount', account.namespace, account.name) !== undefined) continue;
      const part = subjectKey(subject, object);
      if (isBuiltInSubject(object, part) || offences?.some((offence) => offence.part === part)) continue;
      const name = quoted(`${account.namespace}/${account.name}`);
      const message = `service account ${name} does not exist: whoever creates it holds ${quoted(roleRef?.name)}`;
      (offences ??= []).push({ path: `subjects[${index}].name`, part, message });
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'the account does not exist': { subjects: [{ kind: 'ServiceAccount', name: 'ci', namespace: 'tools' }] },
      'it exists in another namespace only': given(
        { subjects: [{ kind: 'ServiceAccount', name: 'ci', namespace: 'tools' }] },
        account('ci', 'shop'),
      ),
      'it is bound by its user name': { subjects: [{ kind: 'User', name: 'system:serviceaccount:tools:ci' }] },
      'the subject leaves out the namespace of its RoleBinding': {
        kind: 'RoleBinding' as const,
        metadata: { namespace: 'shop' },
        subjects: [{ kind: 'ServiceAccount', name: 'ci' }],
      },
      'the ClusterRole does not exist': { roleRef: { kind: 'ClusterRole', name: 'retired' } },
      'the Role exists in another namespace only': given(
        {
          kind: 'RoleBinding' as const,
          metadata: { namespace: 'bank' },
          roleRef: { kind: 'Role', name: 'readers' },
        },
        namespacedRole('readers', 'core pods get'),
      ),
      'a label of Kubernetes excuses no other account': {
        metadata: {
          name: 'system:controller:ttl-controller',
          labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
        },
        roleRef: { kind: 'ClusterRole', name: 'system:controller:ttl-controller' },
        subjects: [{ kind: 'ServiceAccount', name: 'ci', namespace: 'kube-system' }],
      },
    },
    compliant: {
      'account and role exist': given(
        {
          roleRef: { kind: 'ClusterRole', name: 'readers' },
          subjects: [{ kind: 'ServiceAccount', name: 'ci', namespace: 'tools' }],
        },
        account('ci', 'tools'),
        clusterRole('readers', 'core pods get'),
      ),
      'the Role exists beside its binding': given(
        { kind: 'RoleBinding' as const, metadata: { namespace: 'shop' }, roleRef: { kind: 'Role', name: 'readers' } },
        namespacedRole('readers', 'core pods get'),
      ),
      'every cluster has the role': { roleRef: { kind: 'ClusterRole', name: 'edit' } },
      'every cluster has the Role of kube-system': {
        kind: 'RoleBinding' as const,
        metadata: { namespace: 'kube-system' },
        roleRef: { kind: 'Role', name: 'extension-apiserver-authentication-reader' },
      },
      'every namespace has the account default': {
        subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'shop' }],
      },
      'Kubernetes makes the account when its controller first runs': {
        metadata: {
          name: 'system:controller:ttl-controller',
          labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
        },
        roleRef: { kind: 'ClusterRole', name: 'system:controller:ttl-controller' },
        subjects: [{ kind: 'ServiceAccount', name: 'ttl-controller', namespace: 'kube-system' }],
      },
      'users and groups are known elsewhere': {
        subjects: [
          { kind: 'User', name: 'jane' },
          { kind: 'Group', name: 'system:serviceaccounts:gone' },
        ],
      },
      'nobody is bound to a role that does not exist': {
        roleRef: { kind: 'ClusterRole', name: 'retired' },
        subjects: [],
      },
      'the list of subjects is null': { roleRef: { kind: 'ClusterRole', name: 'retired' }, subjects: null },
    },
  },
});

function account(name: string, namespace: string): Manifest {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
}

/** Whether a binding waits for its role; the API server refuses references of any other form. */
function isRoleMissing({ metadata }: KubeObject, kind: unknown, name: unknown, world: World): boolean {
  const { namespace } = metadata;
  if (typeof name !== 'string' || name === '') return false;
  if (kind === 'ClusterRole') return !isBuiltInRole(name) && world.find('ClusterRole', '', name) === undefined;
  if (kind !== 'Role' || namespace === '') return false;
  return !isBuiltInNamespacedRole(namespace, name) && world.find('Role', namespace, name) === undefined;
}

const accountUser = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** The service account that a subject is; undefined for anybody else. */
function accountNamedBy(
  { kind, name, namespace }: Subject,
  bindingNamespace: string,
): { readonly namespace: string; readonly name: string } | undefined {
  if (typeof name !== 'string' || name === '') return undefined;
  if (kind === 'ServiceAccount') {
    const home = (typeof namespace === 'string' && namespace) || bindingNamespace;
    return home === '' ? undefined : { namespace: home, name };
  }
  const [, home, account] = (kind === 'User' && accountUser.exec(name)) || [];
  return home === undefined || account === undefined ? undefined : { namespace: home, name: account };
}
