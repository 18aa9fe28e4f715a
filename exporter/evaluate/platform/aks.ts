import { nodeAgent, type Component } from './component.ts';
import { aksImages } from './images.ts';

const quiet = (name: string, what: string, ...images: readonly string[]): Component => ({
  id: `aks/${name}`,
  reason: `${what} is shipped and updated by AKS as it is.`,
  kind: 'Deployment',
  namespace: 'kube-system',
  name,
  images: aksImages(...images),
  accepts: ['rel-single-replica'],
});

const agent = (
  name: string,
  reason: string,
  images: readonly string[],
  rest: Pick<Component, 'accepts' | 'hostPaths' | 'capabilities'>,
): Component => ({
  id: `aks/${name}`,
  reason,
  kind: 'DaemonSet',
  namespace: 'kube-system',
  name,
  images: aksImages(...images),
  ...rest,
});

const csi = ['livenessprobe', 'csi-node-driver-registrar'];

const insights = ['ciprod', 'ciprod/prometheus-collector', 'addon-token-adapter', 'msi/addon-token-adapter'];
const insightsPaths = [
  '/',
  '/run',
  '/etc/hostname',
  '/etc/kubernetes',
  '/etc/kubernetes/host',
  '/var/log',
  '/var/log/containers',
  '/var/lib/docker/containers',
  '/mnt/docker',
  '/mnt/containers',
];

/** What AKS runs in a cluster and its common add-ons; it reconciles all of it. */
export const aks: readonly Component[] = [
  agent(
    'kube-proxy',
    'kube-proxy of AKS programs the packet filter of its node, which takes the network and rights of the node.',
    ['kube-proxy'],
    { accepts: nodeAgent, hostPaths: ['/run/xtables.lock', '/lib/modules', '/etc/sysctl.d', '/etc/kubernetes'] },
  ),
  agent(
    'cloud-node-manager',
    'The node manager of AKS tells Kubernetes what Azure knows of its node, before there is a network for pods.',
    ['azure-cloud-node-manager', 'azure-health-probe-proxy', 'health-probe-proxy'],
    { accepts: ['pod-host-network', 'pod-host-probes'], hostPaths: ['/etc/kubernetes', '/etc/kubernetes/azure.json'] },
  ),
  agent(
    'csi-azuredisk-node',
    'The Azure Disk driver formats and mounts disks on its node for pods, through directories of the kubelet.',
    ['azuredisk-csi', ...csi],
    {
      accepts: ['pod-privileged', 'pod-host-network'],
      hostPaths: [
        '/var/lib/kubelet',
        '/var/lib/kubelet/plugins/disk.csi.azure.com',
        '/var/lib/kubelet/plugins_registry',
        '/var/lib/waagent/ManagedIdentity-Settings',
        '/etc/kubernetes',
        '/dev',
        '/sys/bus/scsi/devices',
        '/sys/class',
        '/sys/class/scsi_host',
      ],
    },
  ),
  agent(
    'csi-azurefile-node',
    'The Azure Files driver mounts shares on its node for pods, through directories of the kubelet.',
    ['azurefile-csi', ...csi],
    {
      accepts: ['pod-privileged', 'pod-host-network'],
      hostPaths: [
        '/var/lib/kubelet',
        '/var/lib/kubelet/plugins/file.csi.azure.com',
        '/var/lib/kubelet/plugins_registry',
        '/var/lib/waagent/ManagedIdentity-Settings',
        '/etc/kubernetes',
        '/etc/krb5cc',
        '/var/lib/kubelet/kerberos',
        '/dev',
      ],
    },
  ),
  agent(
    'azure-cns',
    'The container network service of AKS hands out addresses and installs the network plugin of its node.',
    ['azure-cns', 'azure-cni', 'azure-ipam', 'cni-dropgz'],
    {
      accepts: nodeAgent,
      hostPaths: [
        '/run/azure-cns',
        '/run/azure-vnet',
        '/var/lib/azure-network',
        '/var/lib/cni',
        '/opt/cni/bin',
        '/etc/cni/net.d',
        '/etc/kubernetes',
        '/var/log',
        '/var/log/azure-cns',
        '/run/xtables.lock',
        '/lib/modules',
        '/run',
      ],
      capabilities: ['NET_ADMIN', 'NET_RAW'],
    },
  ),
  agent('azure-npm', 'The network policy manager of AKS programs the packet filter of its node.', ['azure-npm'], {
    accepts: nodeAgent,
    hostPaths: ['/run/xtables.lock', '/etc/protocols', '/var/log', '/lib/modules'],
    capabilities: ['NET_ADMIN', 'NET_RAW'],
  }),
  agent(
    'azure-ip-masq-agent',
    'The masquerading agent of AKS programs the packet filter of its node.',
    ['ip-masq-agent', 'ip-masq-agent-v2'],
    {
      accepts: nodeAgent,
      hostPaths: ['/run/xtables.lock', '/lib/modules'],
      capabilities: ['NET_ADMIN', 'NET_RAW'],
    },
  ),
  agent('ama-logs', 'The log agent of Azure Monitor reads logs and state of all containers from its node.', insights, {
    accepts: ['pod-privileged', 'pod-host-network'],
    hostPaths: insightsPaths,
    capabilities: ['DAC_OVERRIDE'],
  }),
  {
    ...quiet('ama-logs-rs', 'The log agent of Azure Monitor for the cluster', ...insights),
    accepts: ['rel-single-replica', 'pod-privileged'],
    hostPaths: insightsPaths,
  },
  quiet('coredns', 'CoreDNS', 'coredns'),
  quiet(
    'coredns-autoscaler',
    'The autoscaler of CoreDNS',
    'cluster-proportional-autoscaler',
    'autoscaler/cluster-proportional-autoscaler',
  ),
  quiet('konnectivity-agent', 'The tunnel from the control plane of AKS to the nodes', 'apiserver-network-proxy/agent'),
  quiet(
    'konnectivity-agent-autoscaler',
    'The autoscaler of the tunnel',
    'cluster-proportional-autoscaler',
    'autoscaler/cluster-proportional-autoscaler',
  ),
  quiet('metrics-server', 'metrics-server', 'metrics-server', 'addon-resizer', 'autoscaler/addon-resizer'),
];
