import type { Manifest } from '../../../checks/patch.ts';
import { binding, granted } from './access.ts';
import { pristine, type Pristine } from './cluster.ts';
import { eksRights } from './eks-rights.ts';
import { eksStorage } from './eks-storage.ts';
import { account, apiService, configMap, controlPlane, kubelet, node, service } from './objects.ts';
import { adds, everyNode, privileged, workload } from './workload.ts';

const version = 'v1.36.2-eks-9ad46e5';
const registry = '602401143452.dkr.ecr.eu-west-1.amazonaws.com';
const nodeName = 'ip-10-0-11-37.eu-west-1.compute.internal';

const network: readonly Manifest[] = [
  account('aws-node'),
  workload({
    name: 'aws-node',
    hostNetwork: true,
    spec: everyNode,
    init: [
      {
        name: 'aws-vpc-cni-init',
        image: `${registry}/amazon-k8s-cni-init:v1.21.1-eksbuild.1`,
        requests: '25m/-',
        also: privileged,
      },
    ],
    containers: [
      {
        name: 'aws-node',
        image: `${registry}/amazon-k8s-cni:v1.21.1-eksbuild.1`,
        requests: '25m/-',
        also: {
          securityContext: adds(['NET_ADMIN', 'NET_RAW']),
          livenessProbe: { exec: { command: ['/app/grpc-health-probe', '-addr=:50051'] } },
          readinessProbe: { exec: { command: ['/app/grpc-health-probe', '-addr=:50051'] } },
          ports: [{ containerPort: 61678, name: 'metrics', protocol: 'TCP' }],
        },
      },
      {
        name: 'aws-eks-nodeagent',
        image: `${registry}/amazon/aws-network-policy-agent:v1.3.0-eksbuild.1`,
        requests: '25m/-',
        also: {
          securityContext: { privileged: true, ...adds(['NET_ADMIN']) },
          args: ['--enable-ipv6=false', '--enable-network-policy=false', '--metrics-bind-addr=:8162'],
        },
      },
    ],
    hostPaths: [
      '/sys/fs/bpf',
      '/opt/cni/bin',
      '/etc/cni/net.d',
      '/var/log/aws-routed-eni',
      '/var/run/aws-node',
      '/run/xtables.lock',
    ],
  }),
  ...granted(
    'aws-node',
    'ServiceAccount/kube-system/aws-node',
    'list+watch+get crd.k8s.amazonaws.com:eniconfigs',
    'list+watch+get :namespaces',
    'list+watch+get :pods',
    'list+watch+get :nodes',
    'get+list+watch networking.k8s.aws:policyendpoints',
    'get networking.k8s.aws:policyendpoints/status',
    'get+list+watch+create+update+patch vpcresources.k8s.aws:cninodes',
    'create+patch+list +events.k8s.io:events',
  ),
  account('kube-proxy'),
  workload({
    name: 'kube-proxy',
    hostNetwork: true,
    spec: everyNode,
    containers: [
      {
        name: 'kube-proxy',
        image: `${registry}/eks/kube-proxy:v1.36.2-minimal-eksbuild.1`,
        requests: '100m/-',
        also: {
          ...privileged,
          command: [
            'kube-proxy',
            '--v=2',
            '--config=/var/lib/kube-proxy-config/config',
            '--hostname-override=$(NODE_NAME)',
          ],
        },
      },
    ],
    hostPaths: ['/var/log', '/run/xtables.lock', '/lib/modules:ro'],
  }),
  binding('eks:kube-proxy', 'system:node-proxier', ['ServiceAccount/kube-system/kube-proxy']),
  configMap('kube-proxy-config', {
    config:
      'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmetricsBindAddress: 0.0.0.0:10249\nmode: "iptables"\n',
  }),
  configMap('amazon-vpc-cni', { 'enable-windows-ipam': 'false', 'enable-network-policy-controller': 'true' }),
];

