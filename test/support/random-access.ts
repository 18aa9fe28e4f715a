import fc from 'fast-check';
import { serviceAccountIdentity, type Identity } from '../../exporter/checks/access/identity.ts';
import type { AccessRequest } from '../../exporter/checks/access/request.ts';
import type { Manifest } from '../../exporter/checks/patch.ts';

/** Namespaces that generated objects and questions are about; the last one does not exist. */
export const accessNamespaces = ['red', 'blue'] as const;
const anyNamespace = fc.constantFrom(...accessNamespaces, 'nowhere');

const apiVersion = 'rbac.authorization.k8s.io/v1';
const roleNames = ['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7'] as const;
const labels = ['to-ops', 'to-dev', 'to-all'] as const;

const some = <T>(...values: readonly [T, ...T[]]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3, size: 'max' });

const resourceRule = fc.record(
  {
    verbs: some('get', 'list', 'watch', 'create', 'update', 'delete', 'impersonate', '*'),
    apiGroups: some('', 'apps', 'rbac.authorization.k8s.io', 'shop.example', '*'),
    resources: some(
      'pods',
      'secrets',
      'nodes',
      'deployments',
      'clusterroles',
      'namespaces',
      'widgets',
      'pods/exec',
      'pods/log',
      'nodes/proxy',
      'pods/*',
      '*/exec',
      '*/status',
      '*/*',
      '*',
    ),
    resourceNames: some('a', 'b', 'kube-system', '*'),
  },
  { requiredKeys: ['verbs', 'apiGroups', 'resources'] },
);
const urlRule = fc.record({
  verbs: some('get', 'post', 'head', '*'),
  nonResourceURLs: some('/metrics', '/healthz', '/healthz/*', '/health*', '/logs/**', '/*', '*'),
});
const namespacedRules = fc.array(resourceRule, { minLength: 1, maxLength: 4, size: 'max' });
const clusterRules = fc.array(fc.oneof({ weight: 3, arbitrary: resourceRule }, urlRule), { maxLength: 4, size: 'max' });

const label = fc.constantFrom(...labels);
const selector = fc.oneof(
  label.map((key) => ({ matchLabels: { [key]: 'true' } })),
  label.map((key) => ({ matchExpressions: [{ key, operator: 'Exists' }] })),
  label.map((key) => ({ matchExpressions: [{ key, operator: 'In', values: ['true', 'perhaps'] }] })),
  fc.tuple(label, label).map(([key, other]) => ({
    matchLabels: { [key]: 'true' },
    matchExpressions: [{ key: other, operator: 'DoesNotExist' }],
  })),
  fc.tuple(label, label).map(([key, other]) => ({
    matchExpressions: [
      { key, operator: 'Exists' },
      { key: other, operator: 'NotIn', values: ['true'] },
    ],
  })),
);

const ours = 'generated.example/access';
const meta = (name: string, namespace?: string, own: Readonly<Record<string, string>> = {}) => ({
  name,
  ...(namespace !== undefined && { namespace }),
  labels: { ...own, [ours]: 'true' },
});
/** Selects every generated object. */
export const generatedSelector = `${ours}=true`;

const plainRoles = 5;
const ownLabel = fc.option(fc.constantFrom('true', 'true', 'perhaps'), { nil: undefined, freq: 1 });
const ownLabels = fc
  .tuple(ownLabel, ownLabel, ownLabel)
  .map((values) =>
    Object.fromEntries(values.flatMap((value, index) => (value === undefined ? [] : [[labels[index] ?? '', value]]))),
  );

function plainRole(name: string): fc.Arbitrary<Manifest> {
  return fc
    .record({ rules: clusterRules, own: ownLabels })
    .map(({ rules, own }) => ({ apiVersion, kind: 'ClusterRole', metadata: meta(name, undefined, own), rules }));
}

/** Without labels: aggregates of aggregates would settle in whatever order the controller comes to them. */
function aggregatedRole(name: string): fc.Arbitrary<Manifest> {
  return fc.array(selector, { minLength: 1, maxLength: 2 }).map((clusterRoleSelectors) => ({
    apiVersion,
    kind: 'ClusterRole',
    metadata: meta(name),
    aggregationRule: { clusterRoleSelectors },
    rules: [],
  }));
}

/** Roles and ClusterRoles, one for each place and name; some ClusterRoles aggregate others. */
const roles: fc.Arbitrary<readonly Manifest[]> = fc.tuple(
  ...roleNames.flatMap((name, index) => [
    index < plainRoles ? plainRole(name) : aggregatedRole(name),
    ...accessNamespaces.map((namespace) =>
      namespacedRules.map((rules): Manifest => ({ apiVersion, kind: 'Role', metadata: meta(name, namespace), rules })),
    ),
  ]),
);

