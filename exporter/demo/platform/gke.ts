import type { Manifest } from '../../checks/patch.ts';
import { binding } from '../manifests/access.ts';
import { namespace, node } from '../manifests/cluster-objects.ts';
import { daysAgo, type Fields } from '../manifests/meta.ts';
import { controlPlane } from '../manifests/observed.ts';
import { pod } from '../manifests/pod.ts';
import { accountOf, appOf, clusterIdentityOf, type AppOptions, type Release } from '../manifests/release.ts';
import { daemonSet, deployment } from '../manifests/workload.ts';

const privileged = { securityContext: { privileged: true } };
const onNode: Fields = {
  hostNetwork: true,
  priorityClassName: 'system-node-critical',
  tolerations: [{ operator: 'Exists' }],
};

/** Names of the nodes of the GKE cluster. */
export const gkeNodeNames = ['2c1f9d0e-7k3p', '2c1f9d0e-m8xw', '5be07a41-q2vz', '5be07a41-t6hn'].map(
  (suffix) => `gke-prod-us-general-${suffix}`,
);

/** Nodes of a GKE cluster in Iowa. */
export function gkeNodes(): readonly Manifest[] {
  return gkeNodeNames.map((name, index) =>
    node(name, {
      created: daysAgo(2 + index * 2),
      info: {
        kubeletVersion: 'v1.35.6-gke.1220000',
        containerRuntimeVersion: 'containerd://2.2.1',
        osImage: 'Container-Optimized OS from Google',
        kernelVersion: '6.12.94+',
      },
      address: `10.128.0.${11 + index}`,
      providerId: `gce://shop-prod-us/us-central1-${'abf'[index % 3] ?? 'a'}/${name}`,
      labels: {
        'iam.gke.io/gke-metadata-server-enabled': 'true',
        'cloud.google.com/gke-nodepool': 'general',
        'cloud.google.com/gke-os-distribution': 'cos',
        'node.kubernetes.io/instance-type': 'n4-standard-8',
        'topology.kubernetes.io/region': 'us-central1',
        'topology.kubernetes.io/zone': `us-central1-${'abf'[index % 3] ?? 'a'}`,
      },
    }),
  );
}

/** What the exporter sees of the control plane. */
export function gkeControlPlane(version: string): Manifest {
  return controlPlane({ version, provider: 'gke', managed: true }, { authorizers: ['Node', 'RBAC', 'Webhook'] });
}

/** What GKE runs in a standard cluster with Dataplane V2, as it ships it. */
export function gkeSystem(age: number): readonly Manifest[] {
  const release: Release = { namespace: 'kube-system', instance: 'gke', created: daysAgo(age) };
  const managed = (name: string, image: string, options: AppOptions = {}, where = 'kube-system') => ({
    ...appOf({ ...release, namespace: where }, name, `gke.gcr.io/${image}`, {
      hardened: false,
      selector: { 'k8s-app': name },
      ...options,
      labels: { 'addonmanager.kubernetes.io/mode': 'Reconcile', 'k8s-app': name },
    }),
    by: 'kube-addon-manager',
  });
  const quiet = [
    managed('kube-dns', 'k8s-dns-kube-dns:1.24.1-gke.7'),
    managed('kube-dns-autoscaler', 'cluster-proportional-autoscaler:v1.10.2-gke.3'),
    managed('konnectivity-agent', 'proxy-agent:v0.33.0-gke.2'),
    managed('konnectivity-agent-autoscaler', 'cluster-proportional-autoscaler:v1.10.2-gke.3'),
    managed('l7-default-backend', 'ingress-gce-404-server-with-metrics:v1.34.5'),
    managed('event-exporter-gke', 'event-exporter:v0.5.3-gke.1'),
    managed('metrics-server-v1.35.1', 'metrics-server:v0.8.0-gke.9', { account: 'metrics-server' }),
    managed('gmp-operator', 'prometheus-engine/operator:v0.17.1-gke.1', {}, 'gmp-system'),
  ];
  return [
    ...namespace({ name: 'gmp-system', created: daysAgo(age), by: 'kube-addon-manager' }),
    ...quiet.flatMap((app) => [accountOf(app, { token: true }), deployment(app, { replicas: 1 })]),
    ...agents(managed).flatMap((app) => [accountOf(app, { token: true }), daemonSet(app)]),
    ...proxies(age),
    binding(
      { ...clusterIdentityOf(release, 'event-exporter-rb'), by: 'kube-addon-manager' },
      'ClusterRole/view',
      'ServiceAccount/kube-system/event-exporter-gke',
    ),
    binding(
      { ...clusterIdentityOf(release, 'metrics-server:system:auth-delegator'), by: 'kube-addon-manager' },
      'ClusterRole/system:auth-delegator',
      'ServiceAccount/kube-system/metrics-server',
    ),
  ];
}

