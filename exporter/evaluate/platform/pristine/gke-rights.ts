import type { Manifest } from '../../../checks/patch.ts';
import { binding, granted } from './access.ts';
import { on, webhook } from './objects.ts';

/** Rights of Google's own programs, as far as they are published; those of users run outside of the cluster. */
export const gkeRights: readonly Manifest[] = [
  binding('kube-apiserver-kubelet-api-admin', 'kubelet-api-admin', ['User/kube-apiserver']),
  ...granted(
    'system:gke-common-webhooks',
    'User/system:gke-common-webhooks',
    'get+list+watch :configmaps+namespaces+nodes+pods+secrets+serviceaccounts+services',
    'get+list+watch+create+update+patch+delete admissionregistration.k8s.io:mutatingwebhookconfigurations+validatingwebhookconfigurations',
  ),
  ...granted(
    'system:gcp-controller-manager',
    'User/system:gcp-controller-manager',
    'create+patch+update :events',
    'create+get+list+update+delete+patch+watch :nodes',
    'create+get+list+watch :serviceaccounts',
    'update+patch+get+list+watch certificates.k8s.io:certificatesigningrequests+certificatesigningrequests/approval',
    'sign+approve certificates.k8s.io:signers kubernetes.io/kube-apiserver-client-kubelet',
    'create :serviceaccounts/token',
  ),
  ...granted(
    'cluster-autoscaler',
    'User/system:cluster-autoscaler',
    'create+patch :events',
    'create :pods/eviction',
    'get+list+watch+update+delete :nodes',
    'get+list+watch :pods+services+replicationcontrollers+persistentvolumeclaims+persistentvolumes+namespaces',
    'get+list+watch apps:daemonsets+replicasets+statefulsets',
  ),
  ...granted('system:clustermetrics', 'User/system:clustermetrics', 'get+list+watch :nodes+pods', 'get /metrics'),
  ...granted('system:kubestore-collector', 'User/system:kubestore-collector', 'get+list+watch *:*'),
  ...granted(
    'system:managed-certificate-controller',
    'User/system:managed-certificate-controller',
    'get+list+watch+update networking.gke.io:managedcertificates',
    'get+list+watch+update+patch networking.k8s.io:ingresses',
    'create+patch :events',
  ),
  ...granted(
    'system:glbc-status',
    'User/system:l7-lb-controller',
    'get+list+watch+update+patch networking.k8s.io:ingresses+ingresses/status',
    'get+list+watch+update+patch :services+services/status',
    'get+list+watch :secrets',
    'create+patch+update :events',
  ),
  ...granted('system:resource-tracker', 'User/system:resource-tracker', 'get+list+watch :nodes+pods+services'),
  ...granted(
    'pdcsi-provisioner-role',
    'User/system:pdcsi-controller',
    'get+list+watch+create+patch+delete :persistentvolumes',
    'get+list+watch+update :persistentvolumeclaims',
    'get+list+watch storage.k8s.io:storageclasses',
    'list+watch+create+update+patch :events',
  ),
  ...granted('netd', 'ServiceAccount/kube-system/netd', 'get+list+watch :nodes+pods'),
  ...granted('fluentbit-gke', 'ServiceAccount/kube-system/fluentbit-gke', 'get+list+watch :namespaces+nodes+pods'),
  ...granted(
    'gke-metrics-agent',
    'ServiceAccount/kube-system/gke-metrics-agent',
    'get+list+watch :pods+nodes+nodes/metrics+endpoints+services',
  ),
  binding('event-exporter-rb', 'view', ['ServiceAccount/kube-system/event-exporter-gke']),
  binding('metrics-server:system:auth-delegator', 'system:auth-delegator', [
    'ServiceAccount/kube-system/metrics-server',
  ]),
  ...granted(
    'system:metrics-server',
    'ServiceAccount/kube-system/metrics-server',
    'get+list+watch :pods+nodes+namespaces',
    'get :nodes/metrics',
    'get+list+update+watch apps:deployments',
  ),
  ...granted(
    'system:kube-dns-autoscaler',
    'ServiceAccount/kube-system/kube-dns-autoscaler',
    'list+watch :nodes',
    'get+update :replicationcontrollers/scale',
    'get+update apps+extensions:deployments/scale+replicasets/scale',
    'get+create :configmaps',
  ),
  ...granted('pdcsi-node-role', 'ServiceAccount/kube-system/pdcsi-node-sa', 'get :nodes'),
  ...granted(
    'kubelet-api-admin',
    'User/kube-apiserver',
    'get :nodes/proxy',
    '* :nodes/log+nodes/metrics+nodes/proxy+nodes/stats',
  ).slice(0, 1),
  ...granted(
    'gce:beta:kubelet-certificate-bootstrap',
    'User/kubelet',
    'create certificates.k8s.io:certificatesigningrequests/nodeclient',
  ),
  binding('gce:podsecuritypolicy:calico-sa', 'view', []),
];

/** Webhooks whose server is part of the control plane. */
export const gkeWebhooks: readonly Manifest[] = [
  webhook('Mutating', 'pod-ready.config.common-webhooks.networking.gke.io', {
    name: 'pod-ready.common-webhooks.networking.gke.io',
    failurePolicy: 'Ignore',
    clientConfig: { url: 'https://localhost:5443/webhook/pod-ready', caBundle: 'LS0t' },
    ...on('pods', 'CREATE'),
  }),
  webhook('Mutating', 'workload-defaulter.config.common-webhooks.networking.gke.io', {
    name: 'workload-defaulter.common-webhooks.networking.gke.io',
    failurePolicy: 'Ignore',
    clientConfig: { url: 'https://localhost:5443/webhook/workload-defaulter', caBundle: 'LS0t' },
    ...on('pods', 'CREATE'),
  }),
  webhook('Validating', 'nodelimit.config.common-webhooks.networking.gke.io', {
    name: 'nodelimit.common-webhooks.networking.gke.io',
    failurePolicy: 'Ignore',
    clientConfig: { url: 'https://localhost:5443/webhook/nodelimit', caBundle: 'LS0t' },
    ...on('nodes', 'CREATE'),
  }),
];