const rbacGroup = 'rbac.authorization.k8s.io';
const userNames = ['alice', 'bob', 'system:serviceaccount:red:app', 'system:anonymous'] as const;
const groupNames = [
  'dev',
  'ops',
  'system:authenticated',
  'system:serviceaccounts',
  'system:serviceaccounts:red',
  'system:serviceaccounts:blue',
] as const;
const accountNames = ['app', 'default'] as const;

const subject = fc.oneof(
  fc.constantFrom(...userNames).map((name) => ({ kind: 'User', apiGroup: rbacGroup, name })),
  fc.constantFrom(...groupNames).map((name) => ({ kind: 'Group', apiGroup: rbacGroup, name })),
  fc
    .tuple(anyNamespace, fc.constantFrom(...accountNames))
    .map(([namespace, name]) => ({ kind: 'ServiceAccount', name, namespace })),
);
// In a RoleBinding a service account may leave out its namespace.
const localSubject = fc.oneof(
  { weight: 4, arbitrary: subject },
  { weight: 1, arbitrary: fc.constantFrom(...accountNames).map((name) => ({ kind: 'ServiceAccount', name })) },
);
const shippedRoles = ['view', 'edit', 'admin', 'cluster-admin', 'system:monitoring', 'system:node'] as const;
const clusterRoleRef = fc
  .oneof(
    { weight: 6, arbitrary: fc.constantFrom(...roleNames) },
    { weight: 1, arbitrary: fc.constantFrom(...shippedRoles, 'missing') },
  )
  .map((name) => ({ apiGroup: rbacGroup, kind: 'ClusterRole', name }));
const roleRef = fc.constantFrom(...roleNames, 'missing').map((name) => ({ apiGroup: rbacGroup, kind: 'Role', name }));

const binding = fc.oneof(
  fc.record({
    kind: fc.constant('ClusterRoleBinding'),
    namespace: fc.constant(undefined),
    roleRef: clusterRoleRef,
    subjects: fc.uniqueArray(subject, { minLength: 1, maxLength: 3, size: 'max' }),
  }),
  fc.record({
    kind: fc.constant('RoleBinding'),
    namespace: fc.constantFrom(...accessNamespaces),
    roleRef: fc.oneof(clusterRoleRef, roleRef),
    subjects: fc.uniqueArray(localSubject, { maxLength: 3, size: 'max' }),
  }),
);

/** Everything RBAC of a small cluster: roles of all sorts, and bindings of all subjects to roles there or not. */
export const accessWorlds: fc.Arbitrary<readonly Manifest[]> = fc
  .tuple(roles, fc.array(binding, { minLength: 25, maxLength: 25 }))
  .map(([made, bindings]) => [
    ...made,
    ...bindings.map(({ namespace, ...rest }, index): Manifest => ({
      apiVersion,
      ...rest,
      metadata: meta(`b${index}`, namespace),
    })),
  ]);

const identity: fc.Arbitrary<Identity> = fc.oneof(
  fc
    .tuple(anyNamespace, fc.constantFrom(...accountNames))
    .map(([namespace, name]) => serviceAccountIdentity(namespace, name)),
  fc
    .tuple(fc.constantFrom('alice', 'bob', 'carol'), fc.subarray(['dev', 'ops']))
    .map(([user, groups]) => ({ user, groups: [...groups, 'system:authenticated'] })),
  fc.constantFrom<Identity>(
    { user: 'system:anonymous', groups: ['system:unauthenticated'] },
    { user: 'carol', groups: ['system:masters'] },
    { user: 'carol', groups: [] },
  ),
);

const request: fc.Arbitrary<AccessRequest> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({
        verb: fc.constantFrom('get', 'list', 'watch', 'create', 'update', 'delete', 'impersonate', 'bind', '*'),
        group: fc.constantFrom('', 'apps', 'rbac.authorization.k8s.io', 'shop.example'),
        resource: fc.constantFrom(
          'pods',
          'secrets',
          'nodes',
          'deployments',
          'clusterroles',
          'namespaces',
          'widgets',
          '*',
        ),
        subresource: fc.constantFrom(undefined, undefined, 'exec', 'log', 'proxy', 'status', '*'),
        name: fc.constantFrom(undefined, undefined, 'a', 'b', 'c', 'kube-system'),
        namespace: fc.constantFrom('', 'red', 'blue', 'nowhere'),
      })
      .map(({ subresource, name, ...rest }) => ({
        ...rest,
        ...(subresource && { subresource }),
        ...(name && { name }),
      })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      verb: fc.constantFrom('get', 'post', 'head', 'delete'),
      url: fc.constantFrom('/metrics', '/healthz', '/healthz/etcd', '/healthy', '/logs/', '/logs/x', '/api', '/', '*'),
    }),
  },
);

