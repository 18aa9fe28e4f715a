import type { Subject } from '../define.ts';
import { workloadKinds } from '../../model/kinds.ts';
import type { Container } from '../../model/pod.ts';
import type { ContainerView } from './pod-view.ts';
import { containerAt, containerWith, soundPod, wrapContainerPatch } from './pod.ts';

/** Every container of every workload: main, init, sidecar and ephemeral. */
export const container: Subject<ContainerView, Container> = {
  name: 'container',
  kinds: workloadKinds,
  of: (judged) => judged.pod.containers,
  manifest: (patch) => soundPod({ spec: { containers: [containerWith(patch)] } }),
  locate: (view) => ({ path: view.path, container: view.name, value: view.container }),
  at: containerAt,
  wrap: (judged, view, change) => wrapContainerPatch(judged, view, change),
};
