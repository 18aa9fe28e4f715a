import type { Manifest } from '../../../checks/patch.ts';
import { binding, granted } from './access.ts';
import { account, on, webhook } from './objects.ts';

/** Rights of Microsoft's own programs, as far as they are published; those of users run outside of the cluster. */
export const aksRights: readonly Manifest[] = [
  binding('aks-cluster-admin-binding', 'cluster-admin', ['User/clusterAdmin', 'User/clusterUser']),
  ...granted(
    'aks-service',
    'User/aks-support',
    'get+list+watch :*',
    'get+list+watch apps+batch+policy+networking.k8s.io:*',
    'create :pods/eviction',
    'delete :pods',
    'get :nodes/proxy',
  ),
  binding('auto-approve-csrs-for-group', 'system:certificates.k8s.io:certificatesigningrequests:nodeclient', [
    'Group/system:bootstrappers',
  ]),
  binding('auto-approve-renewals-for-nodes', 'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient', [
    'Group/system:nodes',
  ]),
  binding('create-csrs-for-bootstrapping', 'system:node-bootstrapper', ['Group/system:bootstrappers']),
  binding('system:aks-client-node-proxier', 'system:node-proxier', ['User/kube-proxy']),
  binding('system:aks-client-nodes', 'system:node', ['Group/system:nodes']),
  binding('system:kube-proxy', 'system:node-proxier', ['ServiceAccount/kube-system/kube-proxy']),
  ...granted(
    'cloud-node-manager',
    'ServiceAccount/kube-system/cloud-node-manager',
    'watch+list+get+update+patch :nodes',
    'patch :nodes/status',
  ),
  ...granted(
    'csi-azuredisk-node-role',
    'ServiceAccount/kube-system/csi-azuredisk-node-sa',
    'get+list :nodes',
    'get+list storage.k8s.io:volumeattachments',
  ),
  ...granted('csi-azurefile-node-role', 'ServiceAccount/kube-system/csi-azurefile-node-sa', 'get+list :nodes'),
  ...granted(
    'csi-azurefile-node-secret-role',
    'ServiceAccount/kube-system/csi-azurefile-node-sa',
    'get+create :secrets',
  ).slice(0, 1),
  binding('csi-azurefile-node-secret-binding', 'csi-azurefile-node-secret-role', [
    'ServiceAccount/kube-system/csi-azurefile-node-sa',
  ]),
  account('azure-cloud-provider'),
  ...granted(
    'system:azure-cloud-provider',
    'ServiceAccount/kube-system/azure-cloud-provider',
    'create+patch+update :events',
  ),
  ...granted(
    'system:azure-cloud-provider-secret-getter',
    'ServiceAccount/kube-system/azure-cloud-provider',
    'get :secrets',
  ),
  ...granted(
    'azure-cns',
    'ServiceAccount/kube-system/azure-cns',
    'get+list+watch :pods',
    'get :nodes',
    'get+list+watch+patch+update acn.azure.com:nodenetworkconfigs',
  ),
  ...granted(
    'azure-npm',
    'ServiceAccount/kube-system/azure-npm',
    'get+list+watch :pods+nodes+namespaces',
    'get+list+watch networking.k8s.io:networkpolicies',
  ),
  ...granted(
    'ama-logs-reader',
    'ServiceAccount/kube-system/ama-logs',
    'list+get+watch :pods+events+nodes+nodes/stats+nodes/metrics+nodes/spec+nodes/proxy+namespaces+services+persistentvolumes',
    'list apps+extensions+autoscaling:replicasets+deployments+horizontalpodautoscalers',
    'get+create+patch clusterconfig.azure.com:azureclusteridentityrequests',
    'get /metrics',
  ),
  ...granted(
    'system:coredns',
    'ServiceAccount/kube-system/coredns',
    'list+watch :endpoints+services+pods+namespaces',
    'get :nodes',
    'list+watch discovery.k8s.io:endpointslices',
  ),
  ...granted(
    'system:coredns-autoscaler',
    'ServiceAccount/kube-system/coredns-autoscaler',
    'list+watch :nodes',
    'get+update :replicationcontrollers/scale',
    'get+update extensions+apps:deployments/scale+replicasets/scale',
    'get+create :configmaps',
  ),
  ...granted(
    'system:metrics-server',
    'ServiceAccount/kube-system/metrics-server',
    'get+list+watch :pods+nodes+namespaces',
    'get :nodes/metrics',
    'get+list+update+watch apps+extensions:deployments',
  ),
  binding('metrics-server:system:auth-delegator', 'system:auth-delegator', [
    'ServiceAccount/kube-system/metrics-server',
  ]),
];

/** Webhooks whose server is part of the control plane. */
export const aksWebhooks: readonly Manifest[] = [
  webhook('Mutating', 'aks-node-mutating-webhook', {
    name: 'aks-node-mutating-webhook.azmk8s.io',
    failurePolicy: 'Ignore',
    clientConfig: { url: 'https://pristine-dns-1a2b3c4d.hcp.westeurope.azmk8s.io:443/mutate-node', caBundle: 'LS0t' },
    ...on('nodes', 'CREATE', 'UPDATE'),
  }),
  webhook('Mutating', 'aks-webhook-admission-controller', {
    name: 'aks-webhook-admission-controller.azmk8s.io',
    failurePolicy: 'Ignore',
    clientConfig: { url: 'https://admission-controller.hcp.azmk8s.io:443/mutate', caBundle: 'LS0t' },
    namespaceSelector: {
      matchExpressions: [{ key: 'control-plane', operator: 'In', values: ['true'] }],
    },
    ...on('pods', 'CREATE'),
  }),
  webhook('Validating', 'aks-node-validating-webhook', {
    name: 'aks-node-validating-webhook.azmk8s.io',
    failurePolicy: 'Ignore',
    clientConfig: { url: 'https://pristine-dns-1a2b3c4d.hcp.westeurope.azmk8s.io:443/validate-node', caBundle: 'LS0t' },
    ...on('nodes', 'CREATE', 'UPDATE', 'DELETE'),
  }),
];
