import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { accountBinding } from '../snippets/bindings.ts';
import { binding, subjectKey, subjectsOf, subjectWords } from '../subjects/access.ts';
import { quoted } from '../text.ts';
import { isSet } from '../subjects/field.ts';

/** Names that the API server gives to a caller without credentials. */
const anonymous: ReadonlySet<unknown> = new Set(['system:anonymous', 'system:unauthenticated']);

export const rbacAnonymousBinding = defineCheck({
  id: 'rbac-anonymous-binding',
  title: 'Binding grants rights to callers without credentials',
  category: 'rbac',
  risk: { impact: 'cluster', ease: 'direct' },
  frameworks: {
    gke: ['4.1.8', '4.1.9'],
    nsa: ['authentication', 'authorization'],
    mitre: ['T1078.001'],
    microsoft: ['access-api-server'],
  },
  because:
    'Whoever reaches the API server holds these rights, and on managed clusters that is often the internet; such a binding is also a common way for an intruder to stay.',
  remedy: 'Delete the subject; give the program that needs the right a service account.',
  paste: accountBinding,

  subject: binding,
  fields: ['subjects.name'],
  violatedBy(object) {
    let offences: Offence[] | undefined;
    let index = -1;
    for (const subject of subjectsOf(object)) {
      index++;
      if (!isSet(subject) || !anonymous.has(subject.name)) continue;
      // Shipped with Kubernetes: health, version and little else.
      if (object.roleRef?.kind === 'ClusterRole' && object.roleRef.name === 'system:public-info-viewer') return false;
      (offences ??= []).push({
        path: `subjects[${index}].name`,
        part: subjectKey(subject, object),
        message: `${subjectWords(subject, object)} has no credentials and holds ${quoted(object.roleRef?.name)}`,
      });
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'the anonymous user is bound': { subjects: [{ kind: 'User', name: 'system:anonymous' }] },
      'the group of the unauthenticated is bound': { subjects: [{ kind: 'Group', name: 'system:unauthenticated' }] },
      'the kind is mistaken': { subjects: [{ kind: 'Group', name: 'system:anonymous' }] },
      'it is one of several': {
        subjects: [
          { kind: 'Group', name: 'developers' },
          { kind: 'Group', name: 'system:unauthenticated' },
        ],
      },
    },
    compliant: {
      'a group of people is bound': { subjects: [{ kind: 'Group', name: 'developers' }] },
      'health and version are for everybody': {
        roleRef: { kind: 'ClusterRole', name: 'system:public-info-viewer' },
        subjects: [{ kind: 'Group', name: 'system:unauthenticated' }],
      },
      'nobody is bound': { subjects: [] },
      'the list is null': { subjects: null },
    },
  },
});
