import type { Manifest } from '../../../checks/patch.ts';
import { granted } from './access.ts';
import { account, configMap } from './objects.ts';
import { everyNode, privileged, workload, type Part } from './workload.ts';

const part = (name: string, image: string, rest: Omit<Part, 'name' | 'image'> = {}): Part => ({
  name,
  image: `quay.io/calico/${image}:v3.31.2`,
  ...rest,
});
const own = (resources: string): string => `get+list+watch+create+update+delete crd.projectcalico.org:${resources}`;

/** Calico as its manifest for clusters of kubeadm installs it. */
export const calico: readonly Manifest[] = [
  account('calico-node'),
  account('calico-cni-plugin'),
  account('calico-kube-controllers'),
  configMap('calico-config', { calico_backend: 'bird', veth_mtu: '0' }),
  workload({
    name: 'calico-node',
    hostNetwork: true,
    spec: { ...everyNode, terminationGracePeriodSeconds: 0 },
    init: [
      part('upgrade-ipam', 'cni', { also: privileged }),
      part('install-cni', 'cni', { also: privileged }),
      part('ebpf-bootstrap', 'node', { also: privileged }),
    ],
    containers: [
      part('calico-node', 'node', {
        requests: '250m/-',
        also: {
          ...privileged,
          livenessProbe: { exec: { command: ['/bin/calico-node', '-felix-live', '-bird-live'] } },
          readinessProbe: { exec: { command: ['/bin/calico-node', '-felix-ready', '-bird-ready'] } },
        },
      }),
    ],
    hostPaths: [
      '/lib/modules:ro',
      '/var/run/calico',
      '/var/lib/calico',
      '/run/xtables.lock',
      '/sys/fs/',
      '/sys/fs/bpf',
      '/proc:ro',
      '/opt/cni/bin',
      '/etc/cni/net.d',
      '/var/log/calico/cni:ro',
      '/var/lib/cni/networks',
      '/var/run/nodeagent',
    ],
  }),
  workload({
    kind: 'Deployment',
    name: 'calico-kube-controllers',
    replicas: 1,
    spec: {
      priorityClassName: 'system-cluster-critical',
      tolerations: [
        { key: 'CriticalAddonsOnly', operator: 'Exists' },
        { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
      ],
    },
    containers: [
      part('calico-kube-controllers', 'kube-controllers', {
        also: {
          livenessProbe: { exec: { command: ['/usr/bin/check-status', '-l'] } },
          readinessProbe: { exec: { command: ['/usr/bin/check-status', '-r'] } },
        },
      }),
    ],
  }),
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'calico-kube-controllers', namespace: 'kube-system' },
    spec: { maxUnavailable: 1, selector: { matchLabels: { 'k8s-app': 'calico-kube-controllers' } } },
  },
  ...granted(
    'calico-node',
    'ServiceAccount/kube-system/calico-node',
    'create :serviceaccounts/token calico-cni-plugin',
    'get :pods+nodes+namespaces+configmaps',
    'watch+list+get :endpoints+services',
    'watch+list+get discovery.k8s.io:endpointslices',
    'patch+update :nodes/status',
    'watch+list networking.k8s.io:networkpolicies',
    'list+watch :pods+namespaces+serviceaccounts',
    'patch :pods/status',
    'get+list+watch crd.projectcalico.org:globalfelixconfigs+felixconfigurations+bgppeers+ippools+networkpolicies',
    'create+update crd.projectcalico.org:ippools+felixconfigurations+clusterinformations',
    'get+list+watch :nodes',
    own('blockaffinities+ipamblocks+ipamhandles'),
    'get apps:daemonsets',
  ),
  ...granted(
    'calico-cni-plugin',
    'ServiceAccount/kube-system/calico-cni-plugin',
    'get :pods+nodes+namespaces',
    'patch :pods/status',
    own('blockaffinities+ipamblocks+ipamhandles+clusterinformations+ippools'),
  ),
  ...granted(
    'calico-kube-controllers',
    'ServiceAccount/kube-system/calico-kube-controllers',
    'watch+list+get :nodes+namespaces',
    'get+list+watch :pods+services',
    own('ipamblocks+blockaffinities+ipamhandles+hostendpoints+tiers'),
    'get+create+list+update+watch crd.projectcalico.org:kubecontrollersconfigurations',
    'create+update+delete+get+list+watch policy.networking.k8s.io:adminnetworkpolicies',
  ),
];
