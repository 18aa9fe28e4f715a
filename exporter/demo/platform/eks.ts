import type { Manifest } from '../../checks/patch.ts';
import { binding, role, rule } from '../manifests/access.ts';
import { configMap, node } from '../manifests/cluster-objects.ts';
import { daysAgo, type Fields } from '../manifests/meta.ts';
import { controlPlane, kubelet } from '../manifests/observed.ts';
import { accountOf, appOf, clusterIdentityOf, type AppOptions, type Release } from '../manifests/release.ts';
import { podsOf } from '../manifests/rollout.ts';
import { daemonSet, deployment } from '../manifests/workload.ts';

const registry = '602401143452.dkr.ecr.eu-central-1.amazonaws.com';
const privileged = { securityContext: { privileged: true } };

const linux = ['ip-10-42-11-37', 'ip-10-42-19-204', 'ip-10-42-38-91', 'ip-10-42-52-166', 'ip-10-42-77-12'].map(
  (name, index) => ({ name: `${name}.eu-central-1.compute.internal`, group: index < 3 ? 'general' : 'memory' }),
);
const current = {
  kubeletVersion: 'v1.36.3-eks-113cf36',
  containerRuntimeVersion: 'containerd://2.2.1',
  osImage: 'Amazon Linux 2023.9.20261012',
  kernelVersion: '6.12.94-103.201.amzn2023.aarch64',
};
/** What the group runs that nobody dares to drain: the shopping carts are in its memory. */
const leftBehind = {
  kubeletVersion: 'v1.32.9-eks-113cf36',
  containerRuntimeVersion: 'containerd://1.7.27',
  osImage: 'Amazon Linux 2',
  kernelVersion: '5.10.234-225.910.amzn2.aarch64',
};

/** Nodes of an EKS cluster in Frankfurt: two managed groups, and one node of Windows that legacy insists on. */
export function eksNodes(age: number): readonly Manifest[] {
  return [
    ...linux.map(({ name, group }, index) =>
      node(name, {
        created: daysAgo(group === 'memory' ? 301 : 3 + index * 4),
        arch: 'arm64',
        info: group === 'memory' ? leftBehind : current,
        address: `10.42.${11 + index * 8}.37`,
        providerId: `aws:///eu-central-1${'abc'[index % 3] ?? 'a'}/i-0c1d2e3f4a5b6c7d${index}`,
        labels: {
          'eks.amazonaws.com/nodegroup': group,
          'node.kubernetes.io/instance-type': group === 'memory' ? 'r8g.xlarge' : 'm8g.2xlarge',
          'topology.kubernetes.io/region': 'eu-central-1',
          'topology.kubernetes.io/zone': `eu-central-1${'abc'[index % 3] ?? 'a'}`,
        },
      }),
    ),
    node('ip-10-42-90-5.eu-central-1.compute.internal', {
      created: daysAgo(Math.min(age, 63)),
      os: 'windows',
      info: {
        kubeletVersion: 'v1.36.3-eks-113cf36',
        containerRuntimeVersion: 'containerd://2.1.6',
        osImage: 'Windows Server 2022 Datacenter',
        kernelVersion: '10.0.20348.4294',
      },
      address: '10.42.90.5',
      providerId: 'aws:///eu-central-1a/i-0c1d2e3f4a5b6c7d9',
      labels: {
        'eks.amazonaws.com/nodegroup': 'windows',
        'node.kubernetes.io/instance-type': 'm6i.xlarge',
        'topology.kubernetes.io/region': 'eu-central-1',
        'topology.kubernetes.io/zone': 'eu-central-1a',
      },
      taints: [{ key: 'os', value: 'windows', effect: 'NoSchedule' }],
    }),
  ];
}

/** What the exporter was told to find out here: how each kubelet runs. */
export function eksObserved(version: string): readonly Manifest[] {
  return [
    controlPlane({ version, provider: 'eks', managed: true }, { authorizers: ['Node', 'RBAC', 'Webhook'] }),
    ...linux.map(({ name, group }) =>
      group === 'memory'
        ? kubelet(name, { readOnlyPort: 10255, podPidsLimit: -1, seccompDefault: false, rotateCertificates: false })
        : kubelet(name),
    ),
  ];
}

