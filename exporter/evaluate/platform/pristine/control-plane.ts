import type { Manifest } from '../../../checks/patch.ts';
import { staticPod } from './workload.ts';

const version = 'v1.37.2';
const pki = '/etc/kubernetes/pki';
const address = '10.0.0.4';
const confined = {
  priorityClassName: 'system-node-critical',
  securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
};
const trust = ['/etc/ssl/certs:ro', '/etc/ca-certificates:ro', '/usr/share/ca-certificates:ro'];

/** One member of the control plane, as kubeadm writes it into `/etc/kubernetes/manifests`. */
function member(
  name: string,
  image: string,
  options: {
    readonly flags: Readonly<Record<string, string>>;
    readonly hostPaths: readonly string[];
    readonly probedAt: string;
    readonly port: number;
    readonly requests: string;
    readonly annotations?: Readonly<Record<string, string>>;
  },
): Manifest {
  const { flags, hostPaths, probedAt, port, requests, annotations } = options;
  return staticPod({
    name,
    labels: { component: name, tier: 'control-plane' },
    hostNetwork: true,
    spec: confined,
    hostPaths,
    ...(annotations && { annotations }),
    containers: [
      {
        name,
        image,
        requests,
        probes: 'both',
        probedAt,
        ports: [port],
        also: { command: [name, ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`)] },
      },
    ],
  });
}

/** How kubeadm starts the API server. */
export const apiServer = {
  'advertise-address': address,
  'allow-privileged': 'true',
  'authorization-mode': 'Node,RBAC',
  'client-ca-file': `${pki}/ca.crt`,
  'enable-admission-plugins': 'NodeRestriction',
  'enable-bootstrap-token-auth': 'true',
  'etcd-cafile': `${pki}/etcd/ca.crt`,
  'etcd-certfile': `${pki}/apiserver-etcd-client.crt`,
  'etcd-keyfile': `${pki}/apiserver-etcd-client.key`,
  'etcd-servers': 'https://127.0.0.1:2379',
  'kubelet-client-certificate': `${pki}/apiserver-kubelet-client.crt`,
  'kubelet-client-key': `${pki}/apiserver-kubelet-client.key`,
  'kubelet-preferred-address-types': 'InternalIP,ExternalIP,Hostname',
  'proxy-client-cert-file': `${pki}/front-proxy-client.crt`,
  'proxy-client-key-file': `${pki}/front-proxy-client.key`,
  'requestheader-allowed-names': 'front-proxy-client',
  'requestheader-client-ca-file': `${pki}/front-proxy-ca.crt`,
  'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
  'requestheader-group-headers': 'X-Remote-Group',
  'requestheader-username-headers': 'X-Remote-User',
  'secure-port': '6443',
  'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
  'service-account-key-file': `${pki}/sa.pub`,
  'service-account-signing-key-file': `${pki}/sa.key`,
  'service-cluster-ip-range': '10.96.0.0/12',
  'tls-cert-file': `${pki}/apiserver.crt`,
  'tls-private-key-file': `${pki}/apiserver.key`,
};

const manager = '/etc/kubernetes/controller-manager.conf';
const controllerManager = {
  'allocate-node-cidrs': 'true',
  'authentication-kubeconfig': manager,
  'authorization-kubeconfig': manager,
  'bind-address': '127.0.0.1',
  'client-ca-file': `${pki}/ca.crt`,
  'cluster-cidr': '10.244.0.0/16',
  'cluster-name': 'kubernetes',
  'cluster-signing-cert-file': `${pki}/ca.crt`,
  'cluster-signing-key-file': `${pki}/ca.key`,
  controllers: '*,bootstrapsigner,tokencleaner',
  kubeconfig: manager,
  'leader-elect': 'true',
  'requestheader-client-ca-file': `${pki}/front-proxy-ca.crt`,
  'root-ca-file': `${pki}/ca.crt`,
  'service-account-private-key-file': `${pki}/sa.key`,
  'service-cluster-ip-range': '10.96.0.0/12',
  'use-service-account-credentials': 'true',
};

const scheduler = {
  'authentication-kubeconfig': '/etc/kubernetes/scheduler.conf',
  'authorization-kubeconfig': '/etc/kubernetes/scheduler.conf',
  'bind-address': '127.0.0.1',
  kubeconfig: '/etc/kubernetes/scheduler.conf',
  'leader-elect': 'true',
};

const etcd = {
  'advertise-client-urls': `https://${address}:2379`,
  'cert-file': `${pki}/etcd/server.crt`,
  'client-cert-auth': 'true',
  'data-dir': '/var/lib/etcd',
  'feature-gates': 'InitialCorruptCheck=true',
  'initial-advertise-peer-urls': `https://${address}:2380`,
  'initial-cluster': `cp-1=https://${address}:2380`,
  'key-file': `${pki}/etcd/server.key`,
  'listen-client-urls': `https://127.0.0.1:2379,https://${address}:2379`,
  'listen-metrics-urls': 'http://127.0.0.1:2381',
  'listen-peer-urls': `https://${address}:2380`,
  name: 'cp-1',
  'peer-cert-file': `${pki}/etcd/peer.crt`,
  'peer-client-cert-auth': 'true',
  'peer-key-file': `${pki}/etcd/peer.key`,
  'peer-trusted-ca-file': `${pki}/etcd/ca.crt`,
  'snapshot-count': '10000',
  'trusted-ca-file': `${pki}/etcd/ca.crt`,
  'watch-progress-notify-interval': '5s',
};

/** The control plane of one machine, as static pods. */
export const members: readonly Manifest[] = [
  member('kube-apiserver', `registry.k8s.io/kube-apiserver:${version}`, {
    flags: apiServer,
    hostPaths: [...trust, `${pki}:ro`],
    probedAt: address,
    port: 6443,
    requests: '250m/-',
    annotations: { 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint': `${address}:6443` },
  }),
  member('kube-controller-manager', `registry.k8s.io/kube-controller-manager:${version}`, {
    flags: controllerManager,
    hostPaths: [...trust, '/usr/libexec/kubernetes/kubelet-plugins/volume/exec', `${pki}:ro`, `${manager}:ro`],
    probedAt: '127.0.0.1',
    port: 10257,
    requests: '200m/-',
  }),
  member('kube-scheduler', `registry.k8s.io/kube-scheduler:${version}`, {
    flags: scheduler,
    hostPaths: ['/etc/kubernetes/scheduler.conf:ro'],
    probedAt: '127.0.0.1',
    port: 10259,
    requests: '100m/-',
  }),
  member('etcd', 'registry.k8s.io/etcd:3.7.0-0', {
    flags: etcd,
    hostPaths: ['/var/lib/etcd', `${pki}/etcd`],
    probedAt: '127.0.0.1',
    port: 2381,
    requests: '100m/100Mi',
  }),
];
