import { kindNamed, type KindName } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/object.ts';
import { at, isRecord } from '../../model/record.ts';
import type { Derivation, World } from '../../model/world.ts';
import { whole } from './whole.ts';

/** The parts of a HorizontalPodAutoscaler that checks read. */
export interface AutoscalerFields {
  readonly spec?: {
    readonly scaleTargetRef?: { readonly apiVersion?: string; readonly kind?: string; readonly name?: string };
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
  };
}

/** HorizontalPodAutoscalers. */
export const autoscaler = whole<AutoscalerFields>('HorizontalPodAutoscaler', ['HorizontalPodAutoscaler'], {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'app', namespace: 'shop' },
  spec: {
    scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'app' },
    minReplicas: 2,
    maxReplicas: 10,
  },
});

/** What an autoscaler scales; `kind` is undefined where the catalogue does not know it. */
export interface ScaleTarget {
  readonly kind: KindName | undefined;
  readonly name: string;
}

/** The target that an autoscaler names; undefined where it names none. */
export function targetOf(autoscaler: KubeObject): ScaleTarget | undefined {
  const target = at(autoscaler, 'spec', 'scaleTargetRef');
  if (!isRecord(target)) return undefined;
  const { apiVersion, kind, name } = target;
  if (typeof kind !== 'string' || typeof name !== 'string') return undefined;
  return { kind: kindNamed(typeof apiVersion === 'string' ? apiVersion : 'apps/v1', kind), name };
}

/** The replicas below which an autoscaler never goes. */
export function fewestReplicas(autoscaler: KubeObject): number {
  const fewest = at(autoscaler, 'spec', 'minReplicas');
  return typeof fewest === 'number' ? fewest : 1;
}

const autoscalersByTarget: Derivation<ReadonlyMap<string, KubeObject>> = {
  name: 'autoscalers-by-target',
  from(world, namespace) {
    const filed = new Map<string, KubeObject>();
    for (const autoscaler of world.list('HorizontalPodAutoscaler', namespace)) {
      const target = targetOf(autoscaler);
      if (target?.kind !== undefined) filed.set(`${target.kind}/${target.name}`, autoscaler);
    }
    return filed;
  },
};

/** The autoscaler of a workload, if any; a check that asks reads `HorizontalPodAutoscaler`. */
export function autoscalerOf(
  kind: KindName,
  { metadata: { namespace, name } }: KubeObject,
  world: World,
): KubeObject | undefined {
  const filed = world.derived(autoscalersByTarget, namespace);
  return filed.size === 0 ? undefined : filed.get(`${kind}/${name}`);
}