type Managed = (name: string, image: string, options?: AppOptions, where?: string) => ReturnType<typeof appOf>;

function agents(managed: Managed): readonly ReturnType<typeof appOf>[] {
  return [
    managed('fluentbit-gke', 'fluent-bit:v3.2.8-gke.22', {
      hostPaths: ['/var/run/google-fluentbit/pos-files', '/var/log', '/var/lib/docker/containers:ro'],
      sidecars: [{ name: 'fluentbit-gke', image: 'gke.gcr.io/fluent-bit-gke-exporter:v0.34.1-gke.0' }],
      pod: onNode,
    }),
    managed('gke-metrics-agent', 'gke-metrics-agent:1.15.9-gke.0', { hostPaths: ['/etc/ssl/certs:ro'], pod: onNode }),
    managed('anetd', 'cilium/cilium:v1.18.2-gke.29', {
      container: privileged,
      hostPaths: ['/sys/fs/bpf', '/run/cilium', '/etc/cni/net.d', '/home/kubernetes/bin', '/lib/modules:ro'],
      pod: onNode,
    }),
    managed('pdcsi-node', 'gcp-compute-persistent-disk-csi-driver:v1.22.4-gke.0', {
      container: privileged,
      hostPaths: [
        '/var/lib/kubelet',
        '/var/lib/kubelet/plugins/pd.csi.storage.gke.io/',
        '/var/lib/kubelet/plugins_registry/',
        '/dev',
        '/etc/udev',
        '/lib/udev',
        '/run/udev',
        '/sys',
      ],
      sidecars: [{ name: 'csi-driver-registrar', image: 'gke.gcr.io/csi-node-driver-registrar:v2.14.0-gke.21' }],
      pod: onNode,
    }),
    managed('gke-metadata-server', 'gke-metadata-server:gke_metadata_server_20260801.00_p0', {
      container: privileged,
      hostPaths: ['/var/lib/kubelet/kubeconfig:ro', '/var/lib/kubelet/pki/:ro', '/etc/ssl/certs:ro'],
      pod: onNode,
    }),
    managed('collector', 'prometheus-engine/prometheus:v2.53.5-gmp.1-gke.2', {}, 'gmp-system'),
  ];
}

/** kube-proxy is a static pod here: the API shows one copy per node. */
function proxies(age: number): readonly Manifest[] {
  return gkeNodeNames.map((nodeName) =>
    pod({
      name: `kube-proxy-${nodeName}`,
      namespace: 'kube-system',
      created: daysAgo(Math.min(age, 8)),
      by: 'kubelet',
      labels: { component: 'kube-proxy', tier: 'node' },
      annotations: { 'kubernetes.io/config.source': 'file', 'kubernetes.io/config.mirror': '5f0c6fae' },
      controller: { apiVersion: 'v1', kind: 'Node', name: nodeName },
      account: '',
      hardened: false,
      image: 'gke.gcr.io/kube-proxy-amd64:v1.35.6-gke.1220000',
      hostPaths: [
        '/usr/share/ca-certificates:ro',
        '/etc/ssl/certs:ro',
        '/var/lib/kube-proxy/kubeconfig',
        '/var/log',
        '/run/xtables.lock',
        '/lib/modules:ro',
      ],
      container: { name: 'kube-proxy', ...privileged },
      pod: { nodeName, ...onNode },
    }),
  );
}
