import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { containerWith } from '../subjects/pod.ts';
import { scope } from '../subjects/scope.ts';
import { entries } from '../subjects/field.ts';

export const podRunAsRootGid = defineCheck({
  id: 'pod-run-as-root-gid',
  title: 'Container belongs to the group of root',
  category: 'pod-security',
  risk: { impact: 'workload', ease: 'contributing' },
  frameworks: { nsa: ['non-root'] },
  because:
    'Files of images and of the node are often writable for the group of root: a program in that group changes them without being root.',
  remedy: 'Name a group other than 0 in `runAsGroup`, `fsGroup` and `supplementalGroups`.',
  paste: yaml`
    spec:
      template:
        spec:
          securityContext:
            runAsUser: 10001
            runAsGroup: 10001
            fsGroup: 10001
            supplementalGroups: [10001]
  `,

  subject: scope,
  fields: ['securityContext.runAsGroup', 'securityContext.fsGroup', 'securityContext.supplementalGroups'],
  violatedBy(at) {
    if (at.asContainer !== undefined) return at.securityContext?.runAsGroup === 0;
    const context = at.pod.securityContext;
    if (context === undefined) return false;
    let offences: Offence[] | undefined;
    if (context.runAsGroup === 0) (offences ??= []).push(offence(at.path, 'runAsGroup', 'is 0'));
    if (context.fsGroup === 0) (offences ??= []).push(offence(at.path, 'fsGroup', 'is 0'));
    if (entries(context.supplementalGroups).includes(0)) {
      (offences ??= []).push(offence(at.path, 'supplementalGroups', 'contains 0'));
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'the pod names group 0': { spec: { securityContext: { runAsGroup: 0 } } },
      'the pod names group 0 although every container names another': {
        spec: {
          securityContext: { runAsGroup: 0 },
          containers: [containerWith({ securityContext: { runAsGroup: 1000 } })],
        },
      },
      'a container names group 0': { spec: { containers: [containerWith({ securityContext: { runAsGroup: 0 } })] } },
      'volumes are given to group 0': { spec: { securityContext: { fsGroup: 0 } } },
      'group 0 is among the supplemental ones': { spec: { securityContext: { supplementalGroups: [1000, 0] } } },
      'a user namespace does not help': { spec: { hostUsers: false, securityContext: { runAsGroup: 0 } } },
    },
    compliant: {
      'another group is named': { spec: { securityContext: { runAsGroup: 1000, fsGroup: 1000 } } },
      'no group is named': { spec: { securityContext: { runAsGroup: undefined } } },
      'null is as good as nothing': {
        spec: { securityContext: { runAsGroup: null, fsGroup: null, supplementalGroups: null } },
      },
      'the list of groups is empty': { spec: { securityContext: { supplementalGroups: [] } } },
    },
  },
});

function offence(path: string, field: string, says: string): Offence {
  return { path: `${path}.securityContext.${field}`, message: `securityContext.${field} ${says}` };
}
