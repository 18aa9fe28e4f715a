import type { KubeObject } from '../../model/object.ts';
import type { Offence } from '../../model/verdict.ts';
import type { World } from '../../model/world.ts';
import { defineCheck } from '../define.ts';
import { given, type Manifest } from '../patch.ts';
import { namespaceBinding } from '../snippets/bindings.ts';
import { binding, subjectKey, subjectsOf, subjectWords } from '../subjects/access.ts';
import { grantsAll, rulesOf } from '../subjects/grants.ts';
import { quoted } from '../text.ts';
import { isSet } from '../subjects/field.ts';

const admins: Manifest = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'everything' },
  rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
};

export const rbacClusterAdminBinding = defineCheck({
  id: 'rbac-cluster-admin-binding',
  title: 'Binding makes someone an administrator of everything',
  category: 'rbac',
  risk: { impact: 'cluster', ease: 'direct' },
  frameworks: { cis: ['5.1.1'], nsa: ['authorization'], mitre: ['T1098.006'], microsoft: ['cluster-admin-binding'] },
  because:
    'Whoever holds every right reads every Secret and changes every workload; one stolen token of such a subject is the whole cluster, or the whole namespace where the binding is of one.',
  remedy: 'Bind a role that names what the subject needs; keep cluster-admin for break-glass accounts of people.',
  paste: namespaceBinding,

  subject: binding,
  fields: ['subjects', 'roleRef.name'],
  reads: ['ClusterRole', 'Role'],
  violatedBy(object, world) {
    const subjects = subjectsOf(object);
    if (subjects.length === 0 || !refersToAdmin(object, world)) return false;
    const offences: Offence[] = [];
    subjects.forEach((subject, index) => {
      if (!isSet(subject)) return;
      offences.push({
        path: `subjects[${index}]`,
        part: subjectKey(subject, object),
        message: `${subjectWords(subject, object)} holds every right ${extent(object)} through ${quoted(object.roleRef?.name)}`,
      });
    });
    return offences;
  },

  examples: {
    violating: {
      'cluster-admin is bound': { roleRef: { kind: 'ClusterRole', name: 'cluster-admin' } },
      'another role with every right is bound': given({ roleRef: { kind: 'ClusterRole', name: 'everything' } }, admins),
      'one subject of several is a service account': {
        roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [
          { kind: 'Group', name: 'administrators' },
          { kind: 'ServiceAccount', name: 'deployer', namespace: 'shop' },
        ],
      },
    },
    compliant: {
      'another role is bound': { roleRef: { kind: 'ClusterRole', name: 'view' } },
      'nobody is bound': { roleRef: { kind: 'ClusterRole', name: 'cluster-admin' }, subjects: [] },
      'the list of subjects is null': { roleRef: { kind: 'ClusterRole', name: 'cluster-admin' }, subjects: null },
      'a Role of that name is another role': { roleRef: { kind: 'Role', name: 'cluster-admin' } },
      'the role that is bound does not exist': { roleRef: { kind: 'ClusterRole', name: 'everything' } },
    },
  },
});

function refersToAdmin(
  object: KubeObject & { readonly roleRef?: { kind?: string; name?: string } | null },
  world: World,
) {
  const { kind, name } = object.roleRef ?? {};
  if (typeof name !== 'string') return false;
  if (kind === 'ClusterRole') {
    return name === 'cluster-admin' || grantsEverything(world.find('ClusterRole', '', name));
  }
  // A ClusterRoleBinding to a Role is refused by the API server.
  if (kind !== 'Role' || object.metadata.namespace === '') return false;
  return grantsEverything(world.find('Role', object.metadata.namespace, name));
}

function grantsEverything(role: KubeObject | undefined): boolean {
  if (role === undefined) return false;
  for (const rule of rulesOf(role)) if (grantsAll(rule)) return true;
  return false;
}

function extent({ metadata: { namespace } }: KubeObject): string {
  return namespace === '' ? 'in the cluster' : `in namespace ${quoted(namespace)}`;
}
