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
}

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
const calico = { group: 'crd.projectcalico.org', versions: ['v1'], custom: true };
const adminPolicy = {
  group: 'policy.networking.k8s.io',
  versions: ['v1alpha1'],
  namespaced: false,
  custom: true,
};

/** Every kind that the exporter can read. Which of them it does read follows from the enabled checks. */
export const kinds = catalogue({
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
  Node: { ...core, resource: 'nodes', namespaced: false },
  ServiceAccount: { ...core, resource: 'serviceaccounts' },
  Service: { ...core, resource: 'services' },
  ConfigMap: { ...core, resource: 'configmaps' },
  Secret: { ...core, resource: 'secrets' },
  Role: { ...rbac, resource: 'roles', namespaced: true },
  ClusterRole: { ...rbac, resource: 'clusterroles', namespaced: false },
  RoleBinding: { ...rbac, resource: 'rolebindings', namespaced: true },
  ClusterRoleBinding: { ...rbac, resource: 'clusterrolebindings', namespaced: false },
  NetworkPolicy: { ...networking, resource: 'networkpolicies' },
  Ingress: { ...networking, resource: 'ingresses' },
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
