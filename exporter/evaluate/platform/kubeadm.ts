import { nodeAgent, type Component } from './component.ts';
import { kubernetesImages } from './images.ts';

const certificates = [
  '/etc/kubernetes/pki',
  '/etc/ssl/certs',
  '/etc/pki',
  '/etc/pki/ca-trust',
  '/etc/pki/tls/certs',
  '/etc/ca-certificates',
  '/usr/share/ca-certificates',
  '/usr/local/share/ca-certificates',
];

/** The control plane and add-ons of kubeadm, and of what is built on it. */
export const kubeadm: readonly Component[] = [
  {
    id: 'kubeadm/kube-apiserver',
    reason:
      'kubeadm runs the API server as a static pod on the network of its node, with the certificates of the node.',
    kind: 'static Pod',
    namespace: 'kube-system',
    name: 'kube-apiserver',
    images: kubernetesImages('kube-apiserver'),
    accepts: ['pod-host-network', 'pod-host-probes'],
    hostPaths: certificates,
  },
  {
    id: 'kubeadm/kube-controller-manager',
    reason:
      'kubeadm runs the controller manager as a static pod on the network of its node, with its kubeconfig and the keys that it signs with.',
    kind: 'static Pod',
    namespace: 'kube-system',
    name: 'kube-controller-manager',
    images: kubernetesImages('kube-controller-manager'),
    accepts: ['pod-host-network', 'pod-host-probes'],
    hostPaths: [
      ...certificates,
      '/etc/kubernetes/controller-manager.conf',
      '/usr/libexec/kubernetes/kubelet-plugins/volume/exec',
    ],
  },
  {
    id: 'kubeadm/kube-scheduler',
    reason: 'kubeadm runs the scheduler as a static pod on the network of its node, with its kubeconfig.',
    kind: 'static Pod',
    namespace: 'kube-system',
    name: 'kube-scheduler',
    images: kubernetesImages('kube-scheduler'),
    accepts: ['pod-host-network', 'pod-host-probes'],
    hostPaths: ['/etc/kubernetes/scheduler.conf'],
  },
  {
    id: 'kubeadm/etcd',
    reason: 'kubeadm runs etcd as a static pod on the network of its node, with its data and certificates on the node.',
    kind: 'static Pod',
    namespace: 'kube-system',
    name: 'etcd',
    images: kubernetesImages('etcd'),
    accepts: ['pod-host-network', 'pod-host-probes'],
    hostPaths: ['/var/lib/etcd', '/etc/kubernetes/pki/etcd'],
  },
  {
    id: 'kubeadm/kube-proxy',
    reason:
      'kube-proxy of Kubernetes programs the packet filter of its node, which takes the network and rights of the node.',
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name: 'kube-proxy',
    images: kubernetesImages('kube-proxy'),
    accepts: nodeAgent,
    hostPaths: ['/run/xtables.lock', '/lib/modules'],
  },
  {
    id: 'kubeadm/coredns',
    reason: 'CoreDNS is shipped by kubeadm without a user or seccomp profile of its own.',
    kind: 'Deployment',
    namespace: 'kube-system',
    name: 'coredns',
    images: kubernetesImages('coredns/coredns', 'coredns'),
    capabilities: ['NET_BIND_SERVICE'],
  },
  {
    id: 'kubernetes/metrics-server',
    reason: 'metrics-server of the Kubernetes project needs its token and is shipped as it is.',
    kind: 'Deployment',
    namespace: 'kube-system',
    name: 'metrics-server',
    images: kubernetesImages('metrics-server/metrics-server'),
  },
  {
    id: 'kubernetes/node-local-dns',
    reason: 'The DNS cache of the Kubernetes project answers on an address of its node and redirects queries there.',
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name: 'node-local-dns',
    images: kubernetesImages('dns/k8s-dns-node-cache'),
    accepts: ['pod-host-network', 'pod-host-probes'],
    hostPaths: ['/run/xtables.lock'],
    capabilities: ['NET_ADMIN'],
  },
];
