import type { Manifest } from '../../../checks/patch.ts';
import { binding, granted, grantedIn } from './access.ts';
import { calico } from './calico.ts';
import { pristine, type Pristine } from './cluster.ts';
import { account, configMap, controlPlane, kubelet, namespace, node, service } from './objects.ts';
import { adds, everyNode, privileged, staticPod, workload } from './workload.ts';

const version = 'v1.37.2';
const address = '10.0.0.4';
const pki = '/etc/kubernetes/pki';
const confined = {
  priorityClassName: 'system-node-critical',
  securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
};
const trust = ['/etc/ssl/certs:ro', '/etc/ca-certificates:ro', '/usr/share/ca-certificates:ro'];
const info = {
  kubeletVersion: version,
  containerRuntimeVersion: 'containerd://2.2.1',
  osImage: 'Ubuntu 24.04.4 LTS',
  kernelVersion: '6.8.0-110-generic',
};

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

const apiServer = {
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

const members: readonly Manifest[] = [
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

const bootstrappers = 'Group/system:bootstrappers:kubeadm:default-node-token';

const rights: readonly Manifest[] = [
  binding('kubeadm:cluster-admins', 'cluster-admin', ['Group/kubeadm:cluster-admins']),
  ...granted('kubeadm:get-nodes', bootstrappers, 'get :nodes'),
  binding('kubeadm:kubelet-bootstrap', 'system:node-bootstrapper', [bootstrappers]),
  binding('kubeadm:node-autoapprove-bootstrap', 'system:certificates.k8s.io:certificatesigningrequests:nodeclient', [
    bootstrappers,
  ]),
  binding(
    'kubeadm:node-autoapprove-certificate-rotation',
    'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient',
    ['Group/system:nodes'],
  ),
  binding('kubeadm:node-proxier', 'system:node-proxier', ['ServiceAccount/kube-system/kube-proxy']),
  ...granted(
    'system:coredns',
    'ServiceAccount/kube-system/coredns',
    'list+watch :endpoints+services+pods+namespaces',
    'list+watch discovery.k8s.io:endpointslices',
  ),
  ...grantedIn(
    'kube-public',
    'kubeadm:bootstrap-signer-clusterinfo',
    'User/system:anonymous',
    'get :configmaps cluster-info',
  ),
  ...grantedIn('kube-system', 'kube-proxy', bootstrappers, 'get :configmaps kube-proxy'),
  ...grantedIn('kube-system', 'kubeadm:kubelet-config', bootstrappers, 'get :configmaps kubelet-config'),
  ...grantedIn('kube-system', 'kubeadm:nodes-kubeadm-config', bootstrappers, 'get :configmaps kubeadm-config'),
];

const flannel: readonly Manifest[] = [
  ...namespace('kube-flannel', { 'k8s-app': 'flannel', 'pod-security.kubernetes.io/enforce': 'privileged' }),
  account('flannel', 'kube-flannel'),
  ...granted(
    'flannel',
    'ServiceAccount/kube-flannel/flannel',
    'get :pods',
    'get+list+watch :nodes',
    'patch :nodes/status',
  ),
  configMap('kube-flannel-cfg', { 'net-conf.json': '{"Network": "10.244.0.0/16"}' }, 'kube-flannel'),
  workload({
    namespace: 'kube-flannel',
    name: 'kube-flannel-ds',
    account: 'flannel',
    labels: { app: 'flannel', tier: 'node' },
    hostNetwork: true,
    spec: { ...everyNode, tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }] },
    init: [
      { name: 'install-cni-plugin', image: 'ghcr.io/flannel-io/flannel-cni-plugin:v1.7.1-flannel1' },
      { name: 'install-cni', image: 'ghcr.io/flannel-io/flannel:v0.27.0' },
    ],
    containers: [
      {
        name: 'kube-flannel',
        image: 'ghcr.io/flannel-io/flannel:v0.27.0',
        requests: '100m/50Mi',
        also: { securityContext: { privileged: false, ...adds(['NET_ADMIN', 'NET_RAW']) } },
      },
    ],
    hostPaths: ['/run/flannel', '/opt/cni/bin', '/etc/cni/net.d', '/run/xtables.lock'],
  }),
];

