import type { Subject } from '../define.ts';
import type { Offence } from '../../model/verdict.ts';
import type { Judged } from '../judged.ts';
import { patched, type Manifest, type Patch } from '../patch.ts';
import { workloadKinds } from '../../model/kinds.ts';
import type { Container, PodTemplate } from '../../model/pod.ts';
import type { ContainerView, PodView } from './pod-view.ts';

/** A container that no check objects to. */
export const soundContainer: Container = {
  name: 'app',
  image: 'registry.example/team/app:1.4.2@sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a',
  imagePullPolicy: 'Always',
  resources: {
    requests: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
    limits: { cpu: '500m', memory: '128Mi', 'ephemeral-storage': '128Mi' },
  },
  ports: [{ name: 'http', containerPort: 8080 }],
  livenessProbe: { httpGet: { path: '/healthz', port: 8080 } },
  readinessProbe: { httpGet: { path: '/readyz', port: 8080 } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
};

/** A sound container with a patch applied, for examples that need several. */
export function containerWith(patch: Patch<Container>): Container {
  return patched(soundContainer, patch);
}

const soundTemplate: PodTemplate = {
  metadata: { labels: { app: 'app' } },
  spec: {
    serviceAccountName: 'app',
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [soundContainer],
  },
};

/** A bare Pod that no check objects to unless it is optional, with a patch applied; `extra` is what such a check asks for. */
export function soundPod(patch: Patch<PodTemplate>, extra: Patch<PodTemplate> = {}): Manifest {
  const { metadata, spec } = patched(patched(soundTemplate, extra), patch);
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app', namespace: 'shop', ...metadata }, spec };
}

/** Wraps a change of a pod spec into a patch of the workload around it; a running Pod cannot be patched. */
export function wrapPodPatch(judged: Judged, change: object): object | undefined {
  if (judged.kind === 'Pod') return undefined;
  return judged.pod.path.split('.').reduceRight<object>((inner, key) => ({ [key]: inner }), change);
}

/** Wraps a change of one container likewise; containers merge by name, ephemeral ones cannot be changed at all. */
export function wrapContainerPatch(judged: Judged, view: ContainerView, change: object): object | undefined {
  if (view.role === 'ephemeralContainers') return undefined;
  return wrapPodPatch(judged, { [view.role]: [{ name: view.name, ...change }] });
}

/** The container that an offence names. */
export function containerAt(judged: Judged, offence: Offence): ContainerView | undefined {
  return judged.pod.containers.find(({ name }) => name === offence.container);
}

/** Every workload's pod as a whole. */
export const pod: Subject<PodView, PodTemplate> = {
  name: 'pod',
  kinds: workloadKinds,
  of: (judged) => judged.pod.alone,
  manifest: soundPod,
  locate: (view) => ({ path: view.path, value: view.spec }),
  at: (judged) => judged.pod,
  wrap: (judged, _view, { spec }) => (spec ? wrapPodPatch(judged, spec) : undefined),
};

/** The same, where a check asks for more than the others do: `extra` makes its sound pod. */
export function podWith(extra: Patch<PodTemplate>): Subject<PodView, PodTemplate> {
  return { ...pod, manifest: (patch) => soundPod(patch, extra) };
}

/** Every workload as a whole, for checks that combine what others say of it. */
export const podOfChecks: Subject<Judged, PodTemplate> = {
  name: 'pod',
  kinds: workloadKinds,
  of: (judged) => judged.whole,
  manifest: soundPod,
  locate: ({ pod: { path, spec } }) => ({ path, value: spec }),
  at: (judged) => judged,
  wrap: (judged, _candidate, { spec }) => (spec ? wrapPodPatch(judged, spec) : undefined),
};
