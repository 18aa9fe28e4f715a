import { fileKinds } from './file-kinds.ts';

/** A kind of object that checks may look at, and where the API serves it. */
export interface Kind {
  /** Unique here; the plain Kubernetes kind unless two groups share one. */
  readonly name: string;
  readonly kind: string;
  readonly group: string;
  /** Versions to read, best first; the first that the server serves is used. */
  readonly versions: readonly string[];
  /** Plural resource name in paths and RBAC rules. */
  readonly resource: string;
  readonly namespaced: boolean;
  /** API groups that served the kind in earlier releases; manifests may still say so. */
  readonly formerGroups?: readonly string[];
  /** Not part of Kubernetes itself: its absence is normal and not worth a word. */
  readonly custom?: boolean;
  /** Put together by our own probes, one object for each thing asked; no API lists it and no RBAC rule names it. */
  readonly observed?: boolean;
  /** Read only where the configuration switches it on; checks that need it are off otherwise. */
  readonly optIn?: ReadSwitch;
  /** Judged in manifests alone: no cluster is asked for it. */
  readonly filesOnly?: boolean;
  /** The only fields of `status` that are kept. */
  readonly status?: readonly string[];
}

/** Switches under `clusters.read` of the configuration, each for something that not everybody wants to be read. */
export const readSwitches = ['secrets', 'nodeConfig', 'anonymousProbe'] as const;
export type ReadSwitch = (typeof readSwitches)[number];

function catalogue<const K extends Record<string, Omit<Kind, 'name' | 'kind'> & { readonly kind?: string }>>(
  declared: K,
): { readonly [N in keyof K]: Kind } {
  const entries = Object.entries(declared).map(([name, spec]) => [name, { kind: name, ...spec, name }]);
  return Object.fromEntries(entries) as { readonly [N in keyof K]: Kind };
}

const core = { group: '', versions: ['v1'], namespaced: true };
const apps = { group: 'apps', versions: ['v1'], namespaced: true };
const batch = { group: 'batch', versions: ['v1'], namespaced: true };
const rbac = { group: 'rbac.authorization.k8s.io', versions: ['v1'], formerGroups: ['authorization.openshift.io'] };
const networking = { group: 'networking.k8s.io', versions: ['v1'], namespaced: true, formerGroups: ['extensions'] };
const cilium = { group: 'cilium.io', versions: ['v2'], custom: true };
const calico = {
  group: 'crd.projectcalico.org',
  versions: ['v1'],
  custom: true,
  // People write them in the group that its own API server serves.
  formerGroups: ['projectcalico.org'],
};
const gateway = { group: 'gateway.networking.k8s.io', custom: true, namespaced: true };
const admission = { group: 'admissionregistration.k8s.io', versions: ['v1', 'v1beta1'], namespaced: false };
const observedHere = { group: 'observed.plumbline', versions: ['v1'], namespaced: false, observed: true };
const kubewarden = { group: 'policies.kubewarden.io', versions: ['v1'], custom: true };
const adminPolicy = {
  group: 'policy.networking.k8s.io',
  versions: ['v1alpha1'],
  namespaced: false,
  custom: true,
};

