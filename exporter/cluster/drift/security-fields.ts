import type { KindName } from '../../model/kinds.ts';

/** Kinds that are about security as a whole: whatever is declared in them decides who may do what. */
const securityKinds: ReadonlySet<KindName> = new Set<KindName>([
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'NetworkPolicy',
  'CiliumNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'CalicoNetworkPolicy',
  'CalicoGlobalNetworkPolicy',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
]);

const securityField = new RegExp(
  [
    // Pods: privileges, identity, what runs in them, and what of the node they see.
    String.raw`securityContext|(?:^|[.\]])host(?:Network|PID|IPC|Users|Path|Port|Aliases)\b|serviceAccount|automountServiceAccountToken`,
    String.raw`(?:^|\.)(?:image|command|args|volumes|volumeMounts|volumeDevices|runtimeClassName|imagePullSecrets|shareProcessNamespace)\b`,
    // A whole container that came or went.
    String.raw`(?:^|\.)(?:containers|initContainers|ephemeralContainers)\[[^\]]*\]$`,
    // Ways in.
    String.raw`^spec\.(?:type|externalIPs|loadBalancerSourceRanges|loadBalancerIP|tls|rules|listeners)\b`,
    // What Pod Security enforces, and annotations in which confinement once stood.
    String.raw`\[pod-security\.kubernetes\.io/|\[container\.(?:seccomp|apparmor)\.|\[seccomp\.|apparmor`,
  ].join('|'),
);
const marks = /^metadata\.(?:labels|annotations)\b/;

/** Whether a change of this field may change what an object is allowed to do, or who may reach it. */
export function isSecurityField(kind: KindName, path: string): boolean {
  if (securityField.test(path)) return true;
  return securityKinds.has(kind) && !marks.test(path);
}
