import type { CheckId } from '../../checks/index.ts';
import type { Judged } from '../../checks/judged.ts';
import { isFrom, type Repository } from './images.ts';

/**
 * A workload that a platform ships, and what it cannot do its work without. It is recognised by kind, namespace, name
 * and the images of all its containers together; what it is accepted for is listed check by check, path by path and
 * capability by capability, so that anything beyond is a finding.
 */
export interface Component {
  readonly id: string;
  /** One sentence: who ships it and why it needs what is accepted. */
  readonly reason: string;
  readonly kind: 'DaemonSet' | 'Deployment' | 'static Pod';
  readonly namespace: string;
  /** The name, or the beginning of it for static pods, which end in the name of their node. */
  readonly name: string | RegExp;
  /** Where images of its containers may come from; every container needs one of these. */
  readonly images: readonly Repository[];
  /** Checks that it may fail, beside those of `unhardened`. */
  readonly accepts?: readonly CheckId[];
  /** Paths of the node that it may mount, also writable. */
  readonly hostPaths?: readonly string[];
  /** Capabilities that it may add. */
  readonly capabilities?: readonly string[];
}

/** Hardening that vendors leave out of what they ship, and that users of a platform cannot add. */
export const unhardened: readonly CheckId[] = [
  'pod-allow-privilege-escalation',
  'pod-capabilities-drop-all',
  'pod-capability-net-raw',
  'pod-readonly-rootfs',
  'pod-run-as-non-root',
  'pod-run-as-root-gid',
  'pod-run-as-root-uid',
  'pod-seccomp-missing',
  'sa-token-automount',
];

/** What an agent of the node is accepted for that has the node itself in hand. */
export const nodeAgent: readonly CheckId[] = ['pod-host-network', 'pod-privileged', 'pod-host-probes'];

/** Whether an object is what a component looks like, images included. */
export function isComponent(component: Component, judged: Judged): boolean {
  return (
    hasIdentity(component, judged) &&
    judged.pod.containers.every(
      ({ container: { image } }) => typeof image === 'string' && isFrom(image, component.images),
    )
  );
}

function hasIdentity({ kind, namespace, name }: Component, judged: Judged): boolean {
  const { metadata } = judged.object;
  if (metadata.namespace !== namespace) return false;
  if (kind !== 'static Pod') {
    return judged.kind === kind && (typeof name === 'string' ? metadata.name === name : name.test(metadata.name));
  }
  return judged.kind === 'Pod' && typeof name === 'string' && isStaticPod(judged, name);
}

/** Only a kubelet can create the copy of a static pod, and only for its own node. */
function isStaticPod({ object: { metadata } }: Judged, name: string): boolean {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  return (
    metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined &&
    owner?.kind === 'Node' &&
    metadata.name === `${name}-${owner.name}`
  );
}
