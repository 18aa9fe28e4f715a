import { defineCheck } from '../define.ts';
import { onVersion } from '../patch.ts';
import { containerWith } from '../subjects/pod.ts';
import { hasConfinedType } from '../subjects/profile.ts';
import { scope } from '../subjects/scope.ts';
import { isSet } from '../subjects/field.ts';

export const podSeccompMissing = defineCheck({
  id: 'pod-seccomp-missing',
  title: 'Container has no seccomp profile',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { cis: ['5.6.2'], pss: ['restricted'], nsa: ['pod-security', 'container-hardening'] },
  because:
    'Unless the kubelet is told otherwise, a container without a profile may make every system call of the kernel, whose bugs are the shortest way to the node.',
  remedy: 'Set the type of `seccompProfile` to `RuntimeDefault` for the pod.',

  subject: scope,
  fields: ['securityContext.seccompProfile.type'],
  violatedBy(at, { version }) {
    if (at.pod.isExemptWindows(version)) return 'not_applicable';
    const own = at.securityContext?.seccompProfile;
    if (isSet(own)) return !hasConfinedType(own);
    // Where the pod names a wrong profile, it is named once, not again for every container that inherits it.
    return at.asContainer !== undefined && !isSet(at.pod.securityContext?.seccompProfile);
  },
  fix: { securityContext: { seccompProfile: { type: 'RuntimeDefault', localhostProfile: null } } },

  examples: {
    violating: {
      'neither pod nor container has one': { spec: { securityContext: { seccompProfile: undefined } } },
      'null is as good as nothing': { spec: { securityContext: { seccompProfile: null } } },
      'there is no securityContext': { spec: { securityContext: undefined } },
      'the pod is unconfined': { spec: { securityContext: { seccompProfile: { type: 'Unconfined' } } } },
      'the pod is unconfined although every container has a profile': {
        spec: {
          securityContext: { seccompProfile: { type: 'Unconfined' } },
          containers: [containerWith({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } })],
        },
      },
      'a container is unconfined although the pod has a profile': {
        spec: { containers: [containerWith({ securityContext: { seccompProfile: { type: 'Unconfined' } } })] },
      },
      'one container of two is left out': {
        spec: {
          securityContext: { seccompProfile: undefined },
          containers: [
            containerWith({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }),
            containerWith({ name: 'other' }),
          ],
        },
      },
      'an init container is left out': {
        spec: {
          securityContext: { seccompProfile: undefined },
          containers: [containerWith({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } })],
          initContainers: [containerWith({ name: 'prepare' })],
        },
      },
      'Windows is not exempt before 1.25': onVersion('1.24', {
        spec: { os: { name: 'windows' }, securityContext: { seccompProfile: undefined } },
      }),
    },
    compliant: {
      'the pod has one': { spec: { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } } },
      'every container has one': {
        spec: {
          securityContext: { seccompProfile: undefined },
          containers: [containerWith({ securityContext: { seccompProfile: { type: 'Localhost' } } })],
        },
      },
    },
    notApplicable: {
      'the pod runs on Windows': {
        spec: { os: { name: 'windows' }, securityContext: { seccompProfile: undefined } },
      },
    },
  },
});
