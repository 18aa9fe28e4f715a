import type { Subject } from '../define.ts';
import type { Judged } from '../judged.ts';
import { patched, type Manifest, type Patch } from '../patch.ts';
import { workloadKinds } from '../../model/kinds.ts';
import type { Container, PodTemplate } from '../../model/pod.ts';
import type { PodView } from './pod-view.ts';

/** A container that no check objects to. */
export const soundContainer: Container = {
  name: 'app',
  image: 'registry.example/team/app:1.4.2@sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a',
  imagePullPolicy: 'Always',
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
};

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

/** A bare Pod that no check objects to, with a patch applied. */
export function soundPod(patch: Patch<PodTemplate>): Manifest {
  const { metadata, spec } = patched(soundTemplate, patch);
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app', namespace: 'shop', ...metadata }, spec };
}

/** Wraps a change of a pod spec into a patch of the workload around it; a running Pod cannot be patched. */
export function wrapPodPatch(judged: Judged, spec: object): object | undefined {
  const path = judged.pod.path.split('.');
  if (judged.kind === 'Pod') return undefined;
  return path.reduceRight<object>((inner, key) => ({ [key]: inner }), spec);
}

/** Every workload's pod as a whole. */
export const pod: Subject<PodView, PodTemplate> = {
  name: 'pod',
  kinds: workloadKinds,
  of: (judged) => (judged.pod.containers.length > 0 ? [judged.pod] : []),
  manifest: soundPod,
  locate: (view) => ({ path: view.path, value: view.spec }),
  patchAt: (judged, _offence, fix) => (fix.spec ? wrapPodPatch(judged, fix.spec) : undefined),
};
