import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { containerWith } from '../subjects/pod.ts';
import type { PodView } from '../subjects/pod-view.ts';
import { hasConfinedType, unconfinedAppArmor } from '../subjects/profile.ts';
import { scope } from '../subjects/scope.ts';
import { plain, quoted } from '../text.ts';
import { isSet } from '../subjects/field.ts';

export const podApparmorUnconfined = defineCheck({
  id: 'pod-apparmor-unconfined',
  title: 'AppArmor is switched off',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { pss: ['baseline'], nsa: ['container-hardening'], mitre: ['T1611'] },
  because:
    'On nodes with AppArmor the default profile keeps a container from mounting and from the sensitive files of /proc and /sys; unconfined it is not kept from anything.',
  remedy: 'Remove the annotation, and the profile or set its type to `RuntimeDefault`.',

  subject: scope,
  fields: ['securityContext.appArmorProfile.type'],
  violatedBy(at) {
    const profile = at.securityContext?.appArmorProfile;
    const unconfined = isSet(profile) && !hasConfinedType(profile);
    if (at.asContainer !== undefined) return unconfined;
    const annotated = annotationOffences(at.pod);
    if (annotated === undefined) return unconfined;
    return unconfined ? [profileOffence(at.pod, profile.type), ...annotated] : annotated;
  },
  fix: (_at, { path }) =>
    path.endsWith('.type') ? { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } } : undefined,

  examples: {
    violating: {
      'the pod is unconfined': { spec: { securityContext: { appArmorProfile: { type: 'Unconfined' } } } },
      'a container is unconfined': {
        spec: { containers: [containerWith({ securityContext: { appArmorProfile: { type: 'Unconfined' } } })] },
      },
      'an init container is': {
        spec: {
          initContainers: [
            containerWith({ name: 'prepare', securityContext: { appArmorProfile: { type: 'Unconfined' } } }),
          ],
        },
      },
      'a profile has no type': { spec: { securityContext: { appArmorProfile: { type: undefined } } } },
      'an annotation says so': {
        metadata: { annotations: { 'container.apparmor.security.beta.kubernetes.io/app': 'unconfined' } },
      },
    },
    compliant: {
      'the default profile of the runtime is used': {
        spec: { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } },
      },
      'a profile of the node is used': {
        spec: { securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'app' } } },
      },
      'nothing is said': { spec: { securityContext: { appArmorProfile: undefined } } },
      'null is as good as nothing': { spec: { securityContext: { appArmorProfile: null } } },
      'an annotation names the default profile': {
        metadata: { annotations: { 'container.apparmor.security.beta.kubernetes.io/app': 'runtime/default' } },
      },
      'an annotation names a profile of the node': {
        metadata: { annotations: { 'container.apparmor.security.beta.kubernetes.io/app': 'localhost/app' } },
      },
      'an annotation is empty': {
        metadata: { annotations: { 'container.apparmor.security.beta.kubernetes.io/app': '' } },
      },
    },
  },
});

function profileOffence(pod: PodView, type: unknown): Offence {
  return {
    path: `${pod.path}.securityContext.appArmorProfile.type`,
    message: `securityContext.appArmorProfile.type is ${quoted(type ?? '')}`,
  };
}

function annotationOffences(pod: PodView): Offence[] | undefined {
  let offences: Offence[] | undefined;
  for (const key in pod.annotations) {
    const unconfined = unconfinedAppArmor(key, pod.annotations[key]);
    if (unconfined === undefined) continue;
    (offences ??= []).push({
      path: `${pod.metadataPath}.annotations[${plain(key, 160)}]`,
      container: unconfined.container,
      part: `annotations/${key}`,
      message: `container ${quoted(unconfined.container)}: its AppArmor annotation is ${quoted(pod.annotations[key])}`,
    });
  }
  return offences;
}
