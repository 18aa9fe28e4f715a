import { apparmor } from './apparmor.ts';
import { capabilities } from './capabilities.ts';
import type { ControlCases } from './case.ts';
import { hostNamespaces } from './host-namespaces.ts';
import { hostPorts } from './host-ports.ts';
import { hostProbes } from './host-probes.ts';
import { hostProcess } from './host-process.ts';
import { privilegeEscalation } from './privilege-escalation.ts';
import { privilegedContainers } from './privileged-containers.ts';
import { procMount } from './proc-mount.ts';
import { runningAsNonRoot } from './running-as-non-root.ts';
import { runningAsNonRootUser } from './running-as-non-root-user.ts';
import { seccomp } from './seccomp.ts';
import { selinux } from './selinux.ts';
import { sysctls } from './sysctls.ts';
import { volumes } from './volumes.ts';

/** Every control of both standards, in the order of the documentation. */
export const controls: readonly ControlCases[] = [
  hostProcess,
  hostNamespaces,
  privilegedContainers,
  capabilities,
  volumes,
  hostPorts,
  hostProbes,
  apparmor,
  selinux,
  procMount,
  seccomp,
  sysctls,
  privilegeEscalation,
  runningAsNonRoot,
  runningAsNonRootUser,
];
