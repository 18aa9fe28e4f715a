import type { CheckId } from '../../checks/index.ts';
import type { Judged } from '../../checks/judged.ts';
import { subjectKey, subjectsOf } from '../../checks/subjects/access.ts';
import { isSet } from '../../checks/subjects/field.ts';
import type { KubeObject } from '../../model/object.ts';
import { at } from '../../model/record.ts';
import type { Offence } from '../../model/verdict.ts';
import type { World } from '../../model/world.ts';
import type { Exemption } from '../exemptions.ts';
import { mayBeOf, type Provider } from './provider.ts';

/** A binding that a platform ships: who it binds, and which checks object to that. */
export interface ShippedBinding {
  readonly id: string;
  readonly reason: string;
  /** The only providers whose clusters have it. */
  readonly providers?: readonly Provider[];
  /** Empty for a ClusterRoleBinding. */
  readonly namespace: string;
  readonly name: string;
  readonly role: { readonly kind: 'Role' | 'ClusterRole'; readonly name: string };
  /** As `subjectKey` writes them; any other subject is a finding. */
  readonly subjects: readonly string[];
  readonly checks: readonly CheckId[];
}

const administrator = { kind: 'ClusterRole', name: 'cluster-admin' } as const;

/** Bindings of Kubernetes, kubeadm and providers. */
export const shippedBindings: readonly ShippedBinding[] = [
  {
    id: 'kubernetes/cluster-admin',
    reason: 'Kubernetes binds the group of its administrators itself; who is in the group holds every right anyway.',
    namespace: '',
    name: 'cluster-admin',
    role: administrator,
    subjects: ['Group/system:masters'],
    checks: ['rbac-cluster-admin-binding'],
  },
  {
    id: 'kubeadm/cluster-admins',
    reason: 'kubeadm binds the group that it issues admin.conf to.',
    namespace: '',
    name: 'kubeadm:cluster-admins',
    role: administrator,
    subjects: ['Group/kubeadm:cluster-admins'],
    checks: ['rbac-cluster-admin-binding'],
  },
  {
    id: 'kubeadm/cluster-info',
    reason: 'kubeadm lets a joining node read one ConfigMap, which is signed, before it has credentials.',
    namespace: 'kube-public',
    name: 'kubeadm:bootstrap-signer-clusterinfo',
    role: { kind: 'Role', name: 'kubeadm:bootstrap-signer-clusterinfo' },
    subjects: ['User/system:anonymous'],
    checks: ['rbac-anonymous-binding'],
  },
  {
    id: 'eks/addon-cluster-admin',
    reason: 'EKS installs and updates add-ons as this user, which nobody else can become.',
    providers: ['eks'],
    namespace: '',
    name: 'eks:addon-cluster-admin',
    role: administrator,
    subjects: ['User/eks:addon-manager'],
    checks: ['rbac-cluster-admin-binding'],
  },
  {
    id: 'eks/podsecuritypolicy-authenticated',
    reason: 'EKS before 1.25 let everybody use its pod security policy; later releases of Kubernetes have none.',
    providers: ['eks'],
    namespace: '',
    name: 'eks:podsecuritypolicy:authenticated',
    role: { kind: 'ClusterRole', name: 'eks:podsecuritypolicy:privileged' },
    subjects: ['Group/system:authenticated'],
    checks: ['rbac-authenticated-binding'],
  },
  {
    id: 'aks/cluster-admin-binding',
    reason: 'AKS binds the local accounts that it issues kubeconfigs for; switch local accounts off to be without.',
    providers: ['aks'],
    namespace: '',
    name: 'aks-cluster-admin-binding',
    role: administrator,
    subjects: ['User/clusterAdmin', 'User/clusterUser'],
    checks: ['rbac-cluster-admin-binding'],
  },
  {
    id: 'aks/client-nodes',
    reason: 'AKS binds the kubelets to their role, of which the Node authorizer leaves each what its own pods need.',
    providers: ['aks'],
    namespace: '',
    name: 'system:aks-client-nodes',
    role: { kind: 'ClusterRole', name: 'system:node' },
    subjects: ['Group/system:nodes'],
    checks: [],
  },
];

const byPlace = new Map(shippedBindings.map((binding) => [`${binding.namespace}/${binding.name}`, binding]));

/** The shipped binding that binds a subject (as `subjectKey` writes it) by this one, if it refers to the same role. */
export function shippedBindingOf(binding: KubeObject, subject: string, world: World): ShippedBinding | undefined {
  const { namespace, name } = binding.metadata;
  const shipped = byPlace.get(`${namespace}/${name}`);
  if (shipped === undefined || !shipped.subjects.includes(subject)) return undefined;
  const isSameRole =
    at(binding, 'roleRef', 'kind') === shipped.role.kind && at(binding, 'roleRef', 'name') === shipped.role.name;
  return isSameRole && mayBeOf(shipped.providers, world) ? shipped : undefined;
}

/** Accepts that a platform binds whom it binds; anybody else in the same binding is a finding. */
export function ofBinding(check: string, { object }: Judged, offence: Offence, world: World): Exemption | undefined {
  if (!byPlace.has(`${object.metadata.namespace}/${object.metadata.name}`)) return undefined;
  const subject = subjectsOf(object).find((bound) => isSet(bound) && subjectKey(bound, object) === offence.part);
  if (!isSet(subject)) return undefined;
  const shipped = shippedBindingOf(object, subjectKey(subject, object), world);
  if (shipped?.checks.includes(check as CheckId) !== true) return undefined;
  return { id: `platform/${shipped.id}`, reason: shipped.reason };
}
