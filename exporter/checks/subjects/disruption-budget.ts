import type { KubeObject } from '../../model/object.ts';
import { at, isRecord } from '../../model/record.ts';
import type { Derivation, World } from '../../model/world.ts';
import { fewestOf, replicasOf } from './replicas.ts';
import type { PodView } from './pod-view.ts';
import { podsIn, selects, type LabelSelector } from './selection.ts';
import { whole } from './whole.ts';

/** The parts of a PodDisruptionBudget that checks read. */
export interface BudgetFields {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: {
    readonly selector?: LabelSelector;
    readonly minAvailable?: number | string;
    readonly maxUnavailable?: number | string;
    readonly unhealthyPodEvictionPolicy?: string;
  };
}

/** PodDisruptionBudgets. */
export const disruptionBudget = whole<BudgetFields>('PodDisruptionBudget', ['PodDisruptionBudget'], {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'app', namespace: 'shop' },
  spec: {
    selector: { matchLabels: { app: 'app' } },
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
  },
});

function selectorOf(budget: KubeObject): LabelSelector | undefined {
  const selector = at(budget, 'spec', 'selector');
  return isRecord(selector) ? selector : undefined;
}

/** One label that everything a selector selects has; undefined where none is sure. */
function sureLabel(selector: LabelSelector | undefined): string | undefined {
  const labels: unknown = selector?.matchLabels;
  const [entry] = isRecord(labels) ? Object.entries(labels) : [];
  return entry && placeOf(entry[0], entry[1]);
}

/** Where a label is filed; what is no text is no label. */
function placeOf(key: string, value: unknown): string | undefined {
  return typeof value === 'string' ? `${key}=${value}` : undefined;
}

type Filed<T> = ReadonlyMap<string | undefined, readonly T[]>;

const none: readonly never[] = [];

function file<T>(filed: Map<string | undefined, T[]>, place: string | undefined, item: T): void {
  const there = filed.get(place);
  if (there === undefined) filed.set(place, [item]);
  else there.push(item);
}

/** The budgets of a namespace by one label that each asks for, and under undefined those that ask for none. */
const budgetsByLabel: Derivation<Filed<KubeObject>> = {
  name: 'budgets-by-label',
  from(world, namespace) {
    const filed = new Map<string | undefined, KubeObject[]>();
    for (const budget of world.list('PodDisruptionBudget', namespace)) {
      file(filed, sureLabel(selectorOf(budget)), budget);
    }
    return filed;
  },
};

/** Whether any budget covers the pods of a workload; a check that asks reads `PodDisruptionBudget`. */
export function hasBudget(pod: PodView, world: World): boolean {
  const filed = world.derived(budgetsByLabel, pod.namespace);
  const covers = (budget: KubeObject): boolean => selects(selectorOf(budget), pod.labels);
  if ((filed.get(undefined) ?? none).some(covers)) return true;
  for (const key in pod.labels) if ((filed.get(placeOf(key, pod.labels[key])) ?? none).some(covers)) return true;
  return false;
}

/** The pods of a namespace by each of their labels, and under undefined all of them. */
const podsByLabel: Derivation<Filed<PodView>> = {
  name: 'pods-by-label',
  from(world, namespace) {
    const filed = new Map<string | undefined, PodView[]>();
    for (const pod of podsIn(namespace, world)) {
      file(filed, undefined, pod);
      for (const key in pod.labels) {
        const place = placeOf(key, pod.labels[key]);
        if (place !== undefined) file(filed, place, pod);
      }
    }
    return filed;
  },
};

/** The workloads whose pods a budget covers; a check that asks reads `podMakers`. */
export function coveredBy(budget: KubeObject, world: World): readonly PodView[] {
  const selector = selectorOf(budget);
  const candidates = world.derived(podsByLabel, budget.metadata.namespace).get(sureLabel(selector)) ?? none;
  return candidates.filter(({ labels }) => selects(selector, labels));
}

/**
 * How many pods workloads make together when all is well; undefined where nobody can say. Autoscaled ones count with
 * what they run now or, where that is not known, with the fewest that their autoscaler allows. A check that asks reads
 * `HorizontalPodAutoscaler`.
 */
export function podCount(pods: readonly PodView[], world: World): number | undefined {
  let count = 0;
  for (const { kind, object } of pods) {
    switch (kind) {
      case 'Pod':
        count += 1;
        break;
      case 'Deployment':
      case 'StatefulSet':
      case 'ReplicaSet':
      case 'ReplicationController':
        count += Math.max(replicasOf(object), fewestOf({ kind, object }, world));
        break;
      default:
        return undefined;
    }
  }
  return count;
}

/** A budget's bound of `total` pods, rounded up as the disruption controller does; undefined for what is no bound. */
export function boundOf(bound: unknown, total: number): number | undefined {
  if (typeof bound === 'number') return bound;
  const percent = typeof bound === 'string' ? /^(\d{1,3})%$/.exec(bound)?.[1] : undefined;
  return percent === undefined ? undefined : Math.ceil((Number(percent) * total) / 100);
}
