import { yaml } from '../paste.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';
import { allowing, asRole } from '../subjects/role-examples.ts';

const verbs = ['create', 'update', 'patch', 'delete', 'deletecollection'];

export const rbacNetworkWrite = defineRoleCheck({
  id: 'rbac-network-write',
  title: 'Role lets its holders redirect or open network traffic',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: {
    nsa: ['authorization', 'network-separation'],
    mitre: ['T1562'],
    microsoft: ['cluster-internal-networking'],
  },
  because:
    'Whoever writes Services, endpoints or Ingresses sends the traffic of others to a program of their own, or publishes what was internal; whoever writes network policies lifts the separation between workloads.',
  remedy: 'Leave these objects to the pipeline, or name them in `resourceNames`.',
  paste: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: network-reader
      namespace: shop
    rules:
      - apiGroups: [networking.k8s.io]
        resources: [networkpolicies, ingresses]
        verbs: [get, list, watch]
      - apiGroups: ['']
        resources: [services]
        verbs: [get, list, watch]
  `,
  optional: true,

  rights: [
    { group: '', resources: ['services', 'endpoints'], verbs },
    { group: 'discovery.k8s.io', resources: ['endpointslices'], verbs },
    { group: 'networking.k8s.io', resources: ['ingresses', 'networkpolicies'], verbs },
  ],

  examples: {
    violating: {
      'Services may be written': allowing('', 'services', 'update'),
      'endpoints may be written': allowing('', 'endpoints', 'patch'),
      'endpoint slices may be created': allowing('discovery.k8s.io', 'endpointslices', 'create'),
      'Ingresses may be created': allowing('networking.k8s.io', 'ingresses', 'create'),
      'network policies may be deleted': allowing('networking.k8s.io', 'networkpolicies', 'delete'),
      'all may be deleted at once': allowing('networking.k8s.io', 'networkpolicies', 'deletecollection'),
      'a Role allows it': asRole(allowing('', 'services', 'create')),
      'every verb includes it': allowing('networking.k8s.io', '*', '*'),
    },
    compliant: {
      'they may be read': allowing('', 'services endpoints', 'get list watch'),
      'their status may be written': allowing('', 'services/status', 'update patch'),
      'single ones may be changed': allowing('', 'services', 'update', 'web'),
      'Ingresses are not of the core group': allowing('', 'ingresses networkpolicies', 'create'),
      'Services of another group are others': allowing('serving.knative.dev', 'services', 'create'),
      'there are no rules': { rules: [] },
    },
  },
});