/** Every kind that the exporter can read. Which of them it does read follows from the enabled checks. */
export const kinds = catalogue({
  ...fileKinds,
  Pod: { ...core, resource: 'pods' },
  Deployment: { ...apps, resource: 'deployments', formerGroups: ['extensions'] },
  ReplicaSet: { ...apps, resource: 'replicasets', formerGroups: ['extensions'] },
  StatefulSet: { ...apps, resource: 'statefulsets' },
  DaemonSet: { ...apps, resource: 'daemonsets', formerGroups: ['extensions'] },
  Job: { ...batch, resource: 'jobs' },
  CronJob: { ...batch, resource: 'cronjobs' },
  ReplicationController: { ...core, resource: 'replicationcontrollers' },
  PodTemplate: { ...core, resource: 'podtemplates' },
  Namespace: { ...core, resource: 'namespaces', namespaced: false },
  Node: { ...core, resource: 'nodes', namespaced: false, status: ['nodeInfo', 'addresses', 'daemonEndpoints'] },
  ServiceAccount: { ...core, resource: 'serviceaccounts' },
  Service: { ...core, resource: 'services', status: ['loadBalancer'] },
  ConfigMap: { ...core, resource: 'configmaps' },
  Secret: { ...core, resource: 'secrets', optIn: 'secrets' },
  ResourceQuota: { ...core, resource: 'resourcequotas' },
  LimitRange: { ...core, resource: 'limitranges' },
  PersistentVolume: { ...core, resource: 'persistentvolumes', namespaced: false },
  PersistentVolumeClaim: { ...core, resource: 'persistentvolumeclaims' },
  StorageClass: { group: 'storage.k8s.io', versions: ['v1'], resource: 'storageclasses', namespaced: false },
  PodDisruptionBudget: { group: 'policy', versions: ['v1'], resource: 'poddisruptionbudgets', namespaced: true },
  HorizontalPodAutoscaler: {
    group: 'autoscaling',
    versions: ['v2', 'v1'],
    resource: 'horizontalpodautoscalers',
    namespaced: true,
  },
  Role: { ...rbac, resource: 'roles', namespaced: true },
  ClusterRole: { ...rbac, resource: 'clusterroles', namespaced: false },
  RoleBinding: { ...rbac, resource: 'rolebindings', namespaced: true },
  ClusterRoleBinding: { ...rbac, resource: 'clusterrolebindings', namespaced: false },
  NetworkPolicy: { ...networking, resource: 'networkpolicies' },
  Ingress: { ...networking, resource: 'ingresses', status: ['loadBalancer'] },
  Gateway: { ...gateway, versions: ['v1', 'v1beta1'], resource: 'gateways', status: ['addresses'] },
  HTTPRoute: { ...gateway, versions: ['v1', 'v1beta1'], resource: 'httproutes' },
  GRPCRoute: { ...gateway, versions: ['v1', 'v1alpha2'], resource: 'grpcroutes' },
  TLSRoute: { ...gateway, versions: ['v1', 'v1alpha3', 'v1alpha2'], resource: 'tlsroutes' },
  TCPRoute: { ...gateway, versions: ['v1alpha2'], resource: 'tcproutes' },
  UDPRoute: { ...gateway, versions: ['v1alpha2'], resource: 'udproutes' },
  IstioVirtualService: {
    kind: 'VirtualService',
    group: 'networking.istio.io',
    versions: ['v1', 'v1beta1', 'v1alpha3'],
    resource: 'virtualservices',
    namespaced: true,
    custom: true,
  },
  IstioPeerAuthentication: {
    kind: 'PeerAuthentication',
    group: 'security.istio.io',
    versions: ['v1', 'v1beta1'],
    resource: 'peerauthentications',
    namespaced: true,
    custom: true,
  },
  ValidatingWebhookConfiguration: { ...admission, resource: 'validatingwebhookconfigurations' },
  MutatingWebhookConfiguration: { ...admission, resource: 'mutatingwebhookconfigurations' },
  ValidatingAdmissionPolicy: { ...admission, resource: 'validatingadmissionpolicies' },
  ValidatingAdmissionPolicyBinding: { ...admission, resource: 'validatingadmissionpolicybindings' },
  APIService: { group: 'apiregistration.k8s.io', versions: ['v1'], resource: 'apiservices', namespaced: false },
  KyvernoClusterPolicy: {
    kind: 'ClusterPolicy',
    group: 'kyverno.io',
    versions: ['v1'],
    resource: 'clusterpolicies',
    namespaced: false,
    custom: true,
  },
  KyvernoPolicy: {
    kind: 'Policy',
    group: 'kyverno.io',
    versions: ['v1'],
    resource: 'policies',
    namespaced: true,
    custom: true,
  },
  KyvernoValidatingPolicy: {
    kind: 'ValidatingPolicy',
    group: 'policies.kyverno.io',
    versions: ['v1', 'v1beta1', 'v1alpha1'],
    resource: 'validatingpolicies',
    namespaced: false,
    custom: true,
  },
  KyvernoImageValidatingPolicy: {
    kind: 'ImageValidatingPolicy',
    group: 'policies.kyverno.io',
    versions: ['v1', 'v1beta1', 'v1alpha1'],
    resource: 'imagevalidatingpolicies',
    namespaced: false,
    custom: true,
  },
  GatekeeperConstraintTemplate: {
    kind: 'ConstraintTemplate',
    group: 'templates.gatekeeper.sh',
    versions: ['v1', 'v1beta1'],
    resource: 'constrainttemplates',
    namespaced: false,
    custom: true,
  },
  KubewardenClusterAdmissionPolicy: {
    ...kubewarden,
    kind: 'ClusterAdmissionPolicy',
    resource: 'clusteradmissionpolicies',
    namespaced: false,
  },
  KubewardenAdmissionPolicy: {
    ...kubewarden,
    kind: 'AdmissionPolicy',
    resource: 'admissionpolicies',
    namespaced: true,
  },
  KyvernoPolicyException: {
    kind: 'PolicyException',
    group: 'kyverno.io',
    versions: ['v2', 'v2beta1'],
    resource: 'policyexceptions',
    namespaced: true,
    custom: true,
  },
  KyvernoCelPolicyException: {
    kind: 'PolicyException',
    group: 'policies.kyverno.io',
    versions: ['v1', 'v1beta1', 'v1alpha1'],
    resource: 'policyexceptions',
    namespaced: true,
    custom: true,
  },
  GatekeeperConfig: {
    kind: 'Config',
    group: 'config.gatekeeper.sh',
    versions: ['v1alpha1'],
    resource: 'configs',
    namespaced: true,
    custom: true,
  },
  ExternalSecret: {
    group: 'external-secrets.io',
    versions: ['v1', 'v1beta1'],
    resource: 'externalsecrets',
    namespaced: true,
    custom: true,
  },
  SecretProviderClass: {
    group: 'secrets-store.csi.x-k8s.io',
    versions: ['v1', 'v1alpha1'],
    resource: 'secretproviderclasses',
    namespaced: true,
    custom: true,
  },
  VaultStaticSecret: {
    group: 'secrets.hashicorp.com',
    versions: ['v1beta1'],
    resource: 'vaultstaticsecrets',
    namespaced: true,
    custom: true,
  },
  SigstoreClusterImagePolicy: {
    kind: 'ClusterImagePolicy',
    group: 'policy.sigstore.dev',
    versions: ['v1beta1', 'v1alpha1'],
    resource: 'clusterimagepolicies',
    namespaced: false,
    custom: true,
  },
  Waiver: { group: 'plumbline.dev', versions: ['v1alpha1'], resource: 'waivers', namespaced: false, custom: true },
  Certificate: {
    group: 'cert-manager.io',
    versions: ['v1'],
    resource: 'certificates',
    namespaced: true,
    custom: true,
    status: ['notBefore', 'notAfter'],
  },
  ControlPlane: { ...observedHere, resource: 'controlplanes' },
  AnonymousAccess: { ...observedHere, resource: 'anonymousaccesses', optIn: 'anonymousProbe' },
  KubeletConfig: { ...observedHere, resource: 'kubeletconfigs', optIn: 'nodeConfig' },
  CiliumNetworkPolicy: { ...cilium, resource: 'ciliumnetworkpolicies', namespaced: true },
  CiliumClusterwideNetworkPolicy: { ...cilium, resource: 'ciliumclusterwidenetworkpolicies', namespaced: false },
  CalicoNetworkPolicy: { ...calico, kind: 'NetworkPolicy', resource: 'networkpolicies', namespaced: true },
  CalicoGlobalNetworkPolicy: {
    ...calico,
    kind: 'GlobalNetworkPolicy',
    resource: 'globalnetworkpolicies',
    namespaced: false,
  },
  AdminNetworkPolicy: { ...adminPolicy, resource: 'adminnetworkpolicies' },
  BaselineAdminNetworkPolicy: { ...adminPolicy, resource: 'baselineadminnetworkpolicies' },
  ClusterNetworkPolicy: { ...adminPolicy, versions: ['v1alpha2'], resource: 'clusternetworkpolicies' },
});

