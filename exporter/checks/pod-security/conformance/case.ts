import type { Container, InheritedSecurityContext, PodTemplate } from '../../../model/pod.ts';
import type { CheckId } from '../../index.ts';
import { patched, type Manifest, type Patch } from '../../patch.ts';

export type Level = 'baseline' | 'restricted';

/** In which minor releases of Kubernetes 1 a standard forbids something. */
export type Forbidden = (minor: number) => boolean;

export const always: Forbidden = () => true;
export const never: Forbidden = () => false;
export const since =
  (first: number): Forbidden =>
  (minor) =>
    minor >= first;
export const before =
  (end: number): Forbidden =>
  (minor) =>
    minor < end;
export const between =
  (first: number, end: number): Forbidden =>
  (minor) =>
    minor >= first && minor < end;

/**
 * A pod that meets both standards but for what is changed, and what the documentation says of it. What is changed of a
 * container is tried in every kind of container, what can be set anywhere in the pod and in every kind of container.
 */
export interface Case {
  readonly when: string;
  readonly pod?: Patch<PodTemplate>;
  readonly container?: Patch<Container>;
  readonly anywhere?: Patch<InheritedSecurityContext>;
  readonly baseline: Forbidden;
  readonly restricted: Forbidden;
  /** The check that stands for the control, where it is another than that of the other cases. */
  readonly check?: CheckId;
}

/** The cases of one control. Source: "Pod Security Standards" in the documentation of Kubernetes 1.37. */
export interface ControlCases {
  /** As the documentation names it. */
  readonly control: string;
  /** The check that stands for it under a standard in a release. */
  readonly check: CheckId | ((level: Level, minor: number) => CheckId);
  readonly cases: readonly Case[];
}

/** The least that a container must say to meet restricted beside what it inherits. */
const hardened: Container = {
  name: 'app',
  image: 'registry.example/app:1',
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};

/** Such a container with a change. */
export function containerWith(change: Patch<Container>): Container {
  return patched(hardened, change);
}

/** The least that a pod must say to meet restricted. */
const hardenedPod: PodTemplate = {
  spec: {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [hardened],
  },
};

function podWith(change: Patch<PodTemplate>): Manifest {
  const { metadata, spec } = patched(hardenedPod, change);
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: 'app' }, spec };
}

/** The pods of a case, by where the change is made. */
export function podsOf({ pod = {}, container, anywhere }: Case): Readonly<Record<string, Manifest>> {
  if (anywhere !== undefined) {
    const ofPod: Patch<PodTemplate> = { spec: { securityContext: anywhere } };
    return { 'the pod': podWith(both(pod, ofPod)), ...inContainers(pod, { securityContext: anywhere }) };
  }
  return container === undefined ? { 'the pod': podWith(pod) } : inContainers(pod, container);
}

function inContainers(pod: Patch<PodTemplate>, change: Patch<Container>): Record<string, Manifest> {
  const changed = (name: string): Container => containerWith({ ...change, name });
  const sidecar = { ...changed('sidecar'), restartPolicy: 'Always' };
  return {
    'the only container': podWith(both(pod, { spec: { containers: [changed('app')] } })),
    'the second container': podWith(both(pod, { spec: { containers: [hardened, changed('second')] } })),
    'an init container': podWith(both(pod, { spec: { initContainers: [changed('init')] } })),
    'a sidecar': podWith(both(pod, { spec: { initContainers: [containerWith({ name: 'init' }), sidecar] } })),
    'an ephemeral container': podWith(both(pod, { spec: { ephemeralContainers: [changed('debug')] } })),
  };
}

/** Two patches as one; `undefined` in either still removes the field. */
function both(first: Patch<PodTemplate>, second: Patch<PodTemplate>): Patch<PodTemplate> {
  const spec = { ...first.spec, ...second.spec };
  if (first.spec?.securityContext && second.spec?.securityContext) {
    spec.securityContext = { ...first.spec.securityContext, ...second.spec.securityContext };
  }
  return { ...first, ...second, spec };
}
