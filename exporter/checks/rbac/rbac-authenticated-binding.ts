import type { Offence } from '../../model/verdict.ts';
import { discoveryRoles } from '../access/discovery.ts';
import { defineCheck } from '../define.ts';
import { namespaceBinding } from '../snippets/bindings.ts';
import { binding, subjectKey, subjectsOf, subjectWords } from '../subjects/access.ts';
import { quoted } from '../text.ts';

const everybody: ReadonlySet<unknown> = new Set(['system:authenticated', 'system:serviceaccounts']);

export const rbacAuthenticatedBinding = defineCheck({
  id: 'rbac-authenticated-binding',
  title: 'Binding grants rights to everybody with an account',
  category: 'rbac',
  risk: { impact: 'cluster', ease: 'direct' },
  frameworks: { gke: ['4.1.10'], nsa: ['authorization'], mitre: ['T1078'] },
  because:
    'Every user and every pod with a token holds these rights; where the provider authenticates its customers, as GKE does with any Google account, so do strangers.',
  remedy: 'Bind the group of people or the service account that needs the right.',
  paste: namespaceBinding,

  subject: binding,
  fields: ['subjects.name', 'roleRef.name'],
  violatedBy(object) {
    let offences: Offence[] | undefined;
    let index = -1;
    for (const subject of subjectsOf(object)) {
      index++;
      if (subject?.kind !== 'Group' || !everybody.has(subject.name)) continue;
      if (object.roleRef?.kind === 'ClusterRole' && discoveryRoles.has(object.roleRef.name)) return false;
      (offences ??= []).push({
        path: `subjects[${index}].name`,
        part: subjectKey(subject, object),
        message: `${subjectWords(subject, object)} means everybody and holds ${quoted(object.roleRef?.name)}`,
      });
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'everybody with an account is bound': { subjects: [{ kind: 'Group', name: 'system:authenticated' }] },
      'every service account is bound': { subjects: [{ kind: 'Group', name: 'system:serviceaccounts' }] },
      'a Role with the name of a discovery role is another role': {
        roleRef: { kind: 'Role', name: 'system:discovery' },
        subjects: [{ kind: 'Group', name: 'system:authenticated' }],
      },
    },
    compliant: {
      'discovery is for everybody': {
        roleRef: { kind: 'ClusterRole', name: 'system:discovery' },
        subjects: [{ kind: 'Group', name: 'system:authenticated' }],
      },
      'a group of people is bound': { subjects: [{ kind: 'Group', name: 'developers' }] },
      'the service accounts of one namespace are bound': {
        subjects: [{ kind: 'Group', name: 'system:serviceaccounts:shop' }],
      },
      'a user of that name is no group': { subjects: [{ kind: 'User', name: 'system:authenticated' }] },
      'nobody is bound': { subjects: [] },
    },
  },
});