/** The add-ons that EKS manages itself, as it ships them. */
export function eksAddons(age: number, nodes: readonly string[]): readonly Manifest[] {
  const release: Release = { namespace: 'kube-system', instance: 'eks', created: daysAgo(age) };
  const addon = (name: string, image: string, options: AppOptions = {}) => ({
    ...appOf(release, name, `${registry}/${image}`, {
      hardened: false,
      selector: { 'k8s-app': name },
      created: daysAgo(29),
      ...options,
    }),
    by: 'eks',
  });
  const vpc = daemonSet(
    addon('aws-node', 'amazon-k8s-cni:v1.21.1-eksbuild.1', {
      hostPaths: [
        '/sys/fs/bpf',
        '/opt/cni/bin',
        '/etc/cni/net.d',
        '/var/log/aws-routed-eni',
        '/var/run/aws-node',
        '/run/xtables.lock',
      ],
      env: { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1', AWS_VPC_K8S_CNI_LOGLEVEL: 'DEBUG' },
      container: { securityContext: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } } },
      init: [{ name: 'aws-vpc-cni-init', image: `${registry}/amazon-k8s-cni-init:v1.21.1-eksbuild.1`, ...privileged }],
      sidecars: [
        {
          name: 'aws-eks-nodeagent',
          image: `${registry}/amazon/aws-network-policy-agent:v1.3.0-eksbuild.1`,
          args: ['--enable-network-policy=true', '--log-level=info'],
          securityContext: { privileged: true, capabilities: { add: ['NET_ADMIN'] } },
        },
      ],
      pod: { hostNetwork: true, priorityClassName: 'system-node-critical', tolerations: [{ operator: 'Exists' }] },
    }),
  );
  return [
    vpc,
    ...podsOf(vpc, nodes.slice(0, 2)),
    daemonSet(
      addon('kube-proxy', 'eks/kube-proxy:v1.36.2-minimal-eksbuild.1', {
        command: ['kube-proxy', '--v=2', '--config=/var/lib/kube-proxy-config/config'],
        hostPaths: ['/var/log', '/run/xtables.lock', '/lib/modules:ro'],
        container: privileged,
        pod: { hostNetwork: true, priorityClassName: 'system-node-critical', tolerations: [{ operator: 'Exists' }] },
      }),
    ),
    deployment(
      addon('coredns', 'eks/coredns:v1.13.1-eksbuild.1', {
        args: ['-conf', '/etc/coredns/Corefile'],
        container: {
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
          },
        },
      }),
    ),
    ...ebs(addon),
    daemonSet(
      addon('eks-pod-identity-agent', 'eks/eks-pod-identity-agent:v0.1.34', {
        account: '',
        args: ['server', '--port', '80', '--cluster-name', 'prod-eu', '--probe-port', '2703'],
        container: {
          securityContext: { capabilities: { add: ['NET_BIND_SERVICE'] } },
          livenessProbe: { httpGet: { host: 'localhost', path: '/healthz', port: 2703, scheme: 'HTTP' } },
        },
        init: [
          {
            name: 'eks-pod-identity-agent-init',
            image: `${registry}/eks/eks-pod-identity-agent:v0.1.34`,
            command: ['/go-runner', '/eks-pod-identity-agent', 'initialize'],
            ...privileged,
          },
        ],
        pod: { hostNetwork: true, tolerations: [{ operator: 'Exists' }] },
      }),
    ),
    deployment(addon('metrics-server', 'eks/metrics-server:v0.8.0-eksbuild.4', { args: ['--secure-port=10251'] })),
    ...accounts(addon),
    configMap(
      { name: 'kube-proxy-config', namespace: 'kube-system', created: daysAgo(age), by: 'eks' },
      { config: 'kind: KubeProxyConfiguration\nmetricsBindAddress: 0.0.0.0:10249\nmode: "iptables"\n' },
    ),
    ...rights(release),
    ...loadBalancers(age),
  ];
}

type Addon = (name: string, image: string, options?: AppOptions) => ReturnType<typeof appOf>;

