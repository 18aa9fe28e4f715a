import type { PolicyRule } from '../../model/access.ts';
import type { KubeObject } from '../../model/object.ts';
import { at } from '../../model/record.ts';
import { builtInRoles } from './built-in-roles.ts';

/** Roles that Kubernetes makes by aggregation, and the labels `aggregate-to-…` that each of them takes in the end. */
const aggregates: Readonly<Record<string, readonly string[]>> = {
  admin: ['admin', 'edit', 'view'],
  edit: ['edit', 'view'],
  view: ['view'],
};

/** The levels whose labelled ClusterRoles make up a built-in role; none for roles that do not aggregate. */
export function levelsOf(role: string): readonly string[] {
  return Object.hasOwn(aggregates, role) ? (aggregates[role] ?? []) : [];
}

/** The label of a ClusterRole whose rules a level takes. */
export function levelLabel(level: string): string {
  return `rbac.authorization.k8s.io/aggregate-to-${level}`;
}

/** The rules that Kubernetes itself gives to a ClusterRole of this name; undefined when it makes none. */
export function builtInRules(name: string): readonly PolicyRule[] | undefined {
  const levels = levelsOf(name);
  if (levels.length > 0) return levels.flatMap((level) => builtInRules(`system:aggregate-to-${level}`) ?? []);
  if (!Object.hasOwn(builtInRoles, name)) return undefined;
  return rulesOfLines(builtInRoles[name] ?? '');
}

/** Rules written one in a line: `get+list group:resource+other name`, or `get /path+/path`; the core group is empty. */
export function rulesOfLines(text: string): readonly PolicyRule[] {
  return text
    .trim()
    .split('\n')
    .map((line) => ruleOf(line.trim()));
}

/** Whether Kubernetes makes a ClusterRole of this name in every cluster. */
export function isBuiltInRole(name: string): boolean {
  return levelsOf(name).length > 0 || Object.hasOwn(builtInRoles, name);
}

/** Whether Kubernetes makes a Role of this name in a namespace of every cluster; rules of these are of no weight. */
export function isBuiltInNamespacedRole(namespace: string, name: string): boolean {
  return builtInNamespacedRoles.has(`${namespace}/${name}`);
}

const builtInNamespacedRoles: ReadonlySet<string> = new Set([
  'kube-public/system:controller:bootstrap-signer',
  'kube-system/extension-apiserver-authentication-reader',
  'kube-system/system::leader-locking-kube-controller-manager',
  'kube-system/system::leader-locking-kube-scheduler',
  'kube-system/system:controller:bootstrap-signer',
  'kube-system/system:controller:cloud-provider',
  'kube-system/system:controller:token-cleaner',
]);

function ruleOf(line: string): PolicyRule {
  const [verbs = '', what = '', names] = line.split(' ');
  const list = (text: string): string[] => text.split('+');
  const colon = what.indexOf(':');
  if (colon < 0) return { verbs: list(verbs), nonResourceURLs: list(what) };
  return {
    verbs: list(verbs),
    apiGroups: list(what.slice(0, colon)),
    resources: list(what.slice(colon + 1)),
    ...(names !== undefined && { resourceNames: list(names) }),
  };
}

const controllerManager = 'User/system:kube-controller-manager';
const scheduler = 'User/system:kube-scheduler';
const account = (name: string): string => `ServiceAccount/kube-system/${name}`;

/** Subjects of the bindings that Kubernetes makes, by namespace and name; those of single controllers follow a rule. */
const builtInSubjects: Readonly<Record<string, readonly string[]>> = {
  '/cluster-admin': ['Group/system:masters'],
  '/system:basic-user': ['Group/system:authenticated'],
  '/system:cluster-trust-bundle-discovery': ['Group/system:serviceaccounts'],
  '/system:discovery': ['Group/system:authenticated'],
  '/system:kube-controller-manager': [controllerManager],
  '/system:kube-dns': [account('kube-dns')],
  '/system:kube-scheduler': [scheduler],
  '/system:monitoring': ['Group/system:monitoring'],
  '/system:node': [],
  '/system:node-proxier': ['User/system:kube-proxy'],
  '/system:public-info-viewer': ['Group/system:authenticated', 'Group/system:unauthenticated'],
  '/system:service-account-issuer-discovery': ['Group/system:serviceaccounts'],
  '/system:volume-scheduler': [scheduler],
  'kube-system/system::extension-apiserver-authentication-reader': [controllerManager, scheduler],
  'kube-system/system::leader-locking-kube-controller-manager': [
    controllerManager,
    account('kube-controller-manager'),
    account('leader-election-controller'),
  ],
  'kube-system/system::leader-locking-kube-scheduler': [scheduler, account('kube-scheduler')],
};

const controllerPrefix = 'system:controller:';

/** The name of the role that a built-in binding refers to: its own, but for one. */
function builtInRoleOf(binding: string): string {
  return binding === 'system::extension-apiserver-authentication-reader' ? binding.slice('system::'.length) : binding;
}

/**
 * Whether Kubernetes itself binds a subject (as `subjectKey` writes it) by this binding. The label says that the API
 * server keeps the binding; since anybody can write a label, name, role and subject have to be as shipped too.
 */
export function isBuiltInSubject(binding: KubeObject, subject: string): boolean {
  const { labels, namespace, name } = binding.metadata;
  if (labels?.['kubernetes.io/bootstrapping'] !== 'rbac-defaults') return false;
  if (at(binding, 'roleRef', 'name') !== builtInRoleOf(name)) return false;
  if (at(binding, 'roleRef', 'kind') !== (namespace === '' ? 'ClusterRole' : 'Role')) return false;
  if (name.startsWith(controllerPrefix) && (namespace === '' || namespace.startsWith('kube-')))
    return subject === account(name.slice(controllerPrefix.length));
  const key = `${namespace}/${name}`;
  return Object.hasOwn(builtInSubjects, key) && builtInSubjects[key]?.includes(subject) === true;
}
