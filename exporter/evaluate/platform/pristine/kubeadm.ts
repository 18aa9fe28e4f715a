import type { Manifest } from '../../../checks/patch.ts';
import { binding, granted, grantedIn } from './access.ts';
import { calico } from './calico.ts';
import { pristine, type Pristine } from './cluster.ts';
import { apiServer, members } from './control-plane.ts';
import { account, configMap, controlPlane, kubelet, namespace, node, service } from './objects.ts';
import { adds, everyNode, privileged, workload } from './workload.ts';

const version = 'v1.37.2';
const pki = '/etc/kubernetes/pki';
const info = {
  kubeletVersion: version,
  containerRuntimeVersion: 'containerd://2.2.1',
  osImage: 'Ubuntu 24.04.4 LTS',
  kernelVersion: '6.8.0-110-generic',
};

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
