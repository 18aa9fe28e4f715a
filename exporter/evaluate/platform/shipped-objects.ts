import type { CheckId } from '../../checks/index.ts';
import type { Judged } from '../../checks/judged.ts';
import type { KindName } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/object.ts';
import { at, records } from '../../model/record.ts';
import type { World } from '../../model/world.ts';
import type { Exemption } from '../exemptions.ts';
import { mayBeOf, type Provider } from './provider.ts';

/** An object that a provider keeps as it is, beside workloads, roles and bindings. */
export interface ShippedObject {
  readonly id: string;
  readonly reason: string;
  /** The only providers whose clusters have it. */
  readonly providers: readonly Provider[];
  readonly kind: KindName;
  /** Empty for objects of the cluster. */
  readonly namespace: string;
  readonly name: string;
  readonly checks: readonly CheckId[];
  /** Whether it still does what it was shipped for, and nothing else. */
  readonly isAsShipped: (object: KubeObject) => boolean;
}

const webhook = (
  provider: Provider,
  kind: 'Mutating' | 'Validating',
  name: string,
  what: string,
  server: RegExp,
): ShippedObject => ({
  id: `${provider}/${name}`,
  reason: `${what}; its server is part of the control plane, and is to stop nobody's work while it is away.`,
  providers: [provider],
  kind: `${kind}WebhookConfiguration`,
  namespace: '',
  name,
  checks: ['webhook-external-url', 'webhook-fail-open'],
  isAsShipped: ({ webhooks }) =>
    records(webhooks).every((hook) => {
      const url = at(hook, 'clientConfig', 'url');
      return typeof url === 'string' && server.test(url);
    }),
});

const beside = /^https:\/\/(?:127\.0\.0\.1|localhost):\d{2,5}\//;
const ofAks = /^https:\/\/[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.azmk8s\.io(?::443)?\//;

/** What EKS, GKE and AKS put into a cluster and put back when somebody changes it. */
export const shippedObjects: readonly ShippedObject[] = [
  {
    id: 'metrics-server-apiservice',
    reason: 'metrics-server makes a certificate for itself whenever it starts, which the API server cannot verify.',
    providers: ['eks', 'gke', 'aks'],
    kind: 'APIService',
    namespace: '',
    name: 'v1beta1.metrics.k8s.io',
    checks: ['apiservice-insecure'],
    isAsShipped: (object) =>
      at(object, 'spec', 'service', 'name') === 'metrics-server' &&
      at(object, 'spec', 'service', 'namespace') === 'kube-system',
  },
  {
    id: 'gke/default-http-backend',
    reason: 'Load balancers of GKE reach the page for unknown addresses by the node port of this Service.',
    providers: ['gke'],
    kind: 'Service',
    namespace: 'kube-system',
    name: 'default-http-backend',
    checks: ['svc-nodeport'],
    isAsShipped: (object) => {
      const app = at(object, 'spec', 'selector', 'k8s-app');
      return at(object, 'spec', 'type') === 'NodePort' && (app === 'l7-default-backend' || app === 'glbc');
    },
  },
  webhook('eks', 'Mutating', 'pod-identity-webhook', 'EKS gives pods their identity', beside),
  webhook('eks', 'Mutating', 'vpc-resource-mutating-webhook', 'EKS asks for addresses of Windows pods', beside),
  webhook('eks', 'Validating', 'vpc-resource-validating-webhook', 'EKS guards what its network wrote on pods', beside),
  webhook('gke', 'Mutating', 'pod-ready.config.common-webhooks.networking.gke.io', 'GKE gates pods', beside),
  webhook(
    'gke',
    'Mutating',
    'workload-defaulter.config.common-webhooks.networking.gke.io',
    'GKE fills in what its networks need',
    beside,
  ),
  webhook('gke', 'Validating', 'nodelimit.config.common-webhooks.networking.gke.io', 'GKE limits nodes', beside),
  webhook('aks', 'Mutating', 'aks-node-mutating-webhook', 'AKS keeps its labels on nodes', ofAks),
  webhook('aks', 'Mutating', 'aks-webhook-admission-controller', 'AKS tells its own pods where the API is', ofAks),
  webhook('aks', 'Validating', 'aks-node-validating-webhook', 'AKS guards its labels on nodes', ofAks),
];

const byPlace = new Map(
  shippedObjects.map((shipped) => [`${shipped.kind}/${shipped.namespace}/${shipped.name}`, shipped]),
);

/** Accepts what a provider puts into its clusters, as long as it is what was put there. */
export function ofObject(check: string, { kind, object }: Judged, world: World): Exemption | undefined {
  const shipped = byPlace.get(`${kind}/${object.metadata.namespace}/${object.metadata.name}`);
  if (shipped === undefined || !shipped.checks.includes(check as CheckId)) return undefined;
  if (!mayBeOf(shipped.providers, world) || !shipped.isAsShipped(object)) return undefined;
  return { id: `platform/${shipped.id}`, reason: shipped.reason };
}
