import type { CheckId } from '../../exporter/checks/index.ts';

/** A standard and the release of Kubernetes whose edition of it holds, as labels of a namespace say it. */
export interface Policy {
  readonly level: 'baseline' | 'restricted';
  /** Minor release of Kubernetes 1; undefined is the newest that the API server knows. */
  readonly minor: number | undefined;
}

/** What the labels and the messages of Pod Security call the edition. */
export function editionOf({ minor }: Policy): string {
  return minor === undefined ? 'latest' : `v1.${minor}`;
}

/** The checks that stand for what a message of Pod Security calls the controls. */
const checkOf: Readonly<Record<string, CheckId>> = {
  'allowPrivilegeEscalation != false': 'pod-allow-privilege-escalation',
  'forbidden AppArmor profile': 'pod-apparmor-unconfined',
  'forbidden AppArmor profiles': 'pod-apparmor-unconfined',
  'non-default capabilities': 'pod-capabilities-added',
  'unrestricted capabilities': 'pod-capabilities-drop-all',
  'hostNetwork=true': 'pod-host-network',
  'hostPID=true': 'pod-host-pid',
  'hostIPC=true': 'pod-host-ipc',
  'hostPath volumes': 'pod-hostpath-volume',
  hostPort: 'pod-host-ports',
  'probe or lifecycle host': 'pod-host-probes',
  privileged: 'pod-privileged',
  procMount: 'pod-proc-mount',
  'restricted volume types': 'pod-volume-types',
  'runAsNonRoot != true': 'pod-run-as-non-root',
  'runAsUser=0': 'pod-run-as-root-uid',
  seLinuxOptions: 'pod-selinux-options',
  'forbidden sysctls': 'pod-sysctls-unsafe',
  hostProcess: 'pod-windows-host-process',
};

/**
 * The checks of the controls that a message of Pod Security names under a policy; undefined where the message is about
 * something else. Throws for a control that has no check.
 */
export function controlsNamed(message: string, policy: Policy): CheckId[] | undefined {
  const prefix = `violate PodSecurity "${policy.level}:${editionOf(policy)}": `;
  const start = message.replace('violates PodSecurity', 'violate PodSecurity');
  const at = start.indexOf(prefix);
  if (at === -1) return undefined;
  // The three namespaces of the node are one control there: which of them, only its details say.
  const reasons = start.slice(at + prefix.length).replace(/host namespaces \(([^()]*)\)/, '$1');
  return reasons
    .replace(/ \([^()]*\)/g, '')
    .split(', ')
    .map((reason) => {
      if (reason === 'seccompProfile') return seccompCheck(policy);
      const check = checkOf[reason];
      if (check === undefined) throw new Error(`no check stands for ${JSON.stringify(reason)} in ${message}`);
      return check;
    })
    .sort();
}

/** One name there for two controls: since 1.19 restricted asks for a profile. */
function seccompCheck({ level, minor = Infinity }: Policy): CheckId {
  return level === 'restricted' && minor >= 19 ? 'pod-seccomp-missing' : 'pod-seccomp-unconfined';
}
