import { nodeAgent, type Component } from './component.ts';
import { aksImages, gkeImages, type Repository } from './images.ts';

const cniPaths = ['/opt/cni/bin', '/etc/cni/net.d', '/var/lib/cni', '/run/xtables.lock', '/lib/modules'];

const calicoImages: readonly Repository[] = [
  ...['node', 'cni', 'pod2daemon-flexvol', 'typha', 'kube-controllers', 'csi', 'node-driver-registrar'].flatMap(
    (name) => [`docker.io/calico/${name}`, `quay.io/calico/${name}`],
  ),
  ...aksImages('(?:calico/)?(?:node|cni|pod2daemon-flexvol|typha|kube-controllers|csi|node-driver-registrar)'),
];

const calicoPaths = [
  ...cniPaths,
  '/run/calico',
  '/var/lib/calico',
  '/var/log/calico',
  '/var/log/calico/cni',
  '/run/nodeagent',
  '/sys/fs',
  '/sys/fs/bpf',
  '/proc',
  '/proc/1',
  '/var/lib/cni/networks',
  '/usr/libexec/kubernetes/kubelet-plugins/volume/exec/nodeagent~uds',
];

const calico = (namespace: 'kube-system' | 'calico-system'): readonly Component[] => [
  {
    id: `networks/${namespace}/calico-node`,
    reason:
      'calico-node gives pods their network: it programs routes, filters and BPF of its node and installs its plugin there.',
    kind: 'DaemonSet',
    namespace,
    name: 'calico-node',
    images: calicoImages,
    accepts: [...nodeAgent, 'pod-host-pid'],
    hostPaths: calicoPaths,
    capabilities: ['NET_ADMIN', 'NET_RAW'],
  },
  {
    id: `networks/${namespace}/calico-kube-controllers`,
    reason: 'The controllers of Calico are shipped without the hardening that the restricted standard asks for.',
    kind: 'Deployment',
    namespace,
    name: 'calico-kube-controllers',
    images: calicoImages,
    accepts: ['rel-single-replica'],
  },
  {
    id: `networks/${namespace}/calico-typha`,
    reason: 'Typha of Calico serves the nodes before there is a network for pods, so it uses that of its node.',
    kind: 'Deployment',
    namespace,
    name: 'calico-typha',
    images: calicoImages,
    accepts: ['pod-host-network', 'pod-host-probes'],
  },
];

const ciliumImages: readonly Repository[] = [
  'quay.io/cilium/cilium',
  'quay.io/cilium/cilium-envoy',
  'quay.io/cilium/operator',
  'quay.io/cilium/operator-generic',
  'quay.io/cilium/operator-aws',
  'quay.io/cilium/operator-azure',
  'quay.io/cilium/startup-script',
  ...aksImages('(?:cilium/)?(?:cilium|cilium-envoy|operator-generic)', 'azure-ipam', 'azure-iptables-monitor'),
];

const ciliumPaths = [
  ...cniPaths,
  '/run/cilium',
  '/run/cilium/cgroupv2',
  '/run/cilium/envoy/sockets',
  '/run/netns',
  '/run/azure-cns',
  '/sys/fs/bpf',
  '/sys/fs/cgroup',
  '/proc',
  '/proc/sys/net',
  '/proc/sys/kernel',
  '/var/lib/cilium',
];

const ciliumCapabilities = [
  'CHOWN',
  'KILL',
  'NET_ADMIN',
  'NET_RAW',
  'IPC_LOCK',
  'SYS_MODULE',
  'SYS_ADMIN',
  'SYS_CHROOT',
  'SYS_PTRACE',
  'SYS_RESOURCE',
  'SYSLOG',
  'DAC_OVERRIDE',
  'FOWNER',
  'SETGID',
  'SETUID',
  'PERFMON',
  'BPF',
];

/** Network plugins that platforms bring, or that every cluster made with kubeadm needs one of. */
export const networks: readonly Component[] = [
  {
    id: 'networks/kindnet',
    reason: 'kindnet gives pods of kind clusters their network: it programs routes and filters of its node.',
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name: 'kindnet',
    images: ['docker.io/kindest/kindnetd'],
    accepts: ['pod-host-network'],
    hostPaths: cniPaths,
    capabilities: ['NET_RAW', 'NET_ADMIN'],
  },
  ...(['kube-flannel', 'kube-system'] as const).map((namespace): Component => ({
    id: `networks/${namespace}/flannel`,
    reason:
      'flannel gives pods their network: it programs routes and filters of its node and installs its plugin there.',
    kind: 'DaemonSet',
    namespace,
    name: 'kube-flannel-ds',
    images: [
      'docker.io/flannel/flannel',
      'docker.io/flannel/flannel-cni-plugin',
      'docker.io/rancher/mirrored-flannelcni-flannel',
      'docker.io/rancher/mirrored-flannelcni-flannel-cni-plugin',
      'ghcr.io/flannel-io/flannel',
      'ghcr.io/flannel-io/flannel-cni-plugin',
    ],
    accepts: ['pod-host-network', 'pod-privileged'],
    hostPaths: [...cniPaths, '/run/flannel'],
    capabilities: ['NET_RAW', 'NET_ADMIN'],
  })),
  ...calico('kube-system'),
  ...calico('calico-system'),
  {
    id: 'networks/calico-csi',
    reason:
      'The CSI driver of Calico hands the sockets of its policy agent to pods through directories of the kubelet.',
    kind: 'DaemonSet',
    namespace: 'calico-system',
    name: 'csi-node-driver',
    images: calicoImages,
    accepts: ['pod-privileged'],
    hostPaths: [
      '/run',
      '/etc/calico',
      '/var/lib/kubelet',
      '/var/lib/kubelet/plugins/csi.tigera.io',
      '/var/lib/kubelet/plugins_registry',
    ],
  },
  {
    id: 'networks/cilium',
    reason:
      'Cilium gives pods their network: it loads BPF programs into the kernel of its node and enters the namespaces of pods.',
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name: 'cilium',
    images: ciliumImages,
    accepts: [...nodeAgent, 'pod-apparmor-unconfined', 'pod-selinux-options', 'pod-seccomp-unconfined'],
    hostPaths: ciliumPaths,
    capabilities: ciliumCapabilities,
  },
  {
    id: 'networks/cilium-envoy',
    reason: 'The proxy of Cilium shares sockets and BPF maps with the agent on its node.',
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name: 'cilium-envoy',
    images: ciliumImages,
    accepts: ['pod-host-network', 'pod-host-probes', 'pod-apparmor-unconfined', 'pod-selinux-options'],
    hostPaths: ciliumPaths,
    capabilities: ciliumCapabilities,
  },
  {
    id: 'networks/cilium-operator',
    reason: 'The operator of Cilium works before there is a network for pods, so it uses that of its node.',
    kind: 'Deployment',
    namespace: 'kube-system',
    name: 'cilium-operator',
    images: ciliumImages,
    accepts: ['pod-host-network', 'pod-host-probes'],
  },
  {
    id: 'networks/anetd',
    reason: 'anetd is the Cilium of GKE Dataplane V2: it loads BPF programs into the kernel of its node.',
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name: 'anetd',
    images: gkeImages('cilium/[a-z-]+', 'advanced-datapath-[a-z-]+', 'netd', 'netd-init', 'ingress-[a-z-]+'),
    accepts: [...nodeAgent, 'pod-apparmor-unconfined', 'pod-selinux-options'],
    hostPaths: [...ciliumPaths, '/home/kubernetes/bin', '/var/log', '/run/containerd', '/etc/srv/kubernetes'],
    capabilities: ciliumCapabilities,
  },
];
