import { yaml } from '../paste.ts';
import { onVersion } from '../patch.ts';
import { allowing, asRole } from '../subjects/role-examples.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';

export const rbacPodsPortforward = defineRoleCheck({
  id: 'rbac-pods-portforward',
  title: 'Role lets its holders connect to any port of pods',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { nsa: ['authorization'], mitre: ['T1609'], microsoft: ['cluster-internal-networking'] },
  because:
    'A forwarded port and the proxy of the API server pass by every network policy, and reach what listens on the loopback interface of a pod: admin consoles, debuggers and databases that trust whoever can connect.',
  remedy: 'Remove the rule, or name the pods or services in `resourceNames`.',
  paste: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: reach-database
      namespace: shop
    rules:
      - apiGroups: ['']
        resources: [pods/portforward]
        resourceNames: [database-0]
        verbs: [get, create]
  `,

  rights: [
    { group: '', resources: ['pods/portforward'], verbs: ['create'] },
    // From 1.35 a WebSocket also asks for create by default; a rule that names the subresource is meant for it.
    { group: '', resources: ['pods/portforward'], verbs: ['get'], wildcardUntil: 35 },
    // The proxy turns the method of a request into the verb, and any method reaches the program.
    { group: '', resources: ['pods/proxy', 'services/proxy'], verbs: ['get', 'create', 'update', 'patch', 'delete'] },
  ],

  examples: {
    violating: {
      'ports may be forwarded': allowing('', 'pods/portforward', 'create'),
      'a WebSocket is opened with get': allowing('', 'pods/portforward', 'get'),
      'pods are reached through the API server': allowing('', 'pods/proxy', 'get'),
      'services are too': allowing('', 'services/proxy', 'get'),
      'posting to them is another verb': allowing('', 'services/proxy', 'create'),
      'a Role allows it': asRole(allowing('', 'pods/portforward', 'create')),
      'a wildcard before the subresource includes it': allowing('', '*/portforward', 'create'),
      'reading every resource includes the proxy': allowing('', '*', 'get'),
      'reading every resource opens WebSockets before 1.35': onVersion('1.34', allowing('*', '*', 'get')),
    },
    compliant: {
      'pods may be read': allowing('', 'pods pods/log services', 'get list watch'),
      'a wildcard after the resource matches nothing': allowing('', 'pods/* services/*', 'create get'),
      'listing opens nothing': allowing('', 'pods/portforward pods/proxy', 'list watch'),
      'single services may be reached': allowing('', 'services/proxy', 'get', 'metrics'),
      'pods of another group are others': allowing('metrics.k8s.io', '*', 'get'),
      'there are no rules': { rules: [] },
    },
  },
});
