import type { Manifest } from '../../../checks/patch.ts';
import { binding, staticPod, workload } from './workload.ts';
import { kubernetes } from './kubernetes.ts';

const confined = { spec: { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } } };

/** A cluster made with kubeadm, and flannel as its documentation proposes. */
export const kubeadm: readonly Manifest[] = [
  ...kubernetes,
  staticPod({
    ...confined,
    name: 'kube-apiserver',
    hostNetwork: true,
    containers: [{ name: 'kube-apiserver', image: 'registry.k8s.io/kube-apiserver:v1.37.2', probedAt: '10.0.0.4' }],
    hostPaths: [
      '/etc/ssl/certs:ro',
      '/etc/ca-certificates:ro',
      '/etc/kubernetes/pki:ro',
      '/usr/share/ca-certificates:ro',
    ],
  }),
  staticPod({
    ...confined,
    name: 'kube-controller-manager',
    hostNetwork: true,
    containers: [
      {
        name: 'kube-controller-manager',
        image: 'registry.k8s.io/kube-controller-manager:v1.37.2',
        probedAt: '127.0.0.1',
      },
    ],
    hostPaths: [
      '/etc/ssl/certs:ro',
      '/usr/libexec/kubernetes/kubelet-plugins/volume/exec',
      '/etc/kubernetes/pki:ro',
      '/etc/kubernetes/controller-manager.conf:ro',
    ],
  }),
  staticPod({
    ...confined,
    name: 'kube-scheduler',
    hostNetwork: true,
    containers: [{ name: 'kube-scheduler', image: 'registry.k8s.io/kube-scheduler:v1.37.2', probedAt: '127.0.0.1' }],
    hostPaths: ['/etc/kubernetes/scheduler.conf:ro'],
  }),
  staticPod({
    ...confined,
    name: 'etcd',
    hostNetwork: true,
    containers: [{ name: 'etcd', image: 'registry.k8s.io/etcd:3.6.5-0', probedAt: '127.0.0.1' }],
    hostPaths: ['/var/lib/etcd', '/etc/kubernetes/pki/etcd'],
  }),
  workload({
    name: 'kube-proxy',
    hostNetwork: true,
    containers: [
      { name: 'kube-proxy', image: 'registry.k8s.io/kube-proxy:v1.37.2', securityContext: { privileged: true } },
    ],
    hostPaths: ['/run/xtables.lock', '/lib/modules:ro'],
  }),
  workload({
    kind: 'Deployment',
    name: 'coredns',
    containers: [
      {
        name: 'coredns',
        image: 'registry.k8s.io/coredns/coredns:v1.13.1',
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
        },
      },
    ],
  }),
  workload({
    namespace: 'kube-flannel',
    name: 'kube-flannel-ds',
    hostNetwork: true,
    init: [
      { name: 'install-cni-plugin', image: 'ghcr.io/flannel-io/flannel-cni-plugin:v1.7.1-flannel1' },
      { name: 'install-cni', image: 'ghcr.io/flannel-io/flannel:v0.27.0' },
    ],
    containers: [
      {
        name: 'kube-flannel',
        image: 'ghcr.io/flannel-io/flannel:v0.27.0',
        securityContext: { privileged: false, capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
      },
    ],
    hostPaths: ['/run/flannel', '/opt/cni/bin', '/etc/cni/net.d', '/run/xtables.lock'],
  }),
  binding('kubeadm:cluster-admins', 'cluster-admin', ['Group/kubeadm:cluster-admins']),
  binding('kubeadm:get-nodes', 'kubeadm:get-nodes', ['Group/system:bootstrappers:kubeadm:default-node-token']),
  binding('kubeadm:node-proxier', 'system:node-proxier', ['ServiceAccount/kube-system/kube-proxy']),
  binding(
    'kubeadm:bootstrap-signer-clusterinfo',
    'kubeadm:bootstrap-signer-clusterinfo',
    ['User/system:anonymous'],
    'kube-public',
  ),
];
