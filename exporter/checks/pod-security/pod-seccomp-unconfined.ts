import type { Offence } from '../../model/verdict.ts';
import { atLeast } from '../../model/version.ts';
import { defineCheck } from '../define.ts';
import { onVersion } from '../patch.ts';
import { hasConfinedType, unconfinedSeccompAnnotation } from '../subjects/profile.ts';
import { containerWith } from '../subjects/pod.ts';
import type { Scope } from '../subjects/pod-view.ts';
import { scope } from '../subjects/scope.ts';
import { plain, quoted } from '../text.ts';
import { isSet } from '../subjects/field.ts';

export const podSeccompUnconfined = defineCheck({
  id: 'pod-seccomp-unconfined',
  title: 'Seccomp is switched off',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: { cis: ['5.6.2'], pss: ['baseline'], nsa: ['container-hardening'], mitre: ['T1611'] },
  because:
    'Without a seccomp profile a program may make every system call, among them the ones through which most escapes from containers went.',
  remedy:
    'Set the type of `seccompProfile` to `RuntimeDefault`, or to `Localhost` with a profile of your own; before Kubernetes 1.19 remove the annotation.',

  subject: scope,
  fields: ['securityContext.seccompProfile.type'],
  violatedBy(at, { version }) {
    if (!atLeast(version, 1, 19)) return annotationOffence(at);
    const profile = at.securityContext?.seccompProfile;
    return isSet(profile) && !hasConfinedType(profile);
  },
  // The annotation of an old release stands beside the spec, where no field can mend it.
  fix: (_at, { path }) =>
    path.endsWith('.type')
      ? { securityContext: { seccompProfile: { type: 'RuntimeDefault', localhostProfile: null } } }
      : undefined,

  examples: {
    violating: {
      'the pod is unconfined': { spec: { securityContext: { seccompProfile: { type: 'Unconfined' } } } },
      'the pod is unconfined although every container has a profile': {
        spec: {
          securityContext: { seccompProfile: { type: 'Unconfined' } },
          containers: [containerWith({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } })],
        },
      },
      'a container is unconfined': {
        spec: { containers: [containerWith({ securityContext: { seccompProfile: { type: 'Unconfined' } } })] },
      },
      'an init container is': {
        spec: {
          initContainers: [
            containerWith({ name: 'prepare', securityContext: { seccompProfile: { type: 'Unconfined' } } }),
          ],
        },
      },
      'an ephemeral container is': {
        spec: {
          ephemeralContainers: [
            containerWith({ name: 'debug', securityContext: { seccompProfile: { type: 'Unconfined' } } }),
          ],
        },
      },
      'a profile has no type': {
        spec: { containers: [containerWith({ securityContext: { seccompProfile: { type: undefined } } })] },
      },
      'an annotation said so before 1.19': onVersion('1.18', {
        metadata: { annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' } },
      }),
      'so did one for a container': onVersion('1.18', {
        metadata: { annotations: { 'container.seccomp.security.alpha.kubernetes.io/app': 'unconfined' } },
      }),
    },
    compliant: {
      'the default profile of the runtime is used': {
        spec: { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
      },
      'a profile of the node is used': {
        spec: { securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'app.json' } } },
      },
      'nothing is said': { spec: { securityContext: { seccompProfile: undefined } } },
      'null is as good as nothing': { spec: { securityContext: { seccompProfile: null } } },
      'the annotation means nothing since 1.19': onVersion('1.19', {
        metadata: { annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' } },
      }),
    },
  },
});

function annotationOffence(at: Scope): Offence | false {
  const unconfined = unconfinedSeccompAnnotation(at);
  if (unconfined === undefined) return false;
  const { pod, asContainer } = at;
  const { key } = unconfined;
  const of = asContainer === undefined ? '' : `container ${quoted(asContainer.name)}: `;
  return {
    path: `${pod.metadataPath}.annotations[${plain(key, 160)}]`,
    ...(asContainer !== undefined && { container: asContainer.name }),
    part: `annotations/${key}`,
    message: `${of}the seccomp annotation is ${quoted(pod.annotations[key])}`,
  };
}
