import type { KubeObject } from '../../model/object.ts';
import { at, records } from '../../model/record.ts';
import type { World } from '../../model/world.ts';
import type { Manifest } from '../patch.ts';
import { isSet } from './field.ts';
import type { PodView } from './pod-view.ts';
import { whole } from './whole.ts';

/** The parts of a ServiceAccount that checks read. */
export interface ServiceAccountFields {
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly automountServiceAccountToken?: boolean;
}

/** ServiceAccounts. */
export const serviceAccount = whole<ServiceAccountFields>('service account', ['ServiceAccount'], {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'app', namespace: 'shop' },
  automountServiceAccountToken: false,
});

/** A ServiceAccount of the namespace of examples, beside a pod. */
export function accountNamed(
  name: string,
  automountServiceAccountToken?: boolean | null,
  annotations?: Readonly<Record<string, string>>,
): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: 'shop', ...(annotations && { annotations }) },
    automountServiceAccountToken,
  };
}

/** Whether the object is the copy of a static pod, which its kubelet runs without any service account. */
export function isMirror({ kind, annotations }: PodView): boolean {
  return kind === 'Pod' && annotations['kubernetes.io/config.mirror'] !== undefined;
}

/** The object of the service account that a pod runs as; undefined where there is none. A check that asks reads `ServiceAccount`. */
export function accountOf(pod: PodView, world: World): KubeObject | undefined {
  return world.find('ServiceAccount', pod.namespace, pod.serviceAccount);
}

/** Whether admission mounts a token into the pod: the pod decides, else its service account, else it does. */
export function mountsToken(pod: PodView, world: World): boolean {
  const own = pod.spec.automountServiceAccountToken ?? undefined;
  if (own !== undefined) return own;
  return accountOf(pod, world)?.['automountServiceAccountToken'] !== false;
}

/** An audience that every API server takes, unless it is told others: its own issuer's usual name. */
const apiAudience = /^https:\/\/kubernetes\.default\.svc(\.|$)/;

/** The audiences of the tokens that the pod projects into its volumes; empty for the API server's own. */
export function projectedAudiences({ volumes }: PodView): readonly string[] {
  let audiences: string[] | undefined;
  for (const volume of volumes) {
    if (!isSet(volume?.['projected'])) continue;
    for (const source of records(at(volume, 'projected', 'sources'))) {
      if (!isSet(source['serviceAccountToken'])) continue;
      const audience = at(source, 'serviceAccountToken', 'audience');
      (audiences ??= []).push(typeof audience === 'string' ? audience : '');
    }
  }
  return audiences ?? none;
}

const none: readonly never[] = [];

/** Whether the programs of the pod have a token that the API server takes: mounted on admission, or projected by the pod itself. */
export function holdsApiToken(pod: PodView, world: World): boolean {
  if (isMirror(pod)) return false;
  if (projectedAudiences(pod).some((audience) => audience === '' || apiAudience.test(audience))) return true;
  return mountsToken(pod, world);
}
