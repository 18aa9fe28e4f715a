import { defineCheck } from '../define.ts';
import { onVersion } from '../patch.ts';
import { restrictedPod } from '../snippets/restricted-pod.ts';
import { containerWith, podOfChecks } from '../subjects/pod.ts';
import { standardOffence, type Control } from '../subjects/standard.ts';
import { podApparmorUnconfined } from './pod-apparmor-unconfined.ts';
import { podCapabilitiesAdded } from './pod-capabilities-added.ts';
import { podHostIpc } from './pod-host-ipc.ts';
import { podHostNetwork } from './pod-host-network.ts';
import { podHostPid } from './pod-host-pid.ts';
import { podHostPorts } from './pod-host-ports.ts';
import { podHostProbes } from './pod-host-probes.ts';
import { podHostpathVolume } from './pod-hostpath-volume.ts';
import { podPrivileged } from './pod-privileged.ts';
import { podProcMount } from './pod-proc-mount.ts';
import { podSeccompUnconfined } from './pod-seccomp-unconfined.ts';
import { podSelinuxOptions } from './pod-selinux-options.ts';
import { podSysctlsUnsafe } from './pod-sysctls-unsafe.ts';
import { podWindowsHostProcess } from './pod-windows-host-process.ts';

/** The controls of the baseline standard; those that depend on a release say so themselves. */
export const baselineControls: readonly Control[] = [
  { check: podPrivileged },
  { check: podHostPid },
  { check: podHostIpc },
  { check: podHostNetwork },
  { check: podHostPorts },
  { check: podHostpathVolume },
  { check: podCapabilitiesAdded },
  { check: podWindowsHostProcess },
  { check: podSeccompUnconfined },
  { check: podApparmorUnconfined },
  { check: podSelinuxOptions },
  { check: podProcMount },
  { check: podSysctlsUnsafe },
  { check: podHostProbes },
];

export const podPssBaseline = defineCheck({
  id: 'pod-pss-baseline',
  title: 'Pod does not meet the baseline standard',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: { pss: ['baseline'], nsa: ['pod-security'] },
  because:
    'The baseline standard forbids the known ways from a container to its node; a pod that fails it would be refused by a namespace that enforces it.',
  remedy: 'Fix the controls that the finding names; each has a check of its own with its remedy.',
  paste: restrictedPod,
  composite: true,

  subject: podOfChecks,
  fields: ['securityContext', 'containers.securityContext', 'hostPID', 'hostIPC', 'hostNetwork', 'volumes'],
  violatedBy: (judged, world) => standardOffence(judged, 'baseline', baselineControls, world),

  examples: {
    violating: {
      'a container is privileged': {
        spec: { containers: [containerWith({ securityContext: { privileged: true } })] },
      },
      'the pod is on the network of its node': { spec: { hostNetwork: true } },
      'a path of the node is mounted': { spec: { volumes: [{ name: 'data', hostPath: { path: '/srv/data' } }] } },
      'a probe names a host': onVersion('1.34', {
        spec: { containers: [containerWith({ livenessProbe: { httpGet: { host: 'internal.example', port: 80 } } })] },
      }),
      'a user namespace does not relax it before 1.35': onVersion('1.34', {
        spec: { hostUsers: false, containers: [containerWith({ securityContext: { procMount: 'Unmasked' } })] },
      }),
    },
    compliant: {
      'the pod is restricted': {},
      'the pod says nothing at all': {
        spec: { securityContext: undefined, containers: [{ name: 'app', image: 'registry.example/app:1' }] },
      },
      'a probe names a host before 1.34': onVersion('1.33', {
        spec: { containers: [containerWith({ livenessProbe: { httpGet: { host: 'internal.example', port: 80 } } })] },
      }),
      'a user namespace allows an unmasked /proc': onVersion('1.35', {
        spec: { hostUsers: false, containers: [containerWith({ securityContext: { procMount: 'Unmasked' } })] },
      }),
    },
  },
});
