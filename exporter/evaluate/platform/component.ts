import type { CheckId } from '../../checks/index.ts';
import type { Judged } from '../../checks/judged.ts';
import { controllerOf } from '../../model/object.ts';
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
  /** The name, without the name of the node for static pods, and without a release such as `-v0.8.1`. */
  readonly name: string;
  /** Where images of its containers may come from; every container needs one of these. */
  readonly images: readonly Repository[];
  /** Checks that it may fail, beside those of `leftOut`. */
  readonly accepts?: readonly CheckId[];
  /** Paths of the node that it may mount, also writable. */
  readonly hostPaths?: readonly string[];
  /** Capabilities that it may add. */
  readonly capabilities?: readonly string[];
}

/**
 * What vendors leave out of what they ship and whoever runs the cluster cannot add, because it would be put back: by the
 * platform at once, or by its next upgrade. All of it is absent from the pod; whatever is in it has to be listed.
 */
export const leftOut: ReadonlySet<CheckId> = new Set<CheckId>([
  // The user and the profile that a container runs with.
  'pod-allow-privilege-escalation',
  'pod-capabilities-drop-all',
  'pod-capability-net-raw',
  'pod-host-users',
  'pod-linux-hardening',
  'pod-low-uid-gid',
  'pod-privileged-container-port',
  'pod-readonly-rootfs',
  'pod-run-as-non-root',
  'pod-run-as-root-gid',
  'pod-run-as-root-uid',
  'pod-seccomp-missing',
  // Its image comes from where it should; which one it is and when it is pulled is up to the platform.
  'image-digest-missing',
  'image-pull-policy',
  // Requests, limits and probes.
  'rel-liveness-probe',
  'rel-no-spread',
  'rel-pdb-missing',
  'rel-priority-class',
  'rel-probe-port-unexposed',
  'rel-probes-identical',
  'rel-readiness-probe',
  'res-cpu-limit',
  'res-cpu-request',
  'res-ephemeral-storage',
  'res-memory-limit',
  'res-memory-request',
  // It calls the Kubernetes API; what it may do there is judged where it is granted.
  'sa-token-automount',
  'sa-token-mounted-with-rbac',
  // A policy that its platform does not know may cut it off with the next upgrade.
  'netpol-egress-uncovered',
  'netpol-ingress-uncovered',
  'netpol-metadata-egress',
  // It has to run where nothing else does.
  'pod-control-plane-toleration',
]);

/** What an agent of the node is accepted for that has the node itself in hand. */
export const nodeAgent: readonly CheckId[] = ['pod-host-network', 'pod-privileged', 'pod-host-probes'];

/** Components by `identityOf`; platforms ship different ones under one name, such as kube-proxy. */
export type Catalogue = ReadonlyMap<string, readonly Component[]>;

/** A catalogue of components. */
export function catalogueOf(components: readonly Component[]): Catalogue {
  return Map.groupBy(components, ({ kind, namespace, name }) => `${kind}/${namespace}/${name}`);
}

/** The component that an object is, images included; undefined for anybody else's. */
export function componentAt(judged: Judged, catalogue: Catalogue): Component | undefined {
  return catalogue.get(identityOf(judged))?.find((component) => hasImagesOf(component, judged));
}

const release = /-v\d{1,3}\.\d{1,3}\.\d{1,3}$/;

function identityOf({ kind, object: { metadata } }: Judged): string {
  const { name, namespace, annotations } = metadata;
  if (kind !== 'Pod') return `${kind}/${namespace}/${name.replace(release, '')}`;
  // Only a kubelet can create the copy of a static pod, and only for its own node.
  const owner = controllerOf(metadata);
  const isMirror = annotations?.['kubernetes.io/config.mirror'] !== undefined && owner?.kind === 'Node';
  if (!isMirror || !name.endsWith(`-${owner.name}`)) return '';
  return `static Pod/${namespace}/${name.slice(0, -owner.name.length - 1)}`;
}

function hasImagesOf({ images }: Component, judged: Judged): boolean {
  return judged.pod.containers.every(({ container: { image } }) => typeof image === 'string' && isFrom(image, images));
}
