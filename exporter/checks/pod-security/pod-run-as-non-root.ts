import { defineCheck } from '../define.ts';
import { onVersion } from '../patch.ts';
import { containerWith } from '../subjects/pod.ts';
import { scope } from '../subjects/scope.ts';

export const podRunAsNonRoot = defineCheck({
  id: 'pod-run-as-non-root',
  title: 'Nothing keeps the container from running as root',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: { pss: ['restricted'], cis: ['5.2.7'], nsa: ['non-root'] },
  because:
    'Root in a container is root on the node as soon as anything between the two gives way; without `runAsNonRoot` an image may bring root along unnoticed.',
  remedy: 'Set `runAsNonRoot: true` for the pod and build the image with a numeric user other than 0.',

  subject: scope,
  fields: ['securityContext.runAsNonRoot'],
  violatedBy(at, { version }) {
    if (at.pod.isUserNamespaced(version)) return false;
    const own: unknown = at.securityContext?.runAsNonRoot ?? undefined;
    if (own !== undefined) return own !== true;
    // Where the pod says false, it is named once, not again for every container that inherits it.
    return at.asContainer !== undefined && (at.pod.securityContext?.runAsNonRoot ?? undefined) === undefined;
  },
  fix: { securityContext: { runAsNonRoot: true } },

  examples: {
    violating: {
      'neither pod nor container says so': { spec: { securityContext: { runAsNonRoot: undefined } } },
      'null is as good as nothing': { spec: { securityContext: { runAsNonRoot: null } } },
      'there is no securityContext at all': {
        spec: { securityContext: undefined, containers: [{ name: 'app', image: 'registry.example/app:1' }] },
      },
      'the pod says false': { spec: { securityContext: { runAsNonRoot: false } } },
      'the pod says false although every container says true': {
        spec: {
          securityContext: { runAsNonRoot: false },
          containers: [containerWith({ securityContext: { runAsNonRoot: true } })],
        },
      },
      'a container says false although the pod says true': {
        spec: {
          securityContext: { runAsNonRoot: true },
          containers: [containerWith({ securityContext: { runAsNonRoot: false } })],
        },
      },
      'one container of two is left out': {
        spec: {
          securityContext: { runAsNonRoot: undefined },
          containers: [containerWith({ securityContext: { runAsNonRoot: true } }), containerWith({ name: 'other' })],
        },
      },
      'an init container is left out': {
        spec: {
          securityContext: { runAsNonRoot: undefined },
          containers: [containerWith({ securityContext: { runAsNonRoot: true } })],
          initContainers: [containerWith({ name: 'prepare' })],
        },
      },
      'an ephemeral container is left out': {
        spec: {
          securityContext: { runAsNonRoot: undefined },
          containers: [containerWith({ securityContext: { runAsNonRoot: true } })],
          ephemeralContainers: [containerWith({ name: 'debug' })],
        },
      },
      'a user other than root does not satisfy it': {
        spec: { securityContext: { runAsNonRoot: undefined, runAsUser: 1000 } },
      },
      'a user namespace does not help before 1.35': onVersion('1.34', {
        spec: { hostUsers: false, securityContext: { runAsNonRoot: undefined } },
      }),
    },
    compliant: {
      'the pod says so': { spec: { securityContext: { runAsNonRoot: true } } },
      'every container says so': {
        spec: {
          securityContext: { runAsNonRoot: undefined },
          containers: [containerWith({ securityContext: { runAsNonRoot: true } })],
        },
      },
      'the pod has a user namespace': onVersion('1.35', {
        spec: { hostUsers: false, securityContext: { runAsNonRoot: undefined } },
      }),
      'Windows is held to it like Linux': {
        spec: { os: { name: 'windows' }, securityContext: { runAsNonRoot: true } },
      },
    },
  },
});
