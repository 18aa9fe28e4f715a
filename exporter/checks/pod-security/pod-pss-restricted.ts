import { defineCheck } from '../define.ts';
import { onVersion } from '../patch.ts';
import { restrictedPod } from '../snippets/restricted-pod.ts';
import { containerWith, podOfChecks } from '../subjects/pod.ts';
import type { PodView } from '../subjects/pod-view.ts';
import { hasUnmaskedProc } from '../subjects/proc-mount.ts';
import { standardOffence, type Control } from '../subjects/standard.ts';
import { podAllowPrivilegeEscalation } from './pod-allow-privilege-escalation.ts';
import { podApparmorUnconfined } from './pod-apparmor-unconfined.ts';
import { podCapabilitiesAdded } from './pod-capabilities-added.ts';
import { podCapabilitiesDropAll } from './pod-capabilities-drop-all.ts';
import { podHostIpc } from './pod-host-ipc.ts';
import { podHostNetwork } from './pod-host-network.ts';
import { podHostPid } from './pod-host-pid.ts';
import { podHostPorts } from './pod-host-ports.ts';
import { podHostProbes } from './pod-host-probes.ts';
import { podPrivileged } from './pod-privileged.ts';
import { podProcMount } from './pod-proc-mount.ts';
import { podRunAsNonRoot } from './pod-run-as-non-root.ts';
import { podRunAsRootUid } from './pod-run-as-root-uid.ts';
import { podSeccompMissing } from './pod-seccomp-missing.ts';
import { podSeccompUnconfined } from './pod-seccomp-unconfined.ts';
import { podSelinuxOptions } from './pod-selinux-options.ts';
import { podSysctlsUnsafe } from './pod-sysctls-unsafe.ts';
import { podVolumeTypes } from './pod-volume-types.ts';
import { podWindowsHostProcess } from './pod-windows-host-process.ts';

/** The controls of the restricted standard: its own, in place of the looser ones of baseline, and the rest of baseline. */
export const restrictedControls: readonly Control[] = [
  { check: podPrivileged },
  { check: podHostPid },
  { check: podHostIpc },
  { check: podHostNetwork },
  { check: podHostPorts },
  { check: podVolumeTypes },
  { check: podCapabilitiesAdded, until: 22 },
  { check: podCapabilitiesDropAll, since: 22 },
  { check: podAllowPrivilegeEscalation, since: 8 },
  { check: podRunAsNonRoot },
  { check: podRunAsRootUid, since: 23 },
  { check: podSeccompUnconfined, until: 19 },
  { check: podSeccompMissing, since: 19 },
  { check: podWindowsHostProcess },
  { check: podApparmorUnconfined },
  { check: podSelinuxOptions },
  // Here a user namespace does not make up for an unmasked /proc, as it does in the check and in baseline.
  { check: podProcMount, alsoForbids: hasUnmaskedContainer },
  { check: podSysctlsUnsafe },
  { check: podHostProbes },
];

export const podPssRestricted = defineCheck({
  id: 'pod-pss-restricted',
  title: 'Pod does not meet the restricted standard',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { cis: ['5.6.3'], pss: ['restricted'], nsa: ['pod-security'] },
  because:
    'The restricted standard is what a program that needs nothing of its node can run under; a pod that meets it leaves an intruder little to start with.',
  remedy: 'Fix the controls that the finding names; each has a check of its own with its remedy.',
  paste: restrictedPod,
  composite: true,

  subject: podOfChecks,
  fields: ['securityContext', 'containers.securityContext', 'hostPID', 'hostIPC', 'hostNetwork', 'volumes'],
  violatedBy: (judged, world) => standardOffence(judged, 'restricted', restrictedControls, world),

  examples: {
    violating: {
      'the pod says nothing at all': {
        spec: { securityContext: undefined, containers: [{ name: 'app', image: 'registry.example/app:1' }] },
      },
      'the pod does not even meet baseline': { spec: { hostPID: true } },
      'capabilities are kept': {
        spec: { containers: [containerWith({ securityContext: { capabilities: undefined } })] },
      },
      'a user namespace does not make up for an unmasked /proc': onVersion('1.35', {
        spec: { hostUsers: false, containers: [containerWith({ securityContext: { procMount: 'Unmasked' } })] },
      }),
      'the pod names user 0, forbidden since 1.23': onVersion('1.23', { spec: { securityContext: { runAsUser: 0 } } }),
    },
    compliant: {
      'every control is met': {},
      'a Windows pod has no Linux fields': {
        spec: {
          os: { name: 'windows' },
          securityContext: { runAsUser: undefined, runAsGroup: undefined, seccompProfile: undefined },
          containers: [{ name: 'app', image: 'registry.example/app:1' }],
        },
      },
      'the pod names user 0, not yet forbidden in 1.22': onVersion('1.22', {
        spec: { securityContext: { runAsUser: 0 } },
      }),
      'a user namespace makes up for root': onVersion('1.35', {
        spec: { hostUsers: false, securityContext: { runAsNonRoot: undefined, runAsUser: 0 } },
      }),
    },
  },
});

function hasUnmaskedContainer({ containers }: PodView): boolean {
  return containers.some(hasUnmaskedProc);
}
