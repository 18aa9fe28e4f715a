import { defineCheck } from '../define.ts';
import { onVersion } from '../patch.ts';
import { containerWith } from '../subjects/pod.ts';
import { scope } from '../subjects/scope.ts';

export const podRunAsRootUid = defineCheck({
  id: 'pod-run-as-root-uid',
  title: 'Container is told to run as root',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: { pss: ['restricted'], cis: ['5.2.7'] },
  because:
    'The user with id 0 is root on the node as soon as anything between container and node gives way, and owns every file of the volumes that it reaches.',
  remedy: 'Remove `runAsUser: 0`, or name a user other than root.',

  subject: scope,
  fields: ['securityContext.runAsUser'],
  violatedBy: (at, { version }) => at.securityContext?.runAsUser === 0 && !at.pod.isUserNamespaced(version),
  fix: { securityContext: { runAsUser: null } },

  examples: {
    violating: {
      'the pod names user 0': { spec: { securityContext: { runAsUser: 0 } } },
      'the pod names user 0 although every container names another': {
        spec: {
          securityContext: { runAsUser: 0 },
          containers: [containerWith({ securityContext: { runAsUser: 1000 } })],
        },
      },
      'a container names user 0': { spec: { containers: [containerWith({ securityContext: { runAsUser: 0 } })] } },
      'an init container does': {
        spec: { initContainers: [containerWith({ name: 'prepare', securityContext: { runAsUser: 0 } })] },
      },
      'an ephemeral container does': {
        spec: { ephemeralContainers: [containerWith({ name: 'debug', securityContext: { runAsUser: 0 } })] },
      },
      'a user namespace does not help before 1.35': onVersion('1.34', {
        spec: { hostUsers: false, securityContext: { runAsUser: 0 } },
      }),
    },
    compliant: {
      'another user is named': { spec: { securityContext: { runAsUser: 1000 } } },
      'no user is named': { spec: { securityContext: { runAsUser: undefined } } },
      'null is as good as nothing': { spec: { securityContext: { runAsUser: null } } },
      'the pod has a user namespace': onVersion('1.35', {
        spec: { hostUsers: false, securityContext: { runAsUser: 0 } },
      }),
    },
  },
});