function ebs(addon: Addon): readonly Manifest[] {
  const sidecar = (name: string, tag: string): Fields => ({
    name,
    image: `${registry}/eks/${name.startsWith('liveness') ? 'livenessprobe' : name}:${tag}`,
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
  });
  return [
    daemonSet(
      addon('ebs-csi-node', 'eks/aws-ebs-csi-driver:v1.53.0', {
        account: 'ebs-csi-node-sa',
        args: ['node', '--endpoint=$(CSI_ENDPOINT)', '--logging-format=text', '--v=2'],
        hostPaths: [
          '/var/lib/kubelet',
          '/var/lib/kubelet/plugins/ebs.csi.aws.com/',
          '/var/lib/kubelet/plugins_registry/',
          '/dev',
        ],
        container: { securityContext: { privileged: true, readOnlyRootFilesystem: true } },
        sidecars: [
          { ...sidecar('csi-node-driver-registrar', 'v2.15.0-eksbuild.4') },
          { ...sidecar('liveness-probe', 'v2.17.0-eksbuild.4') },
        ],
        pod: { priorityClassName: 'system-node-critical', securityContext: { runAsNonRoot: false, runAsUser: 0 } },
      }),
    ),
    deployment(
      addon('ebs-csi-controller', 'eks/aws-ebs-csi-driver:v1.53.0', {
        account: 'ebs-csi-controller-sa',
        args: ['controller', '--endpoint=$(CSI_ENDPOINT)', '--batching=true'],
        container: { securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true } },
        sidecars: ['csi-provisioner', 'csi-attacher', 'csi-snapshotter', 'csi-resizer'].map((name) =>
          sidecar(name, 'v6.0.0-eksbuild.2'),
        ),
        pod: {
          securityContext: { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
        },
      }),
    ),
  ];
}

function accounts(addon: Addon): readonly Manifest[] {
  const names = ['aws-node', 'kube-proxy', 'coredns', 'ebs-csi-node-sa', 'ebs-csi-controller-sa', 'metrics-server'];
  return names.map((name) => accountOf(addon(name, 'none'), { token: true }));
}

function rights(release: Release): readonly Manifest[] {
  const identity = (name: string) => ({ ...clusterIdentityOf(release, name), by: 'eks' });
  return [
    binding(identity('eks:addon-cluster-admin'), 'ClusterRole/cluster-admin', 'User/eks:addon-manager'),
    role(
      identity('aws-node'),
      rule('crd.k8s.amazonaws.com', 'eniconfigs', 'list watch get'),
      rule('', 'namespaces', 'list watch get'),
      rule('', 'pods nodes', 'list watch get'),
      rule('networking.k8s.aws', 'policyendpoints', 'get list watch'),
    ),
    binding(identity('aws-node'), 'ClusterRole/aws-node', 'ServiceAccount/kube-system/aws-node'),
    binding(identity('eks:kube-proxy'), 'ClusterRole/system:node-proxier', 'ServiceAccount/kube-system/kube-proxy'),
    role(
      identity('eks:node-bootstrapper'),
      rule('certificates.k8s.io', 'certificatesigningrequests/selfnodeserver', 'create'),
    ),
    binding(identity('eks:node-bootstrapper'), 'ClusterRole/eks:node-bootstrapper', 'Group/system:nodes'),
    role(
      identity('ebs-csi-node-role'),
      rule('', 'nodes', 'get patch'),
      rule('storage.k8s.io', 'volumeattachments csinodes', 'get list'),
    ),
    binding(
      identity('ebs-csi-node-getter-binding'),
      'ClusterRole/ebs-csi-node-role',
      'ServiceAccount/kube-system/ebs-csi-node-sa',
    ),
    binding(
      identity('metrics-server:system:auth-delegator'),
      'ClusterRole/system:auth-delegator',
      'ServiceAccount/kube-system/metrics-server',
    ),
  ];
}

/** Not part of EKS: the platform team installs the controller that makes load balancers. */
function loadBalancers(age: number): readonly Manifest[] {
  const release: Release = {
    namespace: 'kube-system',
    chart: 'aws-load-balancer-controller-1.16.0',
    application: 'edge',
    instance: 'aws-load-balancer-controller',
    team: 'platform',
    created: daysAgo(age * 0.8),
  };
  const app = appOf(
    release,
    'aws-load-balancer-controller',
    'public.ecr.aws/eks/aws-load-balancer-controller:v2.16.0',
    {
      hardened: false,
      args: ['--cluster-name=prod-eu', '--ingress-class=alb', '--aws-region=eu-central-1'],
      container: {
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true },
      },
      pod: { securityContext: { fsGroup: 65534 } },
    },
  );
  return [accountOf(app, { token: true }), deployment(app)];
}
