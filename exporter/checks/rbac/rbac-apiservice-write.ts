import { yaml } from '../paste.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';
import { allowing, asRole, boundIn } from '../subjects/role-examples.ts';

const definitions = 'customresourcedefinitions';

export const rbacApiserviceWrite = defineRoleCheck({
  id: 'rbac-apiservice-write',
  title: 'Role lets its holders redirect parts of the API',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: {
    nsa: ['authorization', 'control-plane'],
    mitre: ['T1562'],
    microsoft: ['malicious-admission-controller'],
  },
  because:
    'An APIService sends the requests of everybody for a whole API group to a server of its choice, which sees and answers them; a conversion webhook in a CustomResourceDefinition reads and rewrites every object of its kind, and so what controllers do with them.',
  remedy: 'Name the APIServices and definitions in `resourceNames`, or install them with the pipeline.',
  paste: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: orders-definition
    rules:
      - apiGroups: [apiextensions.k8s.io]
        resources: [customresourcedefinitions]
        resourceNames: [orders.shop.example]
        verbs: [get, update, patch]
      - apiGroups: [apiregistration.k8s.io]
        resources: [apiservices]
        verbs: [get, list, watch]
  `,

  rights: [
    {
      group: 'apiregistration.k8s.io',
      resources: ['apiservices'],
      verbs: ['create', 'update', 'patch'],
      clusterScoped: true,
    },
    // A new definition serves what nobody stored yet: only changes of those that exist reach objects of others.
    { group: 'apiextensions.k8s.io', resources: [definitions], verbs: ['update', 'patch'], clusterScoped: true },
  ],

  examples: {
    violating: {
      'APIServices may be created': allowing('apiregistration.k8s.io', 'apiservices', 'create'),
      'APIServices may be updated': allowing('apiregistration.k8s.io', 'apiservices', 'update'),
      'APIServices may be patched': allowing('apiregistration.k8s.io', 'apiservices', 'patch'),
      'definitions may be updated': allowing('apiextensions.k8s.io', definitions, 'update'),
      'definitions may be patched': allowing('apiextensions.k8s.io', definitions, 'patch'),
      'every resource of the group includes it': allowing('apiregistration.k8s.io', '*', '*'),
    },
    compliant: {
      'they may be read': allowing('apiregistration.k8s.io', 'apiservices', 'get list watch'),
      'single APIServices may be updated': allowing(
        'apiregistration.k8s.io',
        'apiservices',
        'update',
        'v1beta1.metrics.k8s.io',
      ),
      'single definitions may be patched': allowing(
        'apiextensions.k8s.io',
        definitions,
        'patch',
        'widgets.shop.example',
      ),
      'definitions may be created': allowing('apiextensions.k8s.io', definitions, 'create'),
      'their status may be written': allowing('apiextensions.k8s.io', `${definitions}/status`, 'update patch'),
      'they are out of reach of a Role': asRole(allowing('apiregistration.k8s.io', 'apiservices', 'create')),
      'and of a RoleBinding': boundIn('shop', allowing('apiextensions.k8s.io', definitions, 'update')),
      'definitions of another group are others': allowing('shop.example', definitions, 'update'),
      'there are no rules': { rules: [] },
    },
  },
});
