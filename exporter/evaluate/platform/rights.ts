import type { CheckId } from '../../checks/index.ts';

/** A binding that a platform ships: who it binds, and which checks object to that. */
export interface ShippedBinding {
  readonly id: string;
  readonly reason: string;
  /** Empty for a ClusterRoleBinding. */
  readonly namespace: string;
  readonly name: string;
  readonly role: { readonly kind: 'Role' | 'ClusterRole'; readonly name: string };
  /** As `subjectKey` writes them; any other subject is a finding. */
  readonly subjects: readonly string[];
  readonly checks: readonly CheckId[];
}

/** A ClusterRole that a platform ships, the checks that object to its rules, and the bindings that come with it. */
export interface ShippedRole {
  readonly id: string;
  readonly reason: string;
  readonly name: string;
  readonly checks: readonly CheckId[];
  /** `<binding>/<subject>` of those that may read Secrets through it; any other is a finding. */
  readonly holders?: readonly string[];
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
    reason: 'EKS installs and updates add-ons as this user.',
    namespace: '',
    name: 'eks:addon-cluster-admin',
    role: administrator,
    subjects: ['User/eks:addon-manager'],
    checks: ['rbac-cluster-admin-binding'],
  },
  {
    id: 'eks/podsecuritypolicy-authenticated',
    reason: 'EKS before 1.25 let everybody use its pod security policy; later releases of Kubernetes have none.',
    namespace: '',
    name: 'eks:podsecuritypolicy:authenticated',
    role: { kind: 'ClusterRole', name: 'eks:podsecuritypolicy:privileged' },
    subjects: ['Group/system:authenticated'],
    checks: ['rbac-authenticated-binding'],
  },
  {
    id: 'aks/cluster-admin-binding',
    reason: 'AKS binds the local accounts that it issues kubeconfigs for; switch local accounts off to be without.',
    namespace: '',
    name: 'aks-cluster-admin-binding',
    role: administrator,
    subjects: ['User/clusterAdmin', 'User/clusterUser'],
    checks: ['rbac-cluster-admin-binding'],
  },
];

const controller = (name: string, what: string, ...checks: readonly CheckId[]): ShippedRole => ({
  id: `kubernetes/${name}`,
  reason: `The controller manager of Kubernetes ${what}, whatever the kind of object.`,
  name: `system:controller:${name}`,
  checks,
  holders: [`system:controller:${name}/ServiceAccount/kube-system/${name}`],
});

/** ClusterRoles that Kubernetes makes when the API server starts, and of providers. */
export const shippedRoles: readonly ShippedRole[] = [
  {
    id: 'kubernetes/cluster-admin',
    reason: 'Kubernetes ships this role with every right; what counts is who is bound to it.',
    name: 'cluster-admin',
    checks: ['rbac-wildcard-all', 'rbac-pods-exec', 'rbac-secrets-read'],
    holders: [
      'cluster-admin/Group/system:masters',
      'kubeadm:cluster-admins/Group/kubeadm:cluster-admins',
      'eks:addon-cluster-admin/User/eks:addon-manager',
      'aks-cluster-admin-binding/User/clusterAdmin',
      'aks-cluster-admin-binding/User/clusterUser',
    ],
  },
  ...['admin', 'edit', 'system:aggregate-to-edit'].map((name): ShippedRole => ({
    id: `kubernetes/${name}`,
    reason:
      'Kubernetes ships this role for people who run workloads, who may enter their own; what counts is who is bound to it.',
    name,
    checks: ['rbac-pods-exec'],
  })),
  {
    id: 'kubernetes/kube-controller-manager',
    reason: 'The controller manager of Kubernetes watches every kind of object for quota and garbage collection.',
    name: 'system:kube-controller-manager',
    checks: ['rbac-secrets-read'],
    holders: ['system:kube-controller-manager/User/system:kube-controller-manager'],
  },
  controller('generic-garbage-collector', 'removes what lost its owner', 'rbac-secrets-read', 'rbac-pods-exec'),
  controller('namespace-controller', 'empties namespaces that are deleted', 'rbac-secrets-read', 'rbac-pods-exec'),
  controller('resourcequota-controller', 'counts what quota limits', 'rbac-secrets-read', 'rbac-pods-exec'),
  controller(
    'storage-version-migrator-controller',
    'rewrites stored objects in newer versions',
    'rbac-secrets-read',
    'rbac-pods-exec',
  ),
  {
    id: 'aks/azuredisk-secrets',
    reason: 'The Azure Disk driver of AKS reads the Secrets that storage classes name.',
    name: 'csi-azuredisk-node-secret-role',
    checks: ['rbac-secrets-read'],
    holders: ['csi-azuredisk-node-secret-binding/ServiceAccount/kube-system/csi-azuredisk-node-sa'],
  },
  {
    id: 'aks/azurefile-secrets',
    reason: 'The Azure Files driver of AKS reads the Secrets that volumes name their account keys in.',
    name: 'csi-azurefile-node-secret-role',
    checks: ['rbac-secrets-read'],
    holders: ['csi-azurefile-node-secret-binding/ServiceAccount/kube-system/csi-azurefile-node-sa'],
  },
  {
    id: 'aks/azure-cloud-provider-secrets',
    reason: 'The cloud provider of AKS reads the Secrets that Azure Files volumes name.',
    name: 'system:azure-cloud-provider-secret-getter',
    checks: ['rbac-secrets-read'],
    holders: ['system:azure-cloud-provider-secret-getter/ServiceAccount/kube-system/azure-cloud-provider'],
  },
];
