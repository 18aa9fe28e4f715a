import type { Manifest } from '../../../checks/patch.ts';
import { granted, grantedIn } from './access.ts';
import { pristine, type Pristine } from './cluster.ts';
import { gkeRights, gkeWebhooks } from './gke-rights.ts';
import {
  account,
  apiService,
  configMap,
  controlPlane,
  kubelet,
  namespace,
  node,
  service,
  storageClass,
  webhook,
} from './objects.ts';
import { everyNode, privileged, staticPod, workload, type Part, type Shipped } from './workload.ts';

const version = 'v1.35.6-gke.1220000';
const nodeName = 'gke-pristine-default-pool-2c1f9d0e-7k3p';

const image = (name: string) => `gke.gcr.io/${name}`;
const part = (name: string, of: string, rest: Omit<Part, 'name' | 'image'> = {}): Part => ({
  name,
  image: image(of),
  requests: '10m/50Mi',
  limits: '-/250Mi',
  ...rest,
});
const confined = { also: { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } } };
const seccomp = { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } };

/** A Deployment that nobody but GKE sets up, with the account of its name. */
function quiet(name: string, containers: readonly Part[], options: Partial<Shipped> = {}): readonly Manifest[] {
  return [
    account(options.account ?? name, options.namespace),
    workload({
      kind: 'Deployment',
      name,
      replicas: 1,
      containers,
      ...options,
      spec: { ...seccomp, priorityClassName: 'system-cluster-critical', ...options.spec },
    }),
  ];
}

function agent(shipped: Shipped): readonly Manifest[] {
  return [
    account(shipped.account ?? shipped.name, shipped.namespace),
    workload({ hostNetwork: true, ...shipped, spec: { ...everyNode, ...shipped.spec } }),
  ];
}

const agents: readonly Manifest[] = [
  staticPod(
    {
      name: 'kube-proxy',
      labels: { component: 'kube-proxy', tier: 'node' },
      hostNetwork: true,
      spec: { priorityClassName: 'system-node-critical' },
      containers: [
        {
          name: 'kube-proxy',
          image: image('kube-proxy-amd64:v1.35.6-gke.1220000'),
          requests: '100m/-',
          also: { ...privileged, command: ['/bin/sh', '-c', 'exec kube-proxy --v=2 1>>/var/log/kube-proxy.log 2>&1'] },
        },
      ],
      hostPaths: [
        '/usr/share/ca-certificates:ro',
        '/etc/ssl/certs:ro',
        '/var/lib/kube-proxy/kubeconfig',
        '/var/log',
        '/run/xtables.lock',
        '/lib/modules:ro',
      ],
    },
    nodeName,
  ),
  ...agent({
    name: 'fluentbit-gke',
    containers: [
      part('fluentbit', 'fluent-bit:v3.2.8-gke.22', { probes: 'liveness', ports: [2020] }),
      part('fluentbit-gke', 'fluent-bit-gke-exporter:v0.34.1-gke.0', { probes: 'liveness', ports: [2021] }),
    ],
    hostPaths: ['/var/run/google-fluentbit/pos-files', '/var/log', '/var/lib/docker/containers:ro'],
  }),
  ...agent({
    name: 'gke-metrics-agent',
    containers: [part('gke-metrics-agent', 'gke-metrics-agent:1.15.9-gke.0', { also: {} })],
    hostPaths: ['/etc/ssl/certs:ro'],
  }),
  ...agent({
    name: 'netd',
    init: [part('netd-init', 'netd-init:v0.5.28', { also: privileged })],
    containers: [part('netd', 'netd:v0.5.28', { also: privileged })],
    hostPaths: ['/etc/cni/net.d', '/home/kubernetes/bin', '/lib/modules:ro'],
  }),
  ...agent({
    name: 'pdcsi-node',
    account: 'pdcsi-node-sa',
    containers: [
      part('csi-driver-registrar', 'csi-node-driver-registrar:v2.14.0-gke.21'),
      {
        ...part('gce-pd-driver', '', { also: privileged }),
        image:
          'europe-west1-artifactregistry.gcr.io/gke-release/gke-release/gcp-compute-persistent-disk-csi-driver:v1.22.4',
      },
    ],
    hostPaths: [
      '/var/lib/kubelet/plugins_registry/',
      '/var/lib/kubelet',
      '/var/lib/kubelet/plugins/pd.csi.storage.gke.io/',
      '/dev',
      '/etc/udev',
      '/lib/udev',
      '/run/udev',
      '/sys',
    ],
  }),
  ...agent({
    name: 'gke-metadata-server',
    containers: [part('gke-metadata-server', 'gke-metadata-server:20260801', { also: privileged, ports: [988] })],
    hostPaths: ['/var/lib/kubelet/kubeconfig:ro', '/var/lib/kubelet/pki/:ro', '/etc/ssl/certs:ro'],
  }),
];

