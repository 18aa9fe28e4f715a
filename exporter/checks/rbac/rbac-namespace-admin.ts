import { yaml } from '../paste.ts';
import { namespacedRole } from '../subjects/access.ts';
import { entries, isSet } from '../subjects/field.ts';
import { isNarrowed } from '../subjects/grants.ts';
import { defineCheck } from '../define.ts';
import { bindingKinds, ruleOffence } from '../subjects/role-check.ts';
import { allowing } from '../subjects/role-examples.ts';

const writing: ReadonlySet<string> = new Set(['*', 'create', 'update', 'patch', 'delete', 'deletecollection']);

/** Groups of which the writing of every resource is control of what runs in a namespace. */
const governing: ReadonlySet<string> = new Set(['*', '', 'apps', 'batch']);

export const rbacNamespaceAdmin = defineCheck({
  id: 'rbac-namespace-admin',
  title: 'Role lets its holders change everything in its namespace',
  category: 'rbac',
  risk: { impact: 'workload', ease: 'direct' },
  frameworks: {
    cis: ['5.1.3'],
    nsa: ['authorization'],
    mitre: ['T1098.006'],
    microsoft: ['excessive-operator-permissions'],
  },
  because:
    'A holder is the administrator of the namespace: with its workloads come its Secrets and service accounts, and whatever these may do elsewhere.',
  remedy: 'Name the resources that are needed; for people, bind the ClusterRole `edit`, which cannot hand out rights.',
  paste: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: shop-operator
      namespace: shop
    rules:
      - apiGroups: [apps]
        resources: [deployments, statefulsets]
        verbs: [get, list, watch]
      - apiGroups: [apps]
        resources: [deployments/scale]
        verbs: [get, patch]
      - apiGroups: ['']
        resources: [pods, pods/log, services, configmaps]
        verbs: [get, list, watch]
  `,

  subject: namespacedRole,
  fields: ['rules'],
  reads: bindingKinds,
  violatedBy: (object, world) =>
    ruleOffence(
      object,
      (rule) =>
        !isNarrowed(rule) &&
        entries(rule.resources).includes('*') &&
        entries(rule.apiGroups).some((group) => isSet(group) && governing.has(group)) &&
        entries(rule.verbs).some((verb) => isSet(verb) && writing.has(verb)),
      'grants changes of every resource of the namespace',
      world,
    ),

  examples: {
    violating: {
      'everything may be done with everything': allowing('*', '*', '*'),
      'everything of the core group may be created': allowing('', '*', 'get create'),
      'every resource may be updated': allowing('*', '*', 'update'),
      'every resource may be patched': allowing('*', '*', 'patch'),
      'every resource may be deleted': allowing('*', '*', 'delete'),
      'every resource may be deleted at once': allowing('*', '*', 'deletecollection'),
      'every kind of workload may be written': allowing('apps', '*', 'create'),
      'every kind of job may be written': allowing('batch', '*', '*'),
      'a wildcard stands beside names': allowing('', 'pods *', 'patch'),
    },
    compliant: {
      'everything may be read': allowing('*', '*', 'get list watch'),
      'the resources are named': allowing('', 'pods services configmaps', 'create update'),
      'everything of an operator is not everything': allowing('shop.example', '*', '*'),
      'only a subresource is meant': allowing('*', '*/scale', 'update'),
      '*/* matches nothing': allowing('*', '*/*', '*'),
      'names narrow it': allowing('*', '*', 'update', 'settings'),
      'there are no rules': { rules: [] },
      'the list is null': { rules: null },
    },
  },
});
