import { defineCheck } from '../define.ts';
import { container } from '../subjects/container.ts';
import { entries, isSet } from '../subjects/field.ts';
import type { ContainerView } from '../subjects/pod-view.ts';
import { hasConfinedType, hasConfiningAnnotation } from '../subjects/profile.ts';

const unconfined = { type: 'Unconfined' };

export const podLinuxHardening = defineCheck({
  id: 'pod-linux-hardening',
  title: 'Nothing of Linux holds the container back',
  category: 'pod-security',
  risk: { impact: 'workload', ease: 'contributing' },
  optional: true,
  frameworks: { nsa: ['container-hardening'] },
  because:
    'Neither seccomp nor AppArmor nor SELinux is asked for, and no capability is given up: the whole of the kernel is open to whoever takes the program over.',
  remedy: 'Set `seccompProfile.type: RuntimeDefault` and drop all capabilities.',

  subject: container,
  fields: ['securityContext'],
  violatedBy: (view) => (view.pod.isWindows ? 'not_applicable' : !isHeldBack(view)),
  fix: { securityContext: { seccompProfile: { type: 'RuntimeDefault' }, capabilities: { drop: ['ALL'] } } },

  examples: {
    violating: {
      'a container lifts what the pod asks for, and drops nothing': {
        securityContext: { seccompProfile: unconfined, capabilities: null },
      },
      'the list of dropped capabilities is empty': {
        securityContext: { seccompProfile: unconfined, capabilities: { drop: [] } },
      },
      'AppArmor is switched off too': {
        securityContext: { seccompProfile: unconfined, appArmorProfile: unconfined, capabilities: undefined },
      },
      'the SELinux options say nothing': {
        securityContext: { seccompProfile: unconfined, seLinuxOptions: {}, capabilities: undefined },
      },
    },
    compliant: {
      'the pod asks for seccomp': { securityContext: { capabilities: undefined } },
      'the container asks for seccomp': {
        securityContext: { capabilities: undefined, seccompProfile: { type: 'Localhost' } },
      },
      'a capability is dropped': {
        securityContext: { seccompProfile: unconfined, capabilities: { drop: ['NET_RAW'] } },
      },
      'AppArmor is asked for': {
        securityContext: {
          seccompProfile: unconfined,
          capabilities: undefined,
          appArmorProfile: { type: 'RuntimeDefault' },
        },
      },
      'SELinux is asked for': {
        securityContext: {
          seccompProfile: unconfined,
          capabilities: undefined,
          seLinuxOptions: { level: 's0:c123,c456' },
        },
      },
    },
  },
});

function isHeldBack(view: ContainerView): boolean {
  const { securityContext, pod } = view;
  const above = pod.securityContext;
  const seccomp = securityContext?.seccompProfile ?? above?.seccompProfile;
  if (isSet(seccomp) && hasConfinedType(seccomp)) return true;
  if (entries(securityContext?.capabilities?.drop).length > 0) return true;
  const appArmor = securityContext?.appArmorProfile ?? above?.appArmorProfile;
  if (isSet(appArmor) ? hasConfinedType(appArmor) : hasConfiningAnnotation(view)) return true;
  const { level, role, type, user } = securityContext?.seLinuxOptions ?? above?.seLinuxOptions ?? {};
  return Boolean(level || role || type || user);
}
