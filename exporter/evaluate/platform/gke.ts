import { nodeAgent, type Component } from './component.ts';
import { gkeImages } from './images.ts';

const any = '[a-z0-9][a-z0-9_./-]{1,80}';

const quiet = (
  name: string,
  what: string,
  { namespace = 'kube-system', ...rest }: Partial<Pick<Component, 'accepts' | 'capabilities' | 'namespace'>> = {},
): Component => ({
  id: `gke/${name}`,
  reason: `${what} is shipped and updated by GKE as it is, and scaled by GKE where it is at all.`,
  kind: 'Deployment',
  namespace,
  name,
  images: gkeImages(any),
  ...rest,
  accepts: ['rel-single-replica', ...(rest.accepts ?? [])],
});

const agent = (
  name: string,
  reason: string,
  rest: Pick<Component, 'accepts' | 'hostPaths' | 'capabilities'>,
  namespace = 'kube-system',
): Component => ({ id: `gke/${name}`, reason, kind: 'DaemonSet', namespace, name, images: gkeImages(any), ...rest });

/** What GKE runs in a standard cluster; it reconciles all of it. */
export const gke: readonly Component[] = [
  {
    id: 'gke/kube-proxy',
    reason: 'kube-proxy of GKE is a static pod that programs the packet filter of its node.',
    kind: 'static Pod',
    namespace: 'kube-system',
    name: 'kube-proxy',
    images: gkeImages('kube-proxy', 'kube-proxy-amd64', 'kube-proxy-arm64'),
    accepts: nodeAgent,
    hostPaths: [
      '/usr/share/ca-certificates',
      '/etc/ssl/certs',
      '/var/lib/kube-proxy/kubeconfig',
      '/var/log',
      '/run/xtables.lock',
      '/lib/modules',
    ],
  },
  agent('fluentbit-gke', 'The logging agent of GKE reads the logs of all containers from its node.', {
    accepts: ['pod-host-network', 'pod-host-probes'],
    hostPaths: [
      '/var/log',
      '/var/lib/docker/containers',
      '/run/google-fluentbit/pos-files',
      '/etc/machine-id',
      '/var/lib/kubelet/pods',
    ],
  }),
  agent('gke-metrics-agent', 'The metrics agent of GKE reads the state of its node and of the kubelet.', {
    accepts: ['pod-host-network', 'pod-host-probes'],
    hostPaths: ['/etc/ssl/certs', '/var/lib/kubelet', '/run/google-metrics-agent', '/proc', '/sys'],
  }),
  agent('netd', 'netd of GKE sets up policy routing and the network plugin of its node.', {
    accepts: nodeAgent,
    hostPaths: ['/etc/cni/net.d', '/home/kubernetes/bin', '/lib/modules', '/run/xtables.lock', '/run/netd'],
    capabilities: ['NET_ADMIN', 'NET_RAW'],
  }),
  agent('pdcsi-node', 'The persistent disk driver of GKE formats and mounts disks on its node for pods.', {
    accepts: ['pod-privileged', 'pod-host-network'],
    hostPaths: [
      '/var/lib/kubelet',
      '/var/lib/kubelet/plugins/pd.csi.storage.gke.io',
      '/var/lib/kubelet/plugins_registry',
      '/dev',
      '/etc/udev',
      '/lib/udev',
      '/run/udev',
      '/sys',
    ],
  }),
  agent('filestore-node', 'The Filestore driver of GKE mounts file systems on its node for pods.', {
    accepts: ['pod-privileged', 'pod-host-network'],
    hostPaths: [
      '/var/lib/kubelet',
      '/var/lib/kubelet/plugins/filestore.csi.storage.gke.io',
      '/var/lib/kubelet/plugins_registry',
      '/dev',
      '/sys',
      '/run',
    ],
  }),
  agent('gcsfusecsi-node', 'The Cloud Storage driver of GKE mounts buckets on its node for pods.', {
    accepts: ['pod-privileged', 'pod-host-network'],
    hostPaths: [
      '/var/lib/kubelet',
      '/var/lib/kubelet/pods',
      '/var/lib/kubelet/plugins/gcsfuse.csi.storage.gke.io',
      '/var/lib/kubelet/plugins_registry',
      '/dev',
    ],
  }),
  agent(
    'gke-metadata-server',
    'The metadata server of GKE stands between pods and the metadata of their node, which takes the network of the node.',
    {
      accepts: nodeAgent,
      hostPaths: ['/var/lib/kubelet/kubeconfig', '/var/lib/kubelet/pki', '/etc/srv/kubernetes/pki', '/etc/ssl/certs'],
      capabilities: ['NET_ADMIN', 'NET_RAW'],
    },
  ),
  agent('ip-masq-agent', 'The masquerading agent of GKE programs the packet filter of its node.', {
    accepts: nodeAgent,
    hostPaths: ['/run/xtables.lock'],
    capabilities: ['NET_ADMIN', 'NET_RAW'],
  }),
  agent('node-local-dns', 'The DNS cache of GKE answers on an address of its node and redirects queries there.', {
    accepts: nodeAgent,
    hostPaths: ['/run/xtables.lock'],
    capabilities: ['NET_ADMIN'],
  }),
  agent('nvidia-gpu-device-plugin', 'The GPU plugin of GKE announces devices of its node to the kubelet.', {
    accepts: ['pod-privileged', 'pod-host-network'],
    hostPaths: [
      '/dev',
      '/proc',
      '/var/lib/kubelet/device-plugins',
      '/home/kubernetes/bin/nvidia',
      '/var/lib/kubelet/pod-resources',
    ],
  }),
  agent(
    'collector',
    'The collector of Google Cloud Managed Service for Prometheus scrapes pods of its node.',
    {},
    'gmp-system',
  ),
  agent(
    'collector',
    'The collector of Google Cloud Managed Service for Prometheus scrapes pods of its node.',
    {},
    'gke-gmp-system',
  ),
  quiet('kube-dns', 'The DNS of GKE', { capabilities: ['NET_BIND_SERVICE', 'SETGID'] }),
  quiet('kube-dns-autoscaler', 'The autoscaler of the DNS of GKE'),
  quiet('konnectivity-agent', 'The tunnel from the control plane of GKE to the nodes'),
  quiet('konnectivity-agent-autoscaler', 'The autoscaler of the tunnel of GKE'),
  quiet('l7-default-backend', 'The default backend of Ingresses of GKE', { accepts: ['workload-internet-exposed'] }),
  quiet('event-exporter-gke', 'The exporter of events of GKE'),
  quiet('metrics-server', 'metrics-server'),
  quiet('gmp-operator', 'The operator of Google Cloud Managed Service for Prometheus', { namespace: 'gmp-system' }),
  quiet('gmp-operator', 'The operator of Google Cloud Managed Service for Prometheus', { namespace: 'gke-gmp-system' }),
  quiet('antrea-controller', 'The network policy logger of GKE'),
];
