import type { Manifest } from '../../../checks/patch.ts';
import { kubernetes } from './kubernetes.ts';
import { binding, clusterRole, workload } from './workload.ts';

const microsoft = 'mcr.microsoft.com';
const privileged = { privileged: true };
const secrets = { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] };
const csi = [
  { name: 'liveness-probe', image: `${microsoft}/oss/v2/kubernetes-csi/livenessprobe:v2.17.0` },
  { name: 'node-driver-registrar', image: `${microsoft}/oss/v2/kubernetes-csi/csi-node-driver-registrar:v2.15.0` },
];

/** An AKS cluster with Azure CNI, its policies and Container Insights. */
export const aks: readonly Manifest[] = [
  ...kubernetes,
  workload({
    name: 'kube-proxy',
    hostNetwork: true,
    init: [
      {
        name: 'kube-proxy-bootstrap',
        image: `${microsoft}/oss/v2/kubernetes/kube-proxy:v1.34.1`,
        securityContext: privileged,
      },
    ],
    containers: [
      { name: 'kube-proxy', image: `${microsoft}/oss/v2/kubernetes/kube-proxy:v1.34.1`, securityContext: privileged },
    ],
    hostPaths: ['/run/xtables.lock', '/etc/sysctl.d', '/lib/modules'],
  }),
  workload({
    name: 'cloud-node-manager',
    hostNetwork: true,
    containers: [
      { name: 'cloud-node-manager', image: `${microsoft}/oss/v2/kubernetes/azure-cloud-node-manager:v1.34.1` },
    ],
  }),
  workload({
    name: 'csi-azuredisk-node',
    hostNetwork: true,
    containers: [
      {
        name: 'azuredisk',
        image: `${microsoft}/oss/v2/kubernetes-csi/azuredisk-csi:v1.33.4`,
        securityContext: privileged,
      },
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
  workload({
    name: 'csi-azurefile-node',
    hostNetwork: true,
    containers: [
      {
        name: 'azurefile',
        image: `${microsoft}/oss/v2/kubernetes-csi/azurefile-csi:v1.34.0`,
        securityContext: privileged,
      },
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
  workload({
    name: 'azure-cns',
    hostNetwork: true,
    containers: [
      {
        name: 'cns-container',
        image: `${microsoft}/containernetworking/azure-cns:v1.7.2`,
        securityContext: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
        probedAt: 'localhost',
      },
    ],
    hostPaths: ['/var/run/azure-cns', '/opt/cni/bin', '/etc/cni/net.d', '/var/log', '/run/xtables.lock'],
  }),
  workload({
    name: 'azure-npm',
    hostNetwork: true,
    containers: [
      { name: 'azure-npm', image: `${microsoft}/containernetworking/azure-npm:v1.6.29`, securityContext: privileged },
    ],
    hostPaths: ['/run/xtables.lock', '/etc/protocols', '/var/log'],
  }),
  workload({
    name: 'azure-ip-masq-agent',
    hostNetwork: true,
    containers: [
      {
        name: 'azure-ip-masq-agent',
        image: `${microsoft}/aks/ip-masq-agent-v2:v0.1.15`,
        securityContext: { capabilities: { drop: ['ALL'], add: ['NET_ADMIN', 'NET_RAW'] } },
      },
    ],
    hostPaths: ['/lib/modules:ro', '/run/xtables.lock'],
  }),
  workload({
    name: 'ama-logs',
    containers: [
      {
        name: 'ama-logs',
        image: `${microsoft}/azuremonitor/containerinsights/ciprod:3.1.29`,
        securityContext: privileged,
      },
    ],
    hostPaths: ['/:ro', '/var/run', '/etc/hostname', '/var/log', '/var/lib/docker/containers', '/etc/kubernetes'],
  }),
  ...[
    ['coredns', 'oss/v2/kubernetes/coredns'],
    ['konnectivity-agent', 'oss/v2/kubernetes/apiserver-network-proxy/agent'],
    ['metrics-server', 'oss/v2/kubernetes/metrics-server'],
  ].map(([name = '', image = '']) =>
    workload({ kind: 'Deployment', name, containers: [{ name, image: `${microsoft}/${image}:v1` }] }),
  ),
  binding('aks-cluster-admin-binding', 'cluster-admin', ['User/clusterAdmin', 'User/clusterUser']),
  clusterRole('csi-azurefile-node-secret-role', secrets),
  binding('csi-azurefile-node-secret-binding', 'csi-azurefile-node-secret-role', [
    'ServiceAccount/kube-system/csi-azurefile-node-sa',
  ]),
];
