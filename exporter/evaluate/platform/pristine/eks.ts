import type { Manifest } from '../../../checks/patch.ts';
import { binding, granted, grantedIn } from './access.ts';
import { pristine, type Pristine } from './cluster.ts';
import {
  account,
  apiService,
  configMap,
  controlPlane,
  kubelet,
  node,
  on,
  service,
  storageClass,
  webhook,
} from './objects.ts';
import { adds, everyNode, privileged, workload, type Part } from './workload.ts';

const version = 'v1.36.2-eks-9ad46e5';
const registry = '602401143452.dkr.ecr.eu-west-1.amazonaws.com';
const kubeletPaths = ['/var/lib/kubelet', '/var/lib/kubelet/plugins_registry/', '/dev'];
const confined = { securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true } };
const asUser = { securityContext: { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 } };
const nodeName = 'ip-10-0-11-37.eu-west-1.compute.internal';

const sidecar = (name: string, image: string): Part => ({
  name,
  image: `${registry}/eks/${image}`,
  requests: '10m/40Mi',
  limits: '-/256Mi',
  also: confined,
});
const sidecars: readonly Part[] = [
  sidecar('node-driver-registrar', 'csi-node-driver-registrar:v2.15.0-eksbuild.4'),
  sidecar('liveness-probe', 'livenessprobe:v2.17.0-eksbuild.4'),
];
const provisioning = ['provisioner', 'attacher', 'snapshotter', 'resizer'].map((name) =>
  sidecar(`csi-${name}`, `csi-${name}:v6.0.0-eksbuild.2`),
);

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

const disks: readonly Manifest[] = [
  account('ebs-csi-node-sa'),
  workload({
    name: 'ebs-csi-node',
    account: 'ebs-csi-node-sa',
    labels: { app: 'ebs-csi-node' },
    spec: { ...everyNode, securityContext: { runAsNonRoot: false, runAsUser: 0, runAsGroup: 0, fsGroup: 0 } },
    containers: [
      {
        name: 'ebs-plugin',
        image: `${registry}/eks/aws-ebs-csi-driver:v1.53.0`,
        requests: '10m/40Mi',
        limits: '-/256Mi',
        probes: 'liveness',
        ports: [9808],
        also: { securityContext: { privileged: true, readOnlyRootFilesystem: true } },
      },
      ...sidecars,
    ],
    hostPaths: [...kubeletPaths, '/var/lib/kubelet/plugins/ebs.csi.aws.com/'],
  }),
  account('ebs-csi-controller-sa'),
  workload({
    kind: 'Deployment',
    name: 'ebs-csi-controller',
    account: 'ebs-csi-controller-sa',
    labels: { app: 'ebs-csi-controller' },
    spec: {
      ...asUser,
      priorityClassName: 'system-cluster-critical',
      tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }],
    },
    containers: [
      {
        name: 'ebs-plugin',
        image: `${registry}/eks/aws-ebs-csi-driver:v1.53.0`,
        requests: '10m/40Mi',
        limits: '-/256Mi',
        probes: 'both',
        ports: [9808],
        also: {
          ...confined,
          env: [
            {
              name: 'AWS_ACCESS_KEY_ID',
              valueFrom: { secretKeyRef: { name: 'aws-secret', key: 'key_id', optional: true } },
            },
            {
              name: 'AWS_SECRET_ACCESS_KEY',
              valueFrom: { secretKeyRef: { name: 'aws-secret', key: 'access_key', optional: true } },
            },
          ],
        },
      },
      ...provisioning,
    ],
  }),
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'ebs-csi-controller', namespace: 'kube-system' },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'ebs-csi-controller' } } },
  },
  ...granted(
    'ebs-csi-node-role',
    'ServiceAccount/kube-system/ebs-csi-node-sa',
    'get+patch :nodes',
    'get+list storage.k8s.io:volumeattachments',
    'get+list+watch storage.k8s.io:csinodes',
  ),
  ...granted(
    'ebs-external-attacher-role',
    'ServiceAccount/kube-system/ebs-csi-controller-sa',
    'get+list+watch+patch :persistentvolumes',
    'get+list+watch storage.k8s.io:csinodes',
    'get+list+watch+patch storage.k8s.io:volumeattachments',
    'patch storage.k8s.io:volumeattachments/status',
  ),
  ...granted(
    'ebs-external-provisioner-role',
    'ServiceAccount/kube-system/ebs-csi-controller-sa',
    'get+list+watch+create+patch+delete :persistentvolumes',
    'get+list+watch+update :persistentvolumeclaims',
    'get+list+watch storage.k8s.io:storageclasses',
    'list+watch+create+update+patch :events',
    'get+list snapshot.storage.k8s.io:volumesnapshots+volumesnapshotcontents',
    'get+list+watch storage.k8s.io:csinodes',
    'get+list+watch :nodes',
    'get+list+watch storage.k8s.io:volumeattachments',
  ),
  ...granted(
    'ebs-external-resizer-role',
    'ServiceAccount/kube-system/ebs-csi-controller-sa',
    'get+list+watch+patch :persistentvolumes',
    'get+list+watch :persistentvolumeclaims',
    'patch :persistentvolumeclaims/status',
    'list+watch+create+update+patch :events',
    'get+list+watch :pods',
  ),
  ...granted(
    'ebs-external-snapshotter-role',
    'ServiceAccount/kube-system/ebs-csi-controller-sa',
    'list+watch+create+update+patch :events',
    'get+list+watch+update+patch snapshot.storage.k8s.io:volumesnapshotcontents',
    'update+patch snapshot.storage.k8s.io:volumesnapshotcontents/status',
  ),
  ...grantedIn(
    'kube-system',
    'ebs-csi-leases-role',
    'ServiceAccount/kube-system/ebs-csi-controller-sa',
    'get+watch+list+delete+update+create coordination.k8s.io:leases',
  ),
  storageClass('gp2', 'kubernetes.io/aws-ebs', { fsType: 'ext4', type: 'gp2' }),
];

