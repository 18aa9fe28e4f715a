import { yaml } from '../paste.ts';
import { onVersion } from '../patch.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';
import { allowing, asRole, boundIn } from '../subjects/role-examples.ts';

export const rbacPodsExec = defineRoleCheck({
  id: 'rbac-pods-exec',
  title: 'Role lets its holders run commands in pods',
  risk: { impact: 'workload', ease: 'direct' },
  frameworks: { nsa: ['authorization'], microsoft: ['exec-into-container'], mitre: ['T1609'] },
  because:
    'Whoever enters a running pod, or adds a debugging container to it, has its credentials, its data and its place in the network, and leaves little trace.',
  remedy: 'Remove the rule, or name the pods in `resourceNames` and bind the role for the time of the work.',
  paste: yaml`
    # For the time of the work: bind it, and delete the binding afterwards. Who looks for errors needs pods/log only.
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: debug-database
      namespace: shop
    rules:
      - apiGroups: ['']
        resources: [pods/exec]
        resourceNames: [database-0]
        verbs: [get, create]
      - apiGroups: ['']
        resources: [pods, pods/log]
        verbs: [get, list]
  `,

  rights: [
    { group: '', resources: ['pods/exec', 'pods/attach'], verbs: ['create'] },
    // From 1.35 a WebSocket also asks for create, unless a feature gate is off: reading everything then opens none.
    // A rule that names the subresource is meant for it, and works wherever else it is applied.
    { group: '', resources: ['pods/exec', 'pods/attach'], verbs: ['get'], wildcardUntil: 35 },
    { group: '', resources: ['pods/ephemeralcontainers'], verbs: ['patch', 'update'] },
  ],

  examples: {
    violating: {
      'commands may be run': allowing('', 'pods/exec', 'create'),
      'a WebSocket is opened with get': allowing('', 'pods/exec', 'get'),
      'processes may be attached to': allowing('', 'pods/attach', 'create'),
      'a debugging container may be added': allowing('', 'pods/ephemeralcontainers', 'patch'),
      'updating adds one too': allowing('', 'pods/ephemeralcontainers', 'update'),
      'a Role allows it': asRole(allowing('', 'pods/exec', 'create')),
      'a RoleBinding gives it in one namespace': boundIn('shop', allowing('', 'pods/exec', 'create')),
      'every core resource includes it': allowing('', '*', 'create'),
      'a wildcard before the subresource includes it': allowing('*', '*/exec', '*'),
      'reading everything includes it before 1.35': onVersion('1.34', allowing('*', '*', 'get list watch')),
    },
    compliant: {
      'pods may be read': allowing('', 'pods pods/log', 'get list'),
      'a wildcard after the resource matches nothing': allowing('', 'pods/*', 'create'),
      'pods of another group are others': allowing('metrics.k8s.io', '*', 'get create'),
      'listing opens nothing': allowing('', 'pods/exec', 'list'),
      'single pods may be entered': allowing('', 'pods/exec', 'create', 'debug'),
      'reading everything no longer includes it in 1.35': onVersion('1.35', allowing('*', '*', 'get list watch')),
      'there are no rules': { rules: [] },
    },
  },
});
