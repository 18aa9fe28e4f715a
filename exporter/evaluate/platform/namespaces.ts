import type { CheckId } from '../../checks/index.ts';
import { Judged } from '../../checks/judged.ts';
import type { KindName } from '../../model/kinds.ts';
import { Unseen, type World } from '../../model/world.ts';
import { templateOwnerOf } from '../../model/template-owner.ts';
import type { Exemption } from '../exemptions.ts';
import { componentAt, type Catalogue } from './component.ts';

/** What is asked of namespaces whose workloads people run. */
const askedOfPeople: ReadonlySet<CheckId> = new Set<CheckId>([
  'image-signature-unenforced',
  'netpol-default-deny',
  'netpol-namespace-missing',
  'ns-limit-range-missing',
  'ns-psa-enforce-baseline',
  'ns-psa-enforce-missing',
  'ns-psa-enforce-restricted',
  'ns-resource-quota-missing',
]);

/** Namespaces that components are shipped in, beside those of Kubernetes itself. */
const shippedNamespaces: ReadonlySet<string> = new Set([
  'calico-system',
  'gke-gmp-system',
  'gke-managed-cim',
  'gke-managed-system',
  'gmp-public',
  'gmp-system',
  'kube-flannel',
]);

const workloads: readonly KindName[] = [
  'DaemonSet',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'Job',
  'ReplicaSet',
  'ReplicationController',
  'Pod',
];

const shippedNamespace: Exemption = {
  id: 'platform/namespace-of-components',
  reason:
    'Nothing but components of the platform runs in this namespace, which are accepted one by one; what is put around them has to suit their next release.',
};

/** Accepts a namespace as its platform makes it, until the first workload comes in that the platform does not ship. */
export function ofNamespace(
  check: string,
  { object }: Judged,
  world: World,
  catalogue: Catalogue,
): Exemption | undefined {
  const { name } = object.metadata;
  if (!shippedNamespaces.has(name) || !askedOfPeople.has(check as CheckId)) return undefined;
  try {
    return workloads.every((kind) => isOfComponents(kind, name, world, catalogue)) ? shippedNamespace : undefined;
  } catch (error) {
    // What cannot be seen may be anybody's.
    if (error instanceof Unseen) return undefined;
    throw error;
  }
}

function isOfComponents(kind: KindName, namespace: string, world: World, catalogue: Catalogue): boolean {
  return world
    .list(kind, namespace)
    .every(
      (object) =>
        templateOwnerOf(kind, object) !== undefined || componentAt(new Judged(kind, object), catalogue) !== undefined,
    );
}