const quietly: readonly Manifest[] = [
  ...quiet(
    'kube-dns',
    [
      part('kubedns', 'k8s-dns-kube-dns:1.24.1-gke.7', { probes: 'both', ports: [10053, 10055], ...confined }),
      part('dnsmasq', 'k8s-dns-dnsmasq-nanny:1.24.1-gke.7', {
        probes: 'liveness',
        also: { securityContext: { capabilities: { add: ['NET_BIND_SERVICE', 'SETGID'], drop: ['all'] } } },
      }),
      part('sidecar', 'k8s-dns-sidecar:1.24.1-gke.7', { probes: 'liveness', ...confined }),
      part('prometheus-to-sd', 'prometheus-to-sd:v0.12.2-gke.0', confined),
    ],
    { labels: { 'k8s-app': 'kube-dns' } },
  ),
  service('kube-dns', 'kube-dns', '53/UDP', '53'),
  ...quiet('kube-dns-autoscaler', [part('autoscaler', 'cluster-proportional-autoscaler:v1.10.2-gke.3', confined)]),
  ...quiet('konnectivity-agent', [
    part('konnectivity-agent', 'proxy-agent:v0.33.0-gke.2', { probes: 'both', ...confined }),
    part('konnectivity-agent-metrics-collector', 'gke-metrics-collector:20260710_2300_RC0', confined),
  ]),
  ...quiet(
    'konnectivity-agent-autoscaler',
    [part('autoscaler', 'cluster-proportional-autoscaler:v1.10.2-gke.3', confined)],
    { account: 'konnectivity-agent-cpha' },
  ),
  ...quiet('l7-default-backend', [
    part('default-http-backend', 'ingress-gce-404-server-with-metrics:v1.34.5', { probes: 'liveness', ...confined }),
  ]),
  {
    ...service('default-http-backend', 'l7-default-backend', '80:8080'),
    spec: {
      type: 'NodePort',
      selector: { 'k8s-app': 'l7-default-backend' },
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 8080, nodePort: 30942 }],
    },
  },
  ...quiet('event-exporter-gke', [
    part('event-exporter', 'event-exporter:v0.5.3-gke.1', confined),
    part('prometheus-to-sd-exporter', 'prometheus-to-sd:v0.12.2-gke.0', confined),
  ]),
  ...quiet(
    'metrics-server-v1.35.1',
    [
      part('metrics-server', 'metrics-server:v0.8.0-gke.9', { probes: 'both', ports: [10250], ...confined }),
      part('metrics-server-nanny', 'addon-resizer:1.8.23-gke.4', confined),
    ],
    { account: 'metrics-server', labels: { 'k8s-app': 'metrics-server' } },
  ),
  service('metrics-server', 'metrics-server', '443:10250'),
  apiService('v1beta1.metrics.k8s.io', { service: 'metrics-server', insecure: true }),
];

