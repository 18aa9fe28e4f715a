import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { count } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { setTo } from '../patch.ts';
import { container } from '../subjects/container.ts';
import { isSet } from '../subjects/field.ts';
import type { ContainerView } from '../subjects/pod-view.ts';
import { quoted } from '../text.ts';

export const podLowUidGid = defineCheck({
  id: 'pod-low-uid-gid',
  title: 'Container may share its user or group with one of the node',
  category: 'pod-security',
  risk: { impact: 'workload', ease: 'contributing' },
  optional: true,
  frameworks: { nsa: ['non-root'] },
  because:
    'A number that the node gives to an account of its own means that account once a program gets out of its container, or writes to a volume of the node.',
  remedy: 'Set `runAsUser` and `runAsGroup` to numbers above those of accounts on nodes, for example 10001.',
  paste: yaml`
    spec:
      template:
        spec:
          containers:
            - name: app
              securityContext:
                runAsUser: 10001
                runAsGroup: 10001
  `,

  subject: container,
  fields: ['securityContext.runAsUser', 'securityContext.runAsGroup'],
  parameters: {
    above: count(10_000, { min: 0, max: 2 ** 31 - 1 }, 'The highest number that an account of a node may have.'),
  },
  violatedBy(view, { version }, { above }) {
    // Inside a user namespace every number is another one outside.
    if (view.pod.isWindows || view.pod.isUserNamespaced(version)) return 'not_applicable';
    const user = effective(view, 'runAsUser');
    const group = effective(view, 'runAsGroup');
    if (isAbove(user, above) && isAbove(group, above)) return false;
    const offences: Offence[] = [];
    if (!isAbove(user, above)) offences.push(offence(view, 'runAsUser', user));
    if (!isAbove(group, above)) offences.push(offence(view, 'runAsGroup', group));
    return offences;
  },

  examples: {
    violating: {
      'the user is low': { securityContext: { runAsUser: 1000 } },
      'the group is low': { securityContext: { runAsGroup: 10_000 } },
      'both are': { securityContext: { runAsUser: 0, runAsGroup: 0 } },
      'policy asks for more': setTo({ above: 1_000_000 }, {}),
    },
    compliant: {
      'both are high': { securityContext: { runAsUser: 10_001, runAsGroup: 10_001 } },
      'the pod says so for all': {},
      'null is as good as nothing': { securityContext: { runAsUser: null, runAsGroup: null } },
      'policy asks for less': setTo({ above: 999 }, { securityContext: { runAsUser: 1000 } }),
    },
  },
});

function effective({ securityContext, pod }: ContainerView, field: 'runAsUser' | 'runAsGroup'): unknown {
  return securityContext?.[field] ?? pod.securityContext?.[field];
}

function isAbove(id: unknown, above: number): boolean {
  return typeof id === 'number' && id > above;
}

function offence(view: ContainerView, field: string, id: unknown): Offence {
  return {
    path: `${view.path}.securityContext.${field}`,
    container: view.name,
    part: `${view.name}/${field}`,
    message: `container ${quoted(view.name)}: ${field} is ${isSet(id) ? quoted(id) : 'whatever the image says'}`,
  };
}
