import type { Subject } from '../define.ts';
import { patched } from '../patch.ts';
import { workloadKinds } from '../../model/kinds.ts';
import type { Container } from '../../model/pod.ts';
import type { ContainerView } from './pod-view.ts';
import { soundContainer, soundPod, wrapPodPatch } from './pod.ts';

/** Every container of every workload: main, init, sidecar and ephemeral. */
export const container: Subject<ContainerView, Container> = {
  name: 'container',
  kinds: workloadKinds,
  of: (judged) => judged.pod.containers,
  manifest: (patch) => soundPod({ spec: { containers: [patched(soundContainer, patch)] } }),
  locate: (view) => ({ path: view.path, container: view.name, value: view.container }),
  patchAt(judged, offence, fix) {
    const view = judged.pod.containers.find(({ name }) => name === offence.container);
    if (view === undefined || view.role === 'ephemeralContainers') return undefined;
    return wrapPodPatch(judged, { [view.role]: [{ name: view.name, ...fix }] });
  },
};
