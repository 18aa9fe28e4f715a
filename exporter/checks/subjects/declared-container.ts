import type { Subject } from '../define.ts';
import { workloadKinds } from '../../model/kinds.ts';
import type { Container, PodTemplate } from '../../model/pod.ts';
import type { ContainerView, PodView } from './pod-view.ts';
import { container } from './container.ts';
import { pod } from './pod.ts';

/** Every container that a template can declare: main, init and sidecar. Ephemeral ones take neither resources nor probes. */
export const declaredContainer: Subject<ContainerView, Container> = {
  ...container,
  name: 'main or init container',
  of: ({ pod }) => declaredIn(pod),
};

/** Kinds whose pods are meant to run for ever: not Jobs, and not what only waits to be used. */
const servingKinds = workloadKinds.filter((kind) => kind !== 'Job' && kind !== 'CronJob' && kind !== 'PodTemplate');

/** The main containers of workloads that are meant to run for ever; none of Pods that may end. */
export const servingContainer: Subject<ContainerView, Container> = {
  ...container,
  name: 'main container of a workload that keeps running',
  kinds: servingKinds,
  of: ({ pod }) => (mayEnd(pod) ? nothing : mainIn(pod)),
};

/** The pods of workloads that are meant to run for ever. */
export const servingPod: Subject<PodView, PodTemplate> = {
  ...pod,
  name: 'pod of a workload that keeps running',
  kinds: servingKinds,
  of: (judged) => (mayEnd(judged.pod) ? nothing : judged.pod.alone),
};

const nothing: readonly never[] = [];

function mayEnd({ kind, spec: { restartPolicy } }: PodView): boolean {
  return kind === 'Pod' && (restartPolicy === 'Never' || restartPolicy === 'OnFailure');
}

// A pod lists its main containers first and its ephemeral ones last: mostly there is nothing to leave out.
function declaredIn({ containers }: PodView): readonly ContainerView[] {
  if (containers.at(-1)?.role !== 'ephemeralContainers') return containers;
  return containers.filter(({ role }) => role !== 'ephemeralContainers');
}

function mainIn({ containers }: PodView): readonly ContainerView[] {
  if (containers.at(-1)?.role === 'containers') return containers;
  return containers.filter(({ role }) => role === 'containers');
}
