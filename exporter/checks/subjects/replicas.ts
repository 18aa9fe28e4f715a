import type { PodTemplate } from '../../model/pod.ts';
import type { KindName } from '../../model/kinds.ts';
import { at } from '../../model/record.ts';
import type { World } from '../../model/world.ts';
import type { Subject } from '../define.ts';
import type { Judged } from '../judged.ts';
import { patched, type Manifest, type Patch } from '../patch.ts';
import { autoscalerOf, fewestReplicas } from './autoscaler.ts';
import { soundPod } from './pod.ts';
import type { LabelSelector } from './selection.ts';

/** The parts of a workload around its pod template that checks read. */
export interface ReplicatedFields {
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly replicas?: number;
    readonly selector?: LabelSelector;
    readonly strategy?: { readonly type?: string };
    readonly template?: PodTemplate;
  };
}

/** A Deployment of two replicas that no check objects to. */
export const soundDeployment: Manifest & ReplicatedFields = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app', namespace: 'shop' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'app' } },
    template: {
      metadata: { labels: { app: 'app' } },
      spec: {
        topologySpreadConstraints: [{ topologyKey: 'kubernetes.io/hostname' }],
        ...(soundPod({})['spec'] as PodTemplate['spec']),
      },
    },
  },
};

/** Workloads of some kinds with what stands around their pod templates; `extra` is what a check asks of the sound one. */
export function workloadsOf(
  name: string,
  kinds: readonly KindName[],
  extra: Patch<ReplicatedFields> = {},
): Subject<Judged, ReplicatedFields> {
  const sound = patched<ReplicatedFields>(soundDeployment, extra);
  return {
    name,
    kinds,
    of: (judged) => judged.whole,
    manifest: (patch) => patched(sound, patch) as Manifest,
    locate: ({ object }) => ({ path: '', value: object }),
    at: (judged) => judged,
    wrap: (_judged, _candidate, change) => change,
  };
}

/** Workloads that run a number of equal pods: those that serve somebody. */
export const replicated = workloadsOf('Deployment or StatefulSet', ['Deployment', 'StatefulSet']);

/** The same, where a check asks for something beside those that run more than one. */
export const single = workloadsOf('Deployment or StatefulSet', ['Deployment', 'StatefulSet'], {
  spec: { replicas: 1 },
});

/** How many replicas a workload is told to run; one where it does not say. */
export function replicasOf(object: object): number {
  const replicas = at(object, 'spec', 'replicas');
  return typeof replicas === 'number' ? replicas : 1;
}

/**
 * The fewest replicas that a workload runs with: those that an autoscaler leaves, where one scales it. Zero means that
 * it is switched off. A check that asks reads `HorizontalPodAutoscaler`.
 */
export function fewestOf({ kind, object }: Pick<Judged, 'kind' | 'object'>, world: World): number {
  const replicas = replicasOf(object);
  // An autoscaler leaves alone what somebody scaled to nothing.
  if (replicas === 0) return 0;
  const autoscaler = autoscalerOf(kind, object, world);
  return autoscaler === undefined ? replicas : fewestReplicas(autoscaler);
}