const kubeletSpec = {
  authentication: {
    anonymous: { enabled: false },
    webhook: { enabled: true, cacheTTL: '2m0s' },
    x509: { clientCAFile: `${pki}/ca.crt` },
  },
  rotateCertificates: true,
  staticPodPath: '/etc/kubernetes/manifests',
  // Made by the kubelet itself where nothing else is said, and shown since.
  tlsCertFile: '/var/lib/kubelet/pki/kubelet.crt',
  tlsPrivateKeyFile: '/var/lib/kubelet/pki/kubelet.key',
};

const cluster: readonly Manifest[] = [
  ...members,
  account('kube-proxy'),
  workload({
    name: 'kube-proxy',
    hostNetwork: true,
    spec: { ...everyNode, nodeSelector: { 'kubernetes.io/os': 'linux' } },
    containers: [
      {
        name: 'kube-proxy',
        image: `registry.k8s.io/kube-proxy:${version}`,
        also: {
          ...privileged,
          command: [
            '/usr/local/bin/kube-proxy',
            '--config=/var/lib/kube-proxy/config.conf',
            '--hostname-override=$(NODE_NAME)',
          ],
        },
      },
    ],
    hostPaths: ['/run/xtables.lock', '/lib/modules:ro'],
  }),
  account('coredns'),
  workload({
    kind: 'Deployment',
    name: 'coredns',
    labels: { 'k8s-app': 'kube-dns' },
    spec: {
      priorityClassName: 'system-cluster-critical',
      dnsPolicy: 'Default',
      tolerations: [
        { key: 'CriticalAddonsOnly', operator: 'Exists' },
        { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
      ],
    },
    containers: [
      {
        name: 'coredns',
        image: 'registry.k8s.io/coredns/coredns:v1.14.3',
        requests: '100m/70Mi',
        limits: '-/170Mi',
        probes: 'both',
        ports: [8080, 8181, 9153],
        also: {
          args: ['-conf', '/etc/coredns/Corefile'],
          securityContext: {
            ...adds(['NET_BIND_SERVICE'], 'ALL'),
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
          },
        },
      },
    ],
  }),
  service('kube-dns', 'kube-dns', '53/UDP', '53', '9153'),
  ...rights,
  account('bootstrap-signer'),
  account('token-cleaner'),
  configMap('coredns', { Corefile: '.:53 {\n    errors\n    health\n    ready\n}\n' }),
  configMap('kube-proxy', {
    'config.conf':
      'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nbindAddress: 0.0.0.0\nclusterCIDR: 10.244.0.0/16\nmetricsBindAddress: ""\nmode: ""\n',
  }),
  configMap('kubeadm-config', {
    ClusterConfiguration: `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: ${version}\nclusterName: kubernetes\n`,
  }),
  configMap('kubelet-config', {
    kubelet:
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nrotateCertificates: true\nstaticPodPath: /etc/kubernetes/manifests\n',
  }),
  configMap('cluster-info', { kubeconfig: 'apiVersion: v1\nkind: Config\n' }, 'kube-public'),
  // What the next machines join with; kubeadm lets it expire after a day.
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'bootstrap-token-abcdef', namespace: 'kube-system' },
    type: 'bootstrap.kubernetes.io/token',
    data: {
      'token-id': Buffer.from('abcdef').toString('base64'),
      expiration: Buffer.from('2026-06-16T08:00:00Z').toString('base64'),
      'usage-bootstrap-authentication': Buffer.from('true').toString('base64'),
      'usage-bootstrap-signing': Buffer.from('true').toString('base64'),
    },
  },
  node('cp-1', {
    info,
    labels: {
      'node-role.kubernetes.io/control-plane': '',
      'node.kubernetes.io/exclude-from-external-load-balancers': '',
    },
    spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
  }),
  node('worker-1', { info }),
  kubelet('cp-1', kubeletSpec),
  kubelet('worker-1', kubeletSpec),
  controlPlane(
    { version, provider: 'kubeadm', managed: false },
    {
      flags: { ...apiServer, 'anonymous-auth': 'true', profiling: 'true', 'audit-log-path': '' },
      facts: {
        deprecatedApis: [],
        audited: false,
        legacyTokens: false,
        staleTokens: false,
        admissionPlugins: ['NamespaceLifecycle', 'NodeRestriction', 'PodSecurity', 'ServiceAccount'],
        authorizers: ['Node', 'RBAC'],
        encryptedBy: [],
      },
    },
  ),
];

/** A cluster made with kubeadm, its network by flannel as many guides propose, on two machines. */
export const kubeadm: Pristine = pristine(version, [...cluster, ...flannel]);

/** The same with Calico. */
export const kubeadmWithCalico: Pristine = pristine(version, [...cluster, ...calico]);
