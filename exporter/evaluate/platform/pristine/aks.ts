import type { Manifest } from '../../../checks/patch.ts';
import { aksRights, aksWebhooks } from './aks-rights.ts';
import { pristine, type Pristine } from './cluster.ts';
import { account, apiService, configMap, controlPlane, kubelet, node, service, storageClass } from './objects.ts';
import { adds, everyNode, privileged, workload, type Part, type Shipped } from './workload.ts';

const version = 'v1.35.3';
const microsoft = 'mcr.microsoft.com';
const nodeName = 'aks-nodepool1-31718369-vmss000000';

const part = (name: string, image: string, rest: Omit<Part, 'name' | 'image'> = {}): Part => ({
  name,
  image: `${microsoft}/${image}`,
  requests: '10m/20Mi',
  limits: '1/500Mi',
  ...rest,
});
const csi: readonly Part[] = [
  part('liveness-probe', 'oss/v2/kubernetes-csi/livenessprobe:v2.17.0'),
  part('node-driver-registrar', 'oss/v2/kubernetes-csi/csi-node-driver-registrar:v2.15.0'),
];

function agent(shipped: Shipped): readonly Manifest[] {
  return [account(shipped.account ?? shipped.name), workload({ ...shipped, spec: { ...everyNode, ...shipped.spec } })];
}

function quiet(name: string, containers: readonly Part[], options: Partial<Shipped> = {}): readonly Manifest[] {
  return [
    account(options.account ?? name),
    workload({
      kind: 'Deployment',
      name,
      containers,
      ...options,
      spec: {
        priorityClassName: 'system-node-critical',
        tolerations: [
          { key: 'CriticalAddonsOnly', operator: 'Exists' },
          { key: 'node-role.kubernetes.io/master', operator: 'Equal', value: 'true', effect: 'NoSchedule' },
        ],
        ...options.spec,
      },
    }),
  ];
}

const agents: readonly Manifest[] = [
  ...agent({
    name: 'kube-proxy',
    labels: { component: 'kube-proxy', tier: 'node' },
    hostNetwork: true,
    init: [part('kube-proxy-bootstrap', 'oss/v2/kubernetes/kube-proxy:v1.35.3', { also: privileged })],
    containers: [
      part('kube-proxy', 'oss/v2/kubernetes/kube-proxy:v1.35.3', {
        also: { ...privileged, command: ['kube-proxy', '--metrics-bind-address=0.0.0.0:10249', '--v=3'] },
      }),
    ],
    hostPaths: ['/run/xtables.lock', '/etc/sysctl.d', '/lib/modules'],
  }),
  ...agent({
    name: 'cloud-node-manager',
    hostNetwork: true,
    containers: [part('cloud-node-manager', 'oss/v2/kubernetes/azure-cloud-node-manager:v1.35.0')],
  }),
  ...agent({
    name: 'csi-azuredisk-node',
    account: 'csi-azuredisk-node-sa',
    labels: { app: 'csi-azuredisk-node' },
    hostNetwork: true,
    containers: [
      part('azuredisk', 'oss/v2/kubernetes-csi/azuredisk-csi:v1.33.4', {
        probes: 'liveness',
        ports: [29603],
        also: privileged,
      }),
      ...csi,
    ],
    hostPaths: [
      '/var/lib/kubelet/plugins/disk.csi.azure.com',
      '/var/lib/kubelet/',
      '/var/lib/kubelet/plugins_registry/',
      '/etc/kubernetes/',
      '/dev',
      '/sys/bus/scsi/devices',
      '/sys/class/',
    ],
  }),
  ...agent({
    name: 'csi-azurefile-node',
    account: 'csi-azurefile-node-sa',
    labels: { app: 'csi-azurefile-node' },
    hostNetwork: true,
    containers: [
      part('azurefile', 'oss/v2/kubernetes-csi/azurefile-csi:v1.34.0', {
        probes: 'liveness',
        ports: [29613],
        also: privileged,
      }),
      ...csi,
    ],
    hostPaths: [
      '/var/lib/kubelet/plugins/file.csi.azure.com',
      '/var/lib/kubelet/',
      '/var/lib/kubelet/plugins_registry/',
      '/etc/kubernetes/',
      '/dev',
    ],
  }),
  ...agent({
    name: 'azure-cns',
    hostNetwork: true,
    containers: [
      part('cns-container', 'containernetworking/azure-cns:v1.7.2', {
        probedAt: 'localhost',
        also: { securityContext: adds(['NET_ADMIN', 'NET_RAW']) },
      }),
    ],
    hostPaths: ['/var/run/azure-cns', '/opt/cni/bin', '/etc/cni/net.d', '/var/log', '/run/xtables.lock'],
  }),
  ...agent({
    name: 'azure-npm',
    hostNetwork: true,
    containers: [part('azure-npm', 'containernetworking/azure-npm:v1.6.29', { also: privileged })],
    hostPaths: ['/run/xtables.lock', '/etc/protocols', '/var/log'],
  }),
  ...agent({
    name: 'azure-ip-masq-agent',
    hostNetwork: true,
    containers: [
      part('azure-ip-masq-agent', 'aks/ip-masq-agent-v2:v0.1.15', {
        also: { securityContext: adds(['NET_ADMIN', 'NET_RAW'], 'ALL') },
      }),
    ],
    hostPaths: ['/lib/modules:ro', '/run/xtables.lock'],
  }),
  ...agent({
    name: 'ama-logs',
    account: 'ama-logs',
    labels: { component: 'ama-logs-agent', tier: 'node' },
    containers: [
      part('ama-logs', 'azuremonitor/containerinsights/ciprod:3.1.29', { probes: 'liveness', also: privileged }),
    ],
    hostPaths: ['/:ro', '/var/run', '/etc/hostname', '/var/log', '/var/lib/docker/containers', '/etc/kubernetes'],
  }),
];