const prometheus: readonly Manifest[] = [
  ...namespace('gmp-system', { 'addonmanager.kubernetes.io/mode': 'Reconcile' }),
  ...namespace('gmp-public', { 'addonmanager.kubernetes.io/mode': 'Reconcile' }),
  ...agent({
    namespace: 'gmp-system',
    name: 'collector',
    hostNetwork: false,
    labels: { 'app.kubernetes.io/name': 'collector' },
    spec: { priorityClassName: 'gmp-critical', securityContext: { runAsNonRoot: true, runAsUser: 1000 } },
    containers: [
      part('config-reloader', 'prometheus-engine/config-reloader:v0.17.1-gke.1', confined),
      part('prometheus', 'prometheus-engine/prometheus:v2.53.5-gmp.1-gke.2', { probes: 'both', ...confined }),
    ],
  }),
  ...quiet(
    'gmp-operator',
    [part('operator', 'prometheus-engine/operator:v0.17.1-gke.1', { probes: 'both', ports: [18080], ...confined })],
    { namespace: 'gmp-system', account: 'operator', labels: { 'app.kubernetes.io/name': 'gmp-operator' } },
  ),
  ...granted(
    'gmp-system:collector',
    'ServiceAccount/gmp-system/collector',
    'get+list+watch :endpoints+nodes+nodes/metrics+pods+services',
    'get /metrics',
  ),
  ...granted(
    'gmp-system:operator',
    'ServiceAccount/gmp-system/operator',
    'get+list+watch monitoring.googleapis.com:clusterrules+globalrules+clusterpodmonitorings+podmonitorings+rules',
    'get+patch+update monitoring.googleapis.com:clusterpodmonitorings/status+podmonitorings/status',
    'get+list+watch+patch apiextensions.k8s.io:customresourcedefinitions',
    'get+patch+list+watch admissionregistration.k8s.io:validatingwebhookconfigurations+mutatingwebhookconfigurations gmp-operator.gmp-system.monitoring.googleapis.com',
  ),
  ...grantedIn(
    'gmp-system',
    'operator',
    'ServiceAccount/gmp-system/operator',
    'create+delete+get+list+patch+update+watch :secrets+configmaps',
    'create+delete+get+list+patch+update+watch apps:daemonsets+deployments+statefulsets',
    'get+list+watch :pods',
  ),
  webhook('Validating', 'gmp-operator.gmp-system.monitoring.googleapis.com', {
    name: 'validate.podmonitorings.gmp-operator.gmp-system.monitoring.googleapis.com',
    failurePolicy: 'Fail',
    clientConfig: {
      caBundle: 'LS0t',
      service: { name: 'gmp-operator', namespace: 'gmp-system', port: 443, path: '/validate' },
    },
    rules: [
      {
        apiGroups: ['monitoring.googleapis.com'],
        apiVersions: ['v1'],
        operations: ['CREATE', 'UPDATE'],
        resources: ['podmonitorings'],
        scope: '*',
      },
    ],
  }),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'gmp-operator', namespace: 'gmp-system' },
    spec: {
      type: 'ClusterIP',
      selector: { 'app.kubernetes.io/name': 'gmp-operator' },
      ports: [{ name: 'webhook', port: 443, protocol: 'TCP', targetPort: 10250 }],
    },
  },
];

/** A standard GKE cluster with one node of Container-Optimized OS. */
export const gke: Pristine = pristine(version, [
  ...agents,
  ...quietly,
  ...prometheus,
  ...gkeRights,
  ...gkeWebhooks,
  configMap('kube-dns', {}),
  configMap('gke-metrics-agent-conf', { 'conf.yaml': 'receivers: {}\n' }),
  configMap('fluentbit-gke-config-v1.4.0', { 'fluent-bit.conf': '[SERVICE]\n' }),
  storageClass('standard-rwo', 'pd.csi.storage.gke.io', { type: 'pd-balanced' }),
  storageClass('premium-rwo', 'pd.csi.storage.gke.io', { type: 'pd-ssd' }),
  storageClass('standard', 'kubernetes.io/gce-pd', { type: 'pd-standard' }),
  node(nodeName, {
    info: {
      kubeletVersion: 'v1.35.6-gke.1220000',
      containerRuntimeVersion: 'containerd://2.1.6',
      osImage: 'Container-Optimized OS from Google',
      kernelVersion: '6.12.55+',
    },
    labels: {
      'cloud.google.com/gke-nodepool': 'default-pool',
      'cloud.google.com/gke-os-distribution': 'cos',
      'cloud.google.com/gke-container-runtime': 'containerd',
      'iam.gke.io/gke-metadata-server-enabled': 'true',
      'node.kubernetes.io/instance-type': 'e2-standard-4',
      'topology.kubernetes.io/region': 'europe-west1',
      'topology.kubernetes.io/zone': 'europe-west1-b',
    },
    spec: { providerID: `gce://pristine/europe-west1-b/${nodeName}` },
  }),
  kubelet(nodeName, {
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: '/etc/srv/kubernetes/pki/ca-certificates.crt' },
    },
    readOnlyPort: 10255,
    rotateCertificates: true,
    serverTLSBootstrap: true,
    tlsCertFile: '/var/lib/kubelet/pki/kubelet.crt',
    tlsPrivateKeyFile: '/var/lib/kubelet/pki/kubelet.key',
    featureGates: { RotateKubeletServerCertificate: true },
  }),
  controlPlane(
    { version, provider: 'gke', managed: true },
    {
      unread: { flags: 'the API server forbids to read /flagz' },
      facts: {
        deprecatedApis: [],
        audited: true,
        legacyTokens: false,
        staleTokens: false,
        admissionPlugins: ['NamespaceLifecycle', 'NodeRestriction', 'PodSecurity', 'ServiceAccount'],
        authorizers: ['Node', 'RBAC', 'Webhook'],
        encryptedBy: [],
      },
    },
  ),
]);
