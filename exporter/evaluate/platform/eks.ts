import { nodeAgent, type Component } from './component.ts';
import { eksImages, type Repository } from './images.ts';

const sidecars: readonly Repository[] = [
  ...eksImages(
    'eks/csi-(?:attacher|node-driver-registrar|provisioner|resizer|snapshotter)',
    'eks/livenessprobe',
    'eks/volume-modifier-for-k8s',
  ),
  /^public\.ecr\.aws\/(?:eks-distro\/kubernetes-csi|csi-components)\/[a-z0-9/-]{3,80}$/,
];

const kubelet = (driver: string) => [
  '/var/lib/kubelet',
  `/var/lib/kubelet/plugins/${driver}`,
  '/var/lib/kubelet/plugins_registry',
  '/dev',
];

/** Add-ons that EKS installs or offers. */
export const eks: readonly Component[] = [
  {
    id: 'eks/aws-node',
    reason:
      'The VPC network plugin of EKS attaches network interfaces and programs routes, filters and BPF of its node.',
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name: 'aws-node',
    images: eksImages('amazon-k8s-cni', 'amazon-k8s-cni-init', 'amazon/aws-network-policy-agent'),
    accepts: nodeAgent,
    hostPaths: [
      '/sys/fs/bpf',
      '/opt/cni/bin',
      '/etc/cni/net.d',
      '/var/log/aws-routed-eni',
      '/run/aws-node',
      '/run/xtables.lock',
      '/lib/modules',
    ],
    capabilities: ['NET_ADMIN', 'NET_RAW'],
  },
  {
    id: 'eks/kube-proxy',
    reason: 'kube-proxy of EKS programs the packet filter of its node, which takes the network and rights of the node.',
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name: 'kube-proxy',
    images: eksImages('eks/kube-proxy'),
    accepts: nodeAgent,
    hostPaths: ['/var/log', '/run/xtables.lock', '/lib/modules'],
  },
  {
    id: 'eks/coredns',
    reason: 'CoreDNS of EKS is shipped without a user of its own.',
    kind: 'Deployment',
    namespace: 'kube-system',
    name: 'coredns',
    images: eksImages('eks/coredns'),
    capabilities: ['NET_BIND_SERVICE'],
  },
  {
    id: 'eks/ebs-csi-node',
    reason: 'The EBS driver formats and mounts disks on its node for pods, through directories of the kubelet.',
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name: 'ebs-csi-node',
    images: [...eksImages('eks/aws-ebs-csi-driver'), 'public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver', ...sidecars],
    accepts: ['pod-privileged', 'pod-host-network'],
    hostPaths: [...kubelet('ebs.csi.aws.com'), '/sys'],
  },
  {
    id: 'eks/ebs-csi-controller',
    reason:
      'The controller of the EBS driver is shipped as it is: it needs its token, and takes keys from a Secret where there is one, which EKS makes none of.',
    kind: 'Deployment',
    namespace: 'kube-system',
    name: 'ebs-csi-controller',
    images: [...eksImages('eks/aws-ebs-csi-driver'), 'public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver', ...sidecars],
    accepts: ['secret-env-ref', 'workload-static-cloud-keys'],
  },
  {
    id: 'eks/efs-csi-node',
    reason: 'The EFS driver mounts file systems on its node for pods and keeps the state of its mounts there.',
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name: 'efs-csi-node',
    images: [
      ...eksImages('eks/aws-efs-csi-driver'),
      'public.ecr.aws/efs-csi-driver/amazon/aws-efs-csi-driver',
      ...sidecars,
    ],
    accepts: ['pod-privileged', 'pod-host-network'],
    hostPaths: [
      ...kubelet('efs.csi.aws.com'),
      '/run/efs',
      '/etc/amazon/efs',
      '/etc/amazon/efs-legacy',
      '/var/amazon/efs',
    ],
  },
  {
    id: 'eks/efs-csi-controller',
    reason: 'The controller of the EFS driver mounts file systems itself to make and remove directories in them.',
    kind: 'Deployment',
    namespace: 'kube-system',
    name: 'efs-csi-controller',
    images: [
      ...eksImages('eks/aws-efs-csi-driver'),
      'public.ecr.aws/efs-csi-driver/amazon/aws-efs-csi-driver',
      ...sidecars,
    ],
    accepts: ['pod-privileged', 'pod-host-network'],
  },
  {
    id: 'eks/eks-pod-identity-agent',
    reason: 'The agent answers requests of pods for credentials on a link-local address of its node.',
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name: 'eks-pod-identity-agent',
    images: eksImages('eks/eks-pod-identity-agent'),
    accepts: nodeAgent,
    capabilities: ['NET_BIND_SERVICE'],
  },
  {
    id: 'eks/metrics-server',
    reason: 'metrics-server of EKS is shipped as it is and needs its token.',
    kind: 'Deployment',
    namespace: 'kube-system',
    name: 'metrics-server',
    images: eksImages('eks/metrics-server'),
  },
  {
    id: 'eks/snapshot-controller',
    reason: 'The snapshot controller of EKS is shipped as it is and needs its token.',
    kind: 'Deployment',
    namespace: 'kube-system',
    name: 'snapshot-controller',
    images: eksImages('eks/snapshot-controller'),
  },
];
