import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { accountBinding } from '../snippets/bindings.ts';
import { binding, subjectKey, subjectsOf } from '../subjects/access.ts';
import { quoted } from '../text.ts';

const userOfDefault = /^system:serviceaccount:([^:]+):default$/;

export const saDefaultBound = defineCheck({
  id: 'sa-default-bound',
  title: 'Binding grants rights to a default service account',
  category: 'service-accounts',
  risk: { impact: 'workload', ease: 'direct' },
  frameworks: { cis: ['5.1.5'], nsa: ['authorization'], mitre: ['T1078.001', 'T1098.006'] },
  because:
    'Every pod of the namespace that names no service account runs as `default`, those that are still to come included: all of them hold these rights, whether they need them or not.',
  remedy: 'Bind a service account that only the pod with the need uses, and remove `default` from the binding.',
  paste: accountBinding,

  subject: binding,
  fields: ['subjects.name', 'roleRef.name'],
  violatedBy(object) {
    let offences: Offence[] | undefined;
    let index = -1;
    for (const subject of subjectsOf(object)) {
      index++;
      const namespace = homeOfDefault(subject, object.metadata.namespace);
      if (namespace === undefined) continue;
      offences ??= [];
      const part = subjectKey(subject ?? {}, object);
      if (offences.some((offence) => offence.part === part)) continue;
      offences.push({
        path: `subjects[${index}].name`,
        part,
        message: `the account "default" of namespace ${quoted(namespace)} holds ${quoted(object.roleRef?.name)}`,
      });
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'the default account is bound': { subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'shop' }] },
      'the namespace is kube-system': {
        subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'kube-system' }],
      },
      'it is bound by its user name': { subjects: [{ kind: 'User', name: 'system:serviceaccount:shop:default' }] },
      'it is one of several': {
        subjects: [
          { kind: 'Group', name: 'developers' },
          { kind: 'ServiceAccount', name: 'default', namespace: 'shop' },
        ],
      },
      'a RoleBinding leaves out its own namespace': {
        kind: 'RoleBinding',
        metadata: { namespace: 'shop' },
        subjects: [{ kind: 'ServiceAccount', name: 'default' }],
      },
      'a label of Kubernetes excuses nobody': {
        metadata: { labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } },
        subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'shop' }],
      },
    },
    compliant: {
      'another account is bound': { subjects: [{ kind: 'ServiceAccount', name: 'app', namespace: 'shop' }] },
      'a user called default is no account': { subjects: [{ kind: 'User', name: 'default' }] },
      'nor is a group': { subjects: [{ kind: 'Group', name: 'default' }] },
      'without a namespace a ClusterRoleBinding binds nobody': {
        subjects: [{ kind: 'ServiceAccount', name: 'default' }],
      },
      'nobody is bound': { subjects: [] },
      'the list is null': { subjects: null },
    },
  },
});

/** The namespace whose default account a subject is; undefined for any other subject. */
function homeOfDefault(subject: ReturnType<typeof subjectsOf>[number], bindingNamespace: string): string | undefined {
  const { kind, name, namespace } = subject ?? {};
  if (kind === 'ServiceAccount' && name === 'default') {
    return (typeof namespace === 'string' && namespace) || bindingNamespace || undefined;
  }
  return kind === 'User' && typeof name === 'string' ? userOfDefault.exec(name)?.[1] : undefined;
}