const files: readonly Manifest[] = [
  account('efs-csi-node-sa'),
  account('efs-csi-controller-sa'),
  workload({
    name: 'efs-csi-node',
    account: 'efs-csi-node-sa',
    labels: { app: 'efs-csi-node' },
    hostNetwork: true,
    spec: { ...everyNode, securityContext: { runAsNonRoot: false, runAsUser: 0, runAsGroup: 0, fsGroup: 0 } },
    containers: [
      {
        name: 'efs-plugin',
        image: `${registry}/eks/aws-efs-csi-driver:v2.1.15`,
        probes: 'liveness',
        ports: [9809],
        also: privileged,
      },
      ...sidecars,
    ],
    hostPaths: [...kubeletPaths, '/var/lib/kubelet/plugins/efs.csi.aws.com/', '/var/run/efs', '/var/amazon/efs'],
  }),
  workload({
    kind: 'Deployment',
    name: 'efs-csi-controller',
    account: 'efs-csi-controller-sa',
    labels: { app: 'efs-csi-controller' },
    hostNetwork: true,
    containers: [
      { name: 'efs-plugin', image: `${registry}/eks/aws-efs-csi-driver:v2.1.15`, ports: [9909], also: privileged },
      ...provisioning.slice(0, 1),
    ],
  }),
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

/** Rights of Amazon's own programs, as far as they are published; they act as users, and none runs in the cluster. */
const managed: readonly Manifest[] = [
  binding('eks:addon-cluster-admin', 'cluster-admin', ['User/eks:addon-manager']),
  ...granted(
    'eks:addon-manager',
    'User/eks:addon-manager',
    'create+delete+get+list+patch+update+watch :namespaces+configmaps+secrets+serviceaccounts+services',
    'create+delete+get+list+patch+update+watch apps:daemonsets+deployments',
    'create+delete+get+list+patch+update+watch+bind+escalate rbac.authorization.k8s.io:*',
    'create+delete+get+list+patch+update+watch admissionregistration.k8s.io:*',
  ),
  ...granted(
    'eks:certificate-controller',
    'User/eks:certificate-controller',
    'get+list+watch+delete certificates.k8s.io:certificatesigningrequests',
    'update certificates.k8s.io:certificatesigningrequests/approval+certificatesigningrequests/status',
    'approve+sign certificates.k8s.io:signers beta.eks.amazonaws.com/app-serving',
    'create+patch+update :events',
  ),
  ...granted(
    'eks:cloud-controller-manager',
    'User/eks:cloud-controller-manager',
    'create+patch+update :events',
    '* :nodes',
    'patch :nodes/status',
    'list+patch+update+watch+get :services',
    'patch+update :services/status',
    'create+get+list+watch+update :serviceaccounts',
    'get+list+update+watch :persistentvolumes',
    'create+get+list+watch+update :endpoints',
    'create+get+list+watch+update coordination.k8s.io:leases',
    'create :serviceaccounts/token',
  ),
  ...granted('eks:cluster-event-watcher', 'User/eks:cluster-event-watcher', 'get+list+watch :events'),
  ...granted(
    'eks:node-manager',
    'User/eks:node-manager',
    'get+list+watch+delete :pods',
    'get+list+watch+patch :nodes',
    'create :pods/eviction',
  ),
  ...granted('eks:nodewatcher', 'User/eks:nodewatcher', 'get+list+watch :nodes'),
  ...granted('eks:k8s-metrics', 'User/eks:k8s-metrics', 'get /metrics', 'list :nodes+persistentvolumes+pods'),
  ...granted(
    'eks:fargate-manager',
    'User/eks:fargate-manager',
    'get+list+watch :namespaces+nodes+pods',
    'delete :nodes',
    'update :pods/status',
  ),
  ...granted(
    'eks:fargate-scheduler',
    'User/eks:fargate-scheduler',
    'create :pods/binding+bindings',
    'get+list+watch+delete :pods',
    'update :pods/status',
  ),
  ...granted(
    'eks:network-policy-controller',
    'User/eks:network-policy-controller',
    'get+list+watch :namespaces+pods+services',
    'get+list+watch+update+patch networking.k8s.io:networkpolicies',
    'create+delete+get+list+patch+update+watch networking.k8s.aws:policyendpoints',
  ),
  ...granted(
    'eks:pod-identity-mutating-webhook',
    'User/eks:pod-identity-mutating-webhook',
    'get+list+watch :serviceaccounts',
  ),
  ...granted('eks:tagging-controller', 'User/eks:tagging-controller', 'get+list+watch+patch+update :nodes'),
  ...granted(
    'eks:service-operations',
    'Group/eks:service-operations',
    'list+get+watch :nodes+pods+namespaces+services',
  ),
  ...granted(
    'eks:node-bootstrapper',
    'Group/system:bootstrappers',
    'create certificates.k8s.io:certificatesigningrequests/selfnodeserver',
  ),
  binding('eks:nodes-bootstrapper', 'eks:node-bootstrapper', ['Group/system:nodes']),
  account('eks-vpc-resource-controller'),
  ...granted(
    'vpc-resource-controller-role',
    'ServiceAccount/kube-system/eks-vpc-resource-controller',
    'get+list+watch+update+patch :pods',
    'patch :pods/status',
    'get+list+watch+patch+update :nodes',
    'get+list+watch apps:deployments',
    'create+patch :events',
    'get+list+watch :configmaps',
    'get+list+watch vpcresources.k8s.aws:securitygrouppolicies',
    'create+delete+get+list+patch+update+watch vpcresources.k8s.aws:cninodes',
  ),
  ...grantedIn('kube-system', 'eks:service-operations-configmaps', 'Group/eks:service-operations', 'get :configmaps'),
  configMap('aws-auth', { mapRoles: '- groups:\n  - system:bootstrappers\n  - system:nodes\n' }),
  webhook('Mutating', 'pod-identity-webhook', {
    name: 'iam-for-pods.amazonaws.com',
    failurePolicy: 'Ignore',
    reinvocationPolicy: 'IfNeeded',
    clientConfig: { url: 'https://127.0.0.1:23443/mutate', caBundle: 'LS0t' },
    ...on('pods', 'CREATE'),
  }),
  webhook('Mutating', 'vpc-resource-mutating-webhook', {
    name: 'mpod.vpc.k8s.aws',
    failurePolicy: 'Ignore',
    clientConfig: { url: 'https://127.0.0.1:9443/mutate-v1-pod', caBundle: 'LS0t' },
    ...on('pods', 'CREATE'),
  }),
  webhook('Validating', 'vpc-resource-validating-webhook', {
    name: 'vpod.vpc.k8s.aws',
    failurePolicy: 'Ignore',
    clientConfig: { url: 'https://127.0.0.1:9443/validate-v1-pod', caBundle: 'LS0t' },
    ...on('pods', 'CREATE', 'UPDATE'),
  }),
  webhook('Validating', 'eks-aws-auth-configmap-validation-webhook', {
    name: 'eks-aws-auth-configmap-validation-webhook.amazonaws.com',
    failurePolicy: 'Ignore',
    clientConfig: { url: 'https://127.0.0.1:21375/validate', caBundle: 'LS0t' },
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
    ...on('configmaps', 'UPDATE'),
  }),
];

/** An EKS cluster with the add-ons that its console proposes, and one node of Amazon Linux. */
export const eks: Pristine = pristine(version, [
  ...network,
  ...names,
  ...disks,
  ...files,
  ...identity,
  ...metrics,
  ...managed,
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