const quietly: readonly Manifest[] = [
  ...quiet(
    'coredns',
    [
      part('coredns', 'oss/v2/kubernetes/coredns:v1.12.1-14', {
        probes: 'both',
        ports: [8080, 9153],
        also: {
          securityContext: {
            ...adds(['NET_BIND_SERVICE'], 'ALL'),
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
          },
        },
      }),
    ],
    { labels: { 'k8s-app': 'kube-dns' } },
  ),
  service('kube-dns', 'kube-dns', '53/UDP', '53'),
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'coredns-pdb', namespace: 'kube-system' },
    spec: { minAvailable: 1, selector: { matchLabels: { 'k8s-app': 'kube-dns' } } },
  },
  ...quiet(
    'coredns-autoscaler',
    [part('autoscaler', 'oss/v2/kubernetes/autoscaler/cluster-proportional-autoscaler:v1.9.0-1')],
    { replicas: 1 },
  ),
  ...quiet(
    'konnectivity-agent',
    [part('konnectivity-agent', 'oss/v2/kubernetes/apiserver-network-proxy/agent:v0.33.0', { probes: 'both' })],
    { labels: { app: 'konnectivity-agent' } },
  ),
  ...quiet(
    'konnectivity-agent-autoscaler',
    [part('autoscaler', 'oss/v2/kubernetes/autoscaler/cluster-proportional-autoscaler:v1.9.0-1')],
    { replicas: 1 },
  ),
  ...quiet('metrics-server', [
    part('metrics-server-vpa', 'oss/v2/kubernetes/autoscaler/addon-resizer:v1.8.23-2'),
    part('metrics-server', 'oss/v2/kubernetes/metrics-server:v0.8.0', { probes: 'both', ports: [4443] }),
  ]),
  service('metrics-server', 'metrics-server', '443:4443'),
  apiService('v1beta1.metrics.k8s.io', { service: 'metrics-server', insecure: true }),
  ...quiet('ama-logs-rs', [part('ama-logs', 'azuremonitor/containerinsights/ciprod:3.1.29', { also: privileged })], {
    account: 'ama-logs',
    replicas: 1,
    hostPaths: ['/var/log', '/var/lib/docker/containers', '/etc/kubernetes'],
  }).slice(1),
];

/** An AKS cluster with Azure CNI, its policies and Container Insights, and one node of Ubuntu. */
export const aks: Pristine = pristine(version, [
  ...agents,
  ...quietly,
  ...aksRights,
  ...aksWebhooks,
  configMap('coredns', { Corefile: '.:53 {\n    errors\n    health\n    ready\n}\n' }),
  configMap('coredns-custom', {}),
  configMap('kube-proxy-config', {}),
  storageClass('default', 'disk.csi.azure.com', { skuname: 'StandardSSD_LRS' }),
  storageClass('managed-csi', 'disk.csi.azure.com', { skuname: 'StandardSSD_LRS' }),
  storageClass('managed-csi-premium', 'disk.csi.azure.com', { skuname: 'Premium_LRS' }),
  storageClass('azurefile-csi', 'file.csi.azure.com', { skuName: 'Standard_LRS' }),
  node(nodeName, {
    info: {
      kubeletVersion: version,
      containerRuntimeVersion: 'containerd://2.1.6-1',
      osImage: 'Ubuntu 24.04.4 LTS',
      kernelVersion: '6.8.0-1045-azure',
    },
    labels: {
      'kubernetes.azure.com/agentpool': 'nodepool1',
      'kubernetes.azure.com/mode': 'system',
      'kubernetes.azure.com/os-sku': 'Ubuntu',
      'node.kubernetes.io/instance-type': 'Standard_D4ds_v5',
      'topology.kubernetes.io/region': 'westeurope',
      'topology.kubernetes.io/zone': 'westeurope-1',
    },
    spec: {
      providerID:
        'azure:///subscriptions/0/resourceGroups/mc_pristine/providers/Microsoft.Compute/virtualMachineScaleSets/aks-nodepool1-31718369-vmss/virtualMachines/0',
    },
  }),
  kubelet(nodeName, {
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: '/etc/kubernetes/certs/ca.crt' },
    },
    rotateCertificates: true,
    serverTLSBootstrap: true,
    protectKernelDefaults: true,
    seccompDefault: false,
    tlsCertFile: '/etc/kubernetes/certs/kubeletserver.crt',
    tlsPrivateKeyFile: '/etc/kubernetes/certs/kubeletserver.key',
    tlsCipherSuites: [
      'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305',
      'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    ],
  }),
  controlPlane(
    { version, provider: 'aks', managed: true },
    {
      unread: { flags: 'the API server forbids to read /flagz' },
      facts: {
        deprecatedApis: [],
        audited: true,
        legacyTokens: false,
        staleTokens: false,
        admissionPlugins: ['NamespaceLifecycle', 'NodeRestriction', 'PodSecurity', 'ServiceAccount'],
        authorizers: ['Node', 'RBAC'],
        encryptedBy: [],
      },
    },
  ),
]);
