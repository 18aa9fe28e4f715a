import type { Provider } from './provider.ts';

/** A role of a component that runs in the cluster: what it allows, and who holds it as shipped. */
export interface ShippedRole {
  readonly id: string;
  readonly reason: string;
  /** The only providers whose clusters have it. */
  readonly providers?: readonly Provider[];
  /** Empty for a ClusterRole. */
  readonly namespace: string;
  readonly name: string;
  /** Every rule that releases of it have had, one in a line as in `rulesOfLines`; any other is a finding. */
  readonly rules: string;
  /** As `subjectKey` writes them; with any other holder the role is a finding. */
  readonly holders: readonly string[];
}

/** A ServiceAccount of kube-system. */
const account = (name: string): string => `ServiceAccount/kube-system/${name}`;

const metricsServer: ShippedRole = {
  id: 'metrics-server-resizer',
  reason: 'metrics-server is resized with the cluster, by a program beside it that updates its Deployment.',
  providers: ['gke', 'aks'],
  namespace: '',
  name: 'system:metrics-server',
  rules: `
    get+list+watch :pods+nodes+nodes/stats+namespaces
    get :nodes/metrics
    get+list+update+patch+watch apps+extensions:deployments
    get /metrics
  `,
  holders: [account('metrics-server')],
};

/** Roles of components that checks object to. */
export const shippedRoles: readonly ShippedRole[] = [
  {
    id: 'kubernetes/bootstrap-signer',
    reason: 'A controller of Kubernetes reads the tokens that nodes join with, to sign what they read first.',
    namespace: 'kube-system',
    name: 'system:controller:bootstrap-signer',
    rules: 'get+list+watch :secrets',
    holders: [account('bootstrap-signer')],
  },
  {
    id: 'kubernetes/token-cleaner',
    reason: 'A controller of Kubernetes removes the tokens that nodes join with once they have expired.',
    namespace: 'kube-system',
    name: 'system:controller:token-cleaner',
    rules: `
      delete+get+list+watch :secrets
      create+patch+update +events.k8s.io:events
    `,
    holders: [account('token-cleaner')],
  },
  {
    id: 'eks/ebs-csi-provisioner',
    reason: 'The EBS driver creates volumes for claims.',
    namespace: '',
    name: 'ebs-external-provisioner-role',
    rules: `
      get+list+watch+create+patch+delete :persistentvolumes
      get+list+watch+update :persistentvolumeclaims
      get+list+watch storage.k8s.io:storageclasses+csinodes+volumeattachments+volumeattributesclasses
      get+list+watch+create+update+patch :events
      get+list snapshot.storage.k8s.io:volumesnapshots+volumesnapshotcontents
      get+list+watch :nodes
    `,
    holders: [account('ebs-csi-controller-sa')],
  },
  {
    id: 'eks/efs-csi-provisioner',
    reason: 'The EFS driver creates volumes for claims.',
    namespace: '',
    name: 'efs-csi-external-provisioner-role',
    rules: `
      get+list+watch+create+patch+delete :persistentvolumes
      get+list+watch+update :persistentvolumeclaims
      get+list+watch storage.k8s.io:storageclasses+csinodes
      get+list+watch+create+update+patch :events
      get+list+watch :nodes
      get+watch+list+delete+update+create coordination.k8s.io:leases
      get+watch+list :secrets
    `,
    holders: [account('efs-csi-controller-sa')],
  },
  {
    id: 'eks/vpc-resource-controller',
    reason: 'EKS gives pods network interfaces of their own by a controller outside of the cluster, which marks them.',
    providers: ['eks'],
    namespace: '',
    name: 'vpc-resource-controller-role',
    rules: `
      get+list+watch+update+patch :pods
      patch+update :pods/status
      get+list+watch+patch+update :nodes+nodes/status
      get+list+watch apps:deployments
      create+patch+update +events.k8s.io:events
      get+list+watch :configmaps+serviceaccounts
      create+delete+get+list+patch+update+watch vpcresources.k8s.aws:*
      create+get+list+patch+update+watch crd.k8s.amazonaws.com:*
    `,
    holders: [account('eks-vpc-resource-controller')],
  },
  {
    id: 'gke/gmp-operator',
    reason: 'The operator of managed Prometheus keeps the certificates of its own webhooks and resources up to date.',
    providers: ['gke'],
    namespace: '',
    name: 'gmp-system:operator',
    rules: `
      get+list+watch+patch+update monitoring.googleapis.com:*
      get+list+watch+patch+update apiextensions.k8s.io:customresourcedefinitions
      get+list+watch+patch+update admissionregistration.k8s.io:validatingwebhookconfigurations+mutatingwebhookconfigurations gmp-operator.gmp-system.monitoring.googleapis.com
      get+list+watch admissionregistration.k8s.io:validatingwebhookconfigurations+mutatingwebhookconfigurations
    `,
    holders: ['ServiceAccount/gmp-system/operator'],
  },
  {
    id: 'gke/gmp-operator-of-its-namespace',
    reason: 'The operator of managed Prometheus makes its collectors and their settings, in its own namespace.',
    providers: ['gke'],
    namespace: 'gmp-system',
    name: 'operator',
    rules: `
      create+delete+get+list+patch+update+watch :secrets+configmaps+services
      create+delete+get+list+patch+update+watch apps:daemonsets+deployments+statefulsets
      get+list+watch :pods
    `,
    holders: ['ServiceAccount/gmp-system/operator'],
  },
  metricsServer,
  {
    id: 'aks/azuredisk-secrets',
    reason: 'The Azure Disk driver of AKS reads the Secrets that storage classes name.',
    providers: ['aks'],
    namespace: '',
    name: 'csi-azuredisk-node-secret-role',
    rules: 'get+list+create :secrets',
    holders: [account('csi-azuredisk-node-sa')],
  },
  {
    id: 'aks/azurefile-secrets',
    reason: 'The Azure Files driver of AKS reads the Secrets that volumes name their account keys in.',
    providers: ['aks'],
    namespace: '',
    name: 'csi-azurefile-node-secret-role',
    rules: 'get+list+create :secrets',
    holders: [account('csi-azurefile-node-sa')],
  },
  {
    id: 'aks/azure-cloud-provider-secrets',
    reason: 'The cloud provider of AKS reads the Secrets that Azure Files volumes name.',
    providers: ['aks'],
    namespace: '',
    name: 'system:azure-cloud-provider-secret-getter',
    rules: 'get :secrets',
    holders: [account('azure-cloud-provider')],
  },
  {
    id: 'aks/container-insights',
    reason: 'Container Insights reads the state of all pods from the kubelets.',
    providers: ['aks'],
    namespace: '',
    name: 'ama-logs-reader',
    rules: `
      list+get+watch :pods+events+nodes+nodes/stats+nodes/metrics+nodes/spec+nodes/proxy+namespaces+services+persistentvolumes
      list+get apps+extensions+autoscaling:replicasets+deployments+horizontalpodautoscalers
      get+create+patch clusterconfig.azure.com:azureclusteridentityrequests+azureclusteridentityrequests/status
      get+list+watch azmonitoring.com:*
      get /metrics
    `,
    holders: [account('ama-logs')],
  },
];
