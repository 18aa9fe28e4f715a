import type { CheckId } from '../../../checks/index.ts';

/** A finding of a new cluster that is none of its platform's: whoever runs the cluster can close it, and should. */
export interface Owned {
  readonly check: CheckId;
  /** Where it is found, as `Kind name` or `Kind namespace/name`. */
  readonly at: readonly string[];
  /** How it is closed. */
  readonly reason: string;
}

const owned = (check: CheckId, reason: string, ...at: readonly string[]): Owned => ({ check, at, reason });

/** Findings of every new cluster. */
const everywhere: readonly Owned[] = [
  ...(['ns-psa-enforce-missing', 'ns-psa-enforce-baseline', 'ns-psa-enforce-restricted'] as const).map((check) =>
    owned(check, 'Nothing stops anybody from using the namespace `default`: one label does.', 'Namespace default'),
  ),
  owned(
    'sa-default-automount',
    'Kubernetes gives its default accounts a token; one field of each account takes it away from whoever names none.',
    ...['default', 'kube-node-lease', 'kube-public', 'kube-system'].map((name) => `ServiceAccount ${name}/default`),
  ),
];

const kubelets = (reason: string, ...nodes: readonly string[]): readonly Owned[] =>
  (['kubelet-pod-pids-limit', 'kubelet-seccomp-default'] as const).map((check) =>
    owned(check, reason, ...nodes.map((name) => `KubeletConfig ${name}`)),
  );

const apiServer = 'Pod kube-system/kube-apiserver-cp-1';
const controllerManager = 'Pod kube-system/kube-controller-manager-cp-1';
const scheduler = 'Pod kube-system/kube-scheduler-cp-1';
const flag = 'CIS hardening that kubeadm leaves to its operator: a flag under `extraArgs` of its configuration.';
const file = 'CIS hardening that kubeadm leaves to its operator, since it takes a file on the node and a decision.';

const kubeadmWithCalico: readonly Owned[] = [
  ...everywhere,
  owned('cp-api-always-pull-images', flag, apiServer),
  owned('cp-api-anonymous-auth', flag, apiServer),
  owned('cp-api-deny-service-external-ips', flag, apiServer),
  owned('cp-api-kubelet-ca', flag, apiServer),
  owned('cp-api-profiling', flag, apiServer),
  owned('cp-api-sa-extend-token-expiration', flag, apiServer),
  owned('cp-api-tls-ciphers', flag, apiServer),
  owned('cp-kcm-profiling', flag, controllerManager),
  owned('cp-kcm-terminated-pod-gc', flag, controllerManager),
  owned('cp-sched-profiling', flag, scheduler),
  owned('audit-logging-active', file, apiServer),
  owned('cp-api-audit-log-path', file, apiServer),
  owned('cp-api-encryption-config', file, apiServer),
  owned('cp-api-encryption-provider', file, apiServer),
  owned('cp-api-event-rate-limit', file, apiServer),
  owned('secret-encryption-at-rest', file, apiServer),
  ...kubelets('Settings of the kubelet that kubeadm leaves as Kubernetes has them.', 'cp-1', 'worker-1'),
  owned(
    'kubelet-tls-ciphers',
    'Setting of the kubelet that kubeadm leaves as Kubernetes has it.',
    'KubeletConfig cp-1',
    'KubeletConfig worker-1',
  ),
  owned(
    'bootstrap-token-present',
    'The token of `kubeadm init` is there for a day, or until somebody deletes it.',
    'Secret kube-system/bootstrap-token-abcdef',
  ),
];

const kubeadm: readonly Owned[] = [
  ...kubeadmWithCalico,
  owned('sa-default-automount', 'As above, in the namespace of flannel.', 'ServiceAccount kube-flannel/default'),
  owned(
    'netpol-cni-unsupported',
    'flannel was chosen, and enforces no policies; Calico, Cilium and others do.',
    'Namespace kube-system',
  ),
  owned('admission-policy-engine', 'No namespace has a label of Pod Security yet.', 'Namespace kube-system'),
];

const eksNode = 'ip-10-0-11-37.eu-west-1.compute.internal';
const eks: readonly Owned[] = [
  ...everywhere,
  ...kubelets('Settings of the kubelet that node groups of EKS take from their launch template.', eksNode),
  owned(
    'netpol-cni-unsupported',
    'The VPC plugin enforces policies once `enableNetworkPolicy` is set in the configuration of its add-on.',
    'Namespace kube-system',
  ),
  owned(
    'kube-proxy-metrics-bind',
    'EKS lets kube-proxy serve metrics to the whole network; its ConfigMap is left to whoever edits it.',
    'ConfigMap kube-system/kube-proxy-config',
  ),
  owned(
    'storage-unencrypted',
    'Volumes of gp2 are encrypted where the account says so, or in a StorageClass that does.',
    'StorageClass gp2',
  ),
];

const gkeNode = 'gke-pristine-default-pool-2c1f9d0e-7k3p';
const gke: readonly Owned[] = [
  ...everywhere,
  owned(
    'sa-default-automount',
    'As above, in the namespaces of managed Prometheus, which it can be switched off with.',
    'ServiceAccount gmp-public/default',
    'ServiceAccount gmp-system/default',
  ),
  ...kubelets(
    'Settings of the kubelet, of which node pools of GKE take some from their system configuration.',
    gkeNode,
  ),
  owned(
    'kubelet-tls-ciphers',
    'GKE sets no list, and below TLS 1.3 that leaves weak ones; nothing but the API server calls kubelets there.',
    `KubeletConfig ${gkeNode}`,
  ),
  owned(
    'kubelet-read-only-port',
    'Node pools are made with it unless `--no-enable-insecure-kubelet-readonly-port` says otherwise.',
    `KubeletConfig ${gkeNode}`,
  ),
  owned('admission-policy-engine', 'No namespace has a label of Pod Security yet.', 'Namespace kube-system'),
  owned(
    'netpol-cni-unsupported',
    'A cluster of GKE enforces policies with Dataplane V2, or where network policies were switched on.',
    'Namespace kube-system',
  ),
];

const aks: readonly Owned[] = [
  ...everywhere,
  ...kubelets(
    'Settings of the kubelet that node pools of AKS take from their custom node configuration.',
    'aks-nodepool1-31718369-vmss000000',
  ),
];

/** Findings of releases whose API server keeps the audit log for as long as there is room, unless it is told otherwise. */
export const ownedFormerly: readonly Owned[] = (
  ['cp-api-audit-maxage', 'cp-api-audit-maxbackup', 'cp-api-audit-maxsize'] as const
).map((check) => owned(check, flag, apiServer));

/** What a new cluster of each platform shows open, with the reason; anything else is either a bug or not explained yet. */
export const ownedBy = { kubeadm, kubeadmWithCalico, eks, gke, aks } as const;