/** Somebody who asks for something. */
export interface AccessQuestion {
  readonly identity: Identity;
  readonly request: AccessRequest;
}

/** Questions of everybody about everything that generated roles can name, and what is like it. */
const blindQuestions: fc.Arbitrary<AccessQuestion> = fc.record({ identity, request });

type Rule = Readonly<
  Record<'verbs' | 'apiGroups' | 'resources' | 'resourceNames' | 'nonResourceURLs', string[] | undefined>
>;
type Bound = Readonly<{ subjects: { kind: string; name: string; namespace?: string }[]; roleRef: { name: string } }>;

/** Questions that a rule of a bound role nearly answers: most of the fields are from a rule, some from nowhere. */
function aimedQuestions(manifests: readonly Manifest[]): fc.Arbitrary<AccessQuestion> {
  const bindings = manifests.filter((manifest) => (manifest['subjects'] as unknown[] | undefined)?.length);
  const pick = (list: readonly string[] | undefined, at: number) => list?.[at % list.length];
  return fc
    .record({
      binding: fc.constantFrom(...bindings),
      any: fc.constantFrom(...rulesOf(manifests)),
      pointer: fc.nat(23),
      blind: blindQuestions,
      at: fc.nat(11),
      keep: fc.record({ who: often, verb: often, group: often, resource: often, name: often, namespace: often }),
    })
    .map(({ binding: bound, any, pointer, blind, at, keep }) => {
      const { namespace = '' } = bound['metadata'] as { namespace?: string };
      const { subjects, roleRef } = bound as unknown as Bound;
      const referred = rulesOf(manifests.filter((made) => nameOf(made) === roleRef.name));
      const rule = referred[pointer % (referred.length || 1)] ?? any;
      const who = keep.who ? identityOf(subjects[at % subjects.length], namespace) : blind.identity;
      const verb = (keep.verb && pick(rule.verbs, at)) || blind.request.verb;
      const url = pick(rule.nonResourceURLs, at);
      if (url !== undefined)
        return { identity: who, request: { verb, url: 'url' in blind.request ? blind.request.url : url } };
      if ('url' in blind.request) return { identity: who, request: blind.request };
      const asked = { ...blind.request, verb };
      const group = keep.group ? pick(rule.apiGroups, at) : undefined;
      if (group !== undefined && group !== '*') asked.group = group;
      if (keep.resource) Object.assign(asked, parts(pick(rule.resources, at), asked));
      const name = keep.name ? pick(rule.resourceNames, at) : undefined;
      if (name !== undefined) asked.name = name;
      if (keep.namespace && namespace !== '') asked.namespace = namespace;
      return { identity: who, request: asked };
    });
}

function rulesOf(manifests: readonly Manifest[]): readonly Rule[] {
  return manifests.flatMap((manifest) => (manifest['rules'] ?? []) as readonly Rule[]);
}

function nameOf({ metadata }: Manifest): string {
  return (metadata as { readonly name: string }).name;
}

const often = fc.constantFrom(true, true, true, true, false);

/** A resource that an entry of a rule is about or seems to be: wildcards stand for what was asked anyway. */
function parts(entry = '*', asked: { resource: string; subresource?: string }): object {
  const [resource = '*', subresource] = entry.split('/');
  return {
    resource: resource === '*' ? asked.resource : resource,
    ...(subresource !== undefined && subresource !== '*' && { subresource }),
    ...(subresource === '*' && { subresource: asked.subresource ?? 'exec' }),
  };
}

function identityOf(subject: Bound['subjects'][number] | undefined, home: string): Identity {
  const { kind = 'User', name = 'alice', namespace = home } = subject ?? {};
  if (kind === 'ServiceAccount') return serviceAccountIdentity(namespace, name);
  if (kind === 'Group') return { user: 'carol', groups: [name] };
  return { user: name, groups: ['system:authenticated'] };
}

/** Questions about a world, aimed at its rules and blind ones. */
export function accessQuestions(manifests: readonly Manifest[]): fc.Arbitrary<AccessQuestion> {
  return fc.oneof({ weight: 2, arbitrary: aimedQuestions(manifests) }, { weight: 1, arbitrary: blindQuestions });
}
