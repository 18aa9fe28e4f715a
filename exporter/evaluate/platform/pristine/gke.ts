import type { Manifest } from '../../../checks/patch.ts';
import { kubernetes } from './kubernetes.ts';
import { staticPod, workload } from './workload.ts';

const privileged = { privileged: true };

/** A standard GKE cluster. */
export const gke: readonly Manifest[] = [
  ...kubernetes,
  staticPod({
    name: 'kube-proxy',
    hostNetwork: true,
    containers: [
      { name: 'kube-proxy', image: 'gke.gcr.io/kube-proxy-amd64:v1.34.1-gke.1', securityContext: privileged },
    ],
    hostPaths: [
      '/usr/share/ca-certificates:ro',
      '/etc/ssl/certs:ro',
      '/var/lib/kube-proxy/kubeconfig',
      '/var/log',
      '/run/xtables.lock',
      '/lib/modules:ro',
    ],
  }),
  workload({
    name: 'fluentbit-gke',
    hostNetwork: true,
    containers: [
      { name: 'fluentbit', image: 'gke.gcr.io/fluent-bit:v3.2.8-gke.4' },
      { name: 'fluentbit-gke', image: 'gke.gcr.io/fluent-bit-gke-exporter:v0.32.0' },
    ],
    hostPaths: ['/var/run/google-fluentbit/pos-files', '/var/log', '/var/lib/docker/containers:ro'],
  }),
  workload({
    name: 'gke-metrics-agent',
    hostNetwork: true,
    containers: [{ name: 'gke-metrics-agent', image: 'gke.gcr.io/gke-metrics-agent:1.15.5-gke.0' }],
    hostPaths: ['/etc/ssl/certs:ro'],
  }),
  workload({
    name: 'netd',
    hostNetwork: true,
    init: [{ name: 'netd-init', image: 'gke.gcr.io/netd-init:v0.5.21', securityContext: privileged }],
    containers: [{ name: 'netd', image: 'gke.gcr.io/netd:v0.5.21', securityContext: privileged }],
    hostPaths: ['/etc/cni/net.d', '/home/kubernetes/bin', '/lib/modules:ro'],
  }),
  workload({
    name: 'pdcsi-node',
    hostNetwork: true,
    containers: [
      { name: 'csi-driver-registrar', image: 'gke.gcr.io/csi-node-driver-registrar:v2.14.0-gke.1' },
      {
        name: 'gce-pd-driver',
        image:
          'europe-west1-artifactregistry.gcr.io/gke-release/gke-release/gcp-compute-persistent-disk-csi-driver:v1.20.0',
        securityContext: privileged,
      },
    ],
    hostPaths: [
      '/var/lib/kubelet/plugins_registry/',
      '/var/lib/kubelet',
      '/var/lib/kubelet/plugins/pd.csi.storage.gke.io/',
      '/dev',
      '/etc/udev',
      '/lib/udev',
      '/run/udev',
      '/sys',
    ],
  }),
  workload({
    name: 'gke-metadata-server',
    hostNetwork: true,
    containers: [
      {
        name: 'gke-metadata-server',
        image: 'gke.gcr.io/gke-metadata-server:gke_metadata_server_20250801',
        securityContext: privileged,
      },
    ],
    hostPaths: ['/var/lib/kubelet/kubeconfig:ro', '/var/lib/kubelet/pki/:ro', '/etc/ssl/certs:ro'],
  }),
  ...['kube-dns', 'konnectivity-agent', 'l7-default-backend', 'event-exporter-gke', 'metrics-server-v1.34.1'].map(
    (name) => workload({ kind: 'Deployment', name, containers: [{ name, image: `gke.gcr.io/${name}:v1` }] }),
  ),
  workload({
    namespace: 'gmp-system',
    name: 'collector',
    containers: [{ name: 'prometheus', image: 'gke.gcr.io/prometheus-engine/prometheus:v2.53.5-gmp.1' }],
  }),
];
