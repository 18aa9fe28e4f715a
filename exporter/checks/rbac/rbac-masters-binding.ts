import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { namespaceBinding } from '../snippets/bindings.ts';
import { binding, subjectKey, subjectsOf } from '../subjects/access.ts';
import { quoted } from '../text.ts';

export const rbacMastersBinding = defineCheck({
  id: 'rbac-masters-binding',
  title: 'Binding names the group that no rule limits',
  category: 'rbac',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['5.1.7'], nsa: ['authorization'], mitre: ['T1098.006', 'T1078'] },
  because:
    'Members of `system:masters` hold every right before RBAC is asked, and whoever has a certificate of it keeps them until it expires. The binding adds nothing; that someone wrote it says that people or programs are in the group.',
  remedy:
    'Give those who use the group one of their own, bound to what they need, and keep certificates of `system:masters` for emergencies.',
  paste: namespaceBinding,

  subject: binding,
  fields: ['subjects.name', 'roleRef.name'],
  violatedBy(object) {
    let offences: Offence[] | undefined;
    let index = -1;
    for (const subject of subjectsOf(object)) {
      index++;
      if (subject?.kind !== 'Group' || subject.name !== 'system:masters' || offences !== undefined) continue;
      // Kubernetes makes this one itself.
      if (object.kind === 'ClusterRoleBinding' && object.metadata.name === 'cluster-admin') return false;
      offences = [
        {
          path: `subjects[${index}].name`,
          part: subjectKey(subject, object),
          message: `group "system:masters" is bound to ${quoted(object.roleRef?.name)}, though it holds every right anyway`,
        },
      ];
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'the group is bound to a role': { subjects: [{ kind: 'Group', name: 'system:masters' }] },
      'it is one of several': {
        subjects: [
          { kind: 'Group', name: 'developers' },
          { kind: 'Group', name: 'system:masters' },
        ],
      },
      'it is bound to cluster-admin once more': {
        metadata: { name: 'administrators' },
        roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [{ kind: 'Group', name: 'system:masters' }],
      },
    },
    compliant: {
      'Kubernetes binds it itself': {
        metadata: { name: 'cluster-admin' },
        roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [{ kind: 'Group', name: 'system:masters' }],
      },
      'another group is bound': { subjects: [{ kind: 'Group', name: 'developers' }] },
      'a user of that name is no group': { subjects: [{ kind: 'User', name: 'system:masters' }] },
      'nobody is bound': { subjects: [] },
      'the list is null': { subjects: null },
    },
  },
});
