import type { Manifest } from '../../../checks/patch.ts';
import { kubernetes } from './kubernetes.ts';
import { binding, workload } from './workload.ts';

const registry = '602401143452.dkr.ecr.eu-west-1.amazonaws.com';
const privileged = { privileged: true };
const kubelet = ['/var/lib/kubelet', '/var/lib/kubelet/plugins_registry/', '/dev'];

/** An EKS cluster with the add-ons that its console proposes. */
export const eks: readonly Manifest[] = [
  ...kubernetes,
  workload({
    name: 'aws-node',
    hostNetwork: true,
    init: [{ name: 'aws-vpc-cni-init', image: `${registry}/amazon-k8s-cni-init:v1.20.4`, securityContext: privileged }],
    containers: [
      {
        name: 'aws-node',
        image: `${registry}/amazon-k8s-cni:v1.20.4`,
        securityContext: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
      },
      {
        name: 'aws-eks-nodeagent',
        image: `${registry}/amazon/aws-network-policy-agent:v1.2.7`,
        securityContext: { ...privileged, capabilities: { add: ['NET_ADMIN'] } },
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
  workload({
    name: 'kube-proxy',
    hostNetwork: true,
    containers: [
      {
        name: 'kube-proxy',
        image: `${registry}/eks/kube-proxy:v1.34.1-minimal-eksbuild.1`,
        securityContext: privileged,
      },
    ],
    hostPaths: ['/var/log', '/run/xtables.lock', '/lib/modules:ro'],
  }),
  workload({
    kind: 'Deployment',
    name: 'coredns',
    containers: [{ name: 'coredns', image: `${registry}/eks/coredns:v1.12.4-eksbuild.1` }],
  }),
  workload({
    name: 'ebs-csi-node',
    containers: [
      { name: 'ebs-plugin', image: `${registry}/eks/aws-ebs-csi-driver:v1.51.0`, securityContext: privileged },
      { name: 'node-driver-registrar', image: `${registry}/eks/csi-node-driver-registrar:v2.15.0` },
      { name: 'liveness-probe', image: 'public.ecr.aws/csi-components/livenessprobe:v2.17.0' },
    ],
    hostPaths: [...kubelet, '/var/lib/kubelet/plugins/ebs.csi.aws.com/'],
  }),
  workload({
    name: 'efs-csi-node',
    hostNetwork: true,
    containers: [
      { name: 'efs-plugin', image: `${registry}/eks/aws-efs-csi-driver:v2.1.13`, securityContext: privileged },
    ],
    hostPaths: [...kubelet, '/var/lib/kubelet/plugins/efs.csi.aws.com/', '/var/run/efs', '/var/amazon/efs'],
  }),
  workload({
    name: 'eks-pod-identity-agent',
    hostNetwork: true,
    init: [
      {
        name: 'eks-pod-identity-agent-init',
        image: `${registry}/eks/eks-pod-identity-agent:v0.1.33`,
        securityContext: privileged,
      },
    ],
    containers: [
      {
        name: 'eks-pod-identity-agent',
        image: `${registry}/eks/eks-pod-identity-agent:v0.1.33`,
        securityContext: { capabilities: { add: ['NET_BIND_SERVICE'] } },
        probedAt: 'localhost',
      },
    ],
  }),
  workload({
    kind: 'Deployment',
    name: 'metrics-server',
    containers: [{ name: 'metrics-server', image: `${registry}/eks/metrics-server:v0.8.0` }],
  }),
  binding('eks:addon-cluster-admin', 'cluster-admin', ['User/eks:addon-manager']),
];