export type KindName = keyof typeof kinds;

/** Kinds that carry a pod template, or are a pod. */
export const workloadKinds = [
  'Pod',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'ReplicationController',
  'PodTemplate',
] as const satisfies readonly KindName[];

/** For kinds that a template makes: the controllers whose template is judged in their place. Any other owner says nothing. */
const templateControllers: Readonly<Partial<Record<KindName, readonly KindName[]>>> = {
  Pod: ['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicationController'],
  ReplicaSet: ['Deployment'],
  Job: ['CronJob'],
};

/** Whether a controller's template stands for an object of this kind; an owner reference of any other pair is only a claim. */
export function isMadeFromTemplate(kind: KindName, controller: KindName): boolean {
  return templateControllers[kind]?.includes(controller) ?? false;
}

/** Whether a kind is read from clusters only where the configuration switches it on. */
export function isReadOnRequest(kind: KindName): boolean {
  const { optIn }: Kind = kinds[kind];
  return optIn !== undefined;
}

/** Whether a kind is judged in manifests alone. */
export function isInFilesOnly(kind: KindName): boolean {
  const { filesOnly }: Kind = kinds[kind];
  return filesOnly === true;
}

/** Whether the kind is one that a Kubernetes API lists, rather than what our own probes put together. */
export function isServedByApi(kind: KindName): boolean {
  const { observed }: Kind = kinds[kind];
  return observed !== true;
}

/** The resource label of a kind: `deployments`, or `networkpolicies.crd.projectcalico.org` outside Kubernetes' own groups. */
export function resourceLabel(name: KindName): string {
  const { resource, group, custom } = kinds[name];
  return custom ? `${resource}.${group}` : resource;
}

const byGroupKind = new Map<string, KindName>();
for (const kind of Object.values(kinds)) {
  for (const group of [kind.group, ...(kind.formerGroups ?? [])]) {
    byGroupKind.set(`${group}/${kind.kind}`, kind.name as KindName);
  }
}

/** API group of an `apiVersion`; the core group is the empty string. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** The catalogued kind of an object, whatever the version of its API, or undefined. */
export function kindNamed(apiVersion: string, kind: string): KindName | undefined {
  return byGroupKind.get(`${groupOf(apiVersion)}/${kind}`);
}