const names: readonly Manifest[] = [
  account('coredns'),
  workload({
    kind: 'Deployment',
    name: 'coredns',
    labels: { 'k8s-app': 'kube-dns', 'eks.amazonaws.com/component': 'coredns' },
    spec: {
      priorityClassName: 'system-cluster-critical',
      dnsPolicy: 'Default',
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone' }],
      tolerations: [
        { key: 'CriticalAddonsOnly', operator: 'Exists' },
        { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
      ],
    },
    containers: [
      {
        name: 'coredns',
        image: `${registry}/eks/coredns:v1.13.1-eksbuild.1`,
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
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'coredns', namespace: 'kube-system' },
    spec: { maxUnavailable: 1, selector: { matchLabels: { 'k8s-app': 'kube-dns' } } },
  },
  ...granted(
    'system:coredns',
    'ServiceAccount/kube-system/coredns',
    'list+watch :endpoints+services+pods+namespaces',
    'get :nodes',
    'list+watch discovery.k8s.io:endpointslices',
  ),
  configMap('coredns', { Corefile: '.:53 {\n    errors\n    health\n    ready\n}\n' }),
];

const identity: readonly Manifest[] = [
  workload({
    name: 'eks-pod-identity-agent',
    labels: { 'app.kubernetes.io/name': 'eks-pod-identity-agent' },
    account: 'default',
    hostNetwork: true,
    spec: everyNode,
    init: [
      {
        name: 'eks-pod-identity-agent-init',
        image: `${registry}/eks/eks-pod-identity-agent:v0.1.34`,
        also: { ...privileged, command: ['/go-runner', '/eks-pod-identity-agent', 'initialize'] },
      },
    ],
    containers: [
      {
        name: 'eks-pod-identity-agent',
        image: `${registry}/eks/eks-pod-identity-agent:v0.1.34`,
        probes: 'both',
        probedAt: 'localhost',
        ports: [80, 2703],
        also: { securityContext: adds(['CAP_NET_BIND_SERVICE']), args: ['--port', '80', '--probe-port', '2703'] },
      },
    ],
  }),
];

const metrics: readonly Manifest[] = [
  account('metrics-server'),
  workload({
    kind: 'Deployment',
    name: 'metrics-server',
    labels: { 'app.kubernetes.io/name': 'metrics-server' },
    spec: { priorityClassName: 'system-cluster-critical' },
    containers: [
      {
        name: 'metrics-server',
        image: `${registry}/eks/metrics-server:v0.8.0-eksbuild.4`,
        requests: '100m/200Mi',
        limits: '-/400Mi',
        probes: 'both',
        ports: [10251],
        also: {
          args: ['--secure-port=10251', '--cert-dir=/tmp', '--kubelet-use-node-status-port'],
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
            runAsUser: 1000,
            seccompProfile: { type: 'RuntimeDefault' },
            capabilities: { drop: ['ALL'] },
          },
        },
      },
    ],
  }),
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'metrics-server', namespace: 'kube-system' },
    spec: { maxUnavailable: 1, selector: { matchLabels: { 'app.kubernetes.io/name': 'metrics-server' } } },
  },
  service('metrics-server', { 'app.kubernetes.io/name': 'metrics-server' }, '443:10251'),
  apiService('v1beta1.metrics.k8s.io', { service: 'metrics-server', insecure: true }),
  ...granted(
    'system:metrics-server',
    'ServiceAccount/kube-system/metrics-server',
    'get :nodes/metrics',
    'get+list+watch :pods+nodes',
  ),
  binding('metrics-server:system:auth-delegator', 'system:auth-delegator', [
    'ServiceAccount/kube-system/metrics-server',
  ]),
  binding(
    'metrics-server-auth-reader',
    'extension-apiserver-authentication-reader',
    ['ServiceAccount/kube-system/metrics-server'],
    'kube-system',
  ),
];

/** An EKS cluster with the add-ons that its console proposes, and one node of Amazon Linux. */
export const eks: Pristine = pristine(version, [
  ...network,
  ...names,
  ...eksStorage,
  ...identity,
  ...metrics,
  ...eksRights,
  node(nodeName, {
    info: {
      kubeletVersion: 'v1.36.2-eks-113cf36',
      containerRuntimeVersion: 'containerd://2.1.6',
      osImage: 'Amazon Linux 2023.9.20260601',
      kernelVersion: '6.12.58-82.121.amzn2023.x86_64',
    },
    labels: {
      'eks.amazonaws.com/nodegroup': 'default',
      'node.kubernetes.io/instance-type': 'm7i.large',
      'topology.kubernetes.io/region': 'eu-west-1',
      'topology.kubernetes.io/zone': 'eu-west-1a',
    },
    spec: { providerID: 'aws:///eu-west-1a/i-0a1b2c3d4e5f60718' },
  }),
  kubelet(nodeName, {
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true, cacheTTL: '2m0s' },
      x509: { clientCAFile: '/etc/kubernetes/pki/ca.crt' },
    },
    serverTLSBootstrap: true,
    rotateCertificates: true,
    protectKernelDefaults: true,
    tlsCipherSuites: [
      'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      'TLS_RSA_WITH_AES_256_GCM_SHA384',
      'TLS_RSA_WITH_AES_128_GCM_SHA256',
    ],
    featureGates: { RotateKubeletServerCertificate: true },
  }),
  controlPlane(
    { version, provider: 'eks', managed: true },
    {
      unread: { flags: 'the API server forbids to read /flagz' },
      facts: {
        deprecatedApis: [],
        audited: true,
        legacyTokens: false,
        staleTokens: false,
        admissionPlugins: ['NamespaceLifecycle', 'NodeRestriction', 'PodSecurity', 'ServiceAccount'],
        authorizers: ['Node', 'RBAC', 'Webhook'],
        encryptedBy: ['k8s:enc:kms:v2:'],
      },
    },
  ),
]);
