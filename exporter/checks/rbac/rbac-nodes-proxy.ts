import { yaml } from '../paste.ts';
import { allowing, asRole, boundIn, boundInCluster } from '../subjects/role-examples.ts';
import { anyName } from '../subjects/rights.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';

export const rbacNodesProxy = defineRoleCheck({
  id: 'rbac-nodes-proxy',
  title: 'Role lets its holders command kubelets',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: {
    cis: ['5.1.10', '5.1.14'],
    nsa: ['authorization', 'kubelet'],
    mitre: ['T1609'],
    microsoft: ['access-kubelet-api', 'exec-into-container'],
  },
  because:
    'The kubelet runs commands in every container of its node for whoever holds this, system components included, past admission and with nothing in the audit log. Reading suffices: a WebSocket is opened with `get`. All it takes is a way to the port of a kubelet.',
  remedy:
    'Name what is read instead: `nodes/metrics` and `nodes/stats`, and from Kubernetes 1.33 `nodes/healthz`, `nodes/pods` and `nodes/configz`.',
  paste: yaml`
    # nodes/metrics and nodes/stats suffice for monitoring; the others are known from Kubernetes 1.33.
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: node-monitor
    rules:
      - apiGroups: ['']
        resources: [nodes/metrics, nodes/stats, nodes/healthz, nodes/pods]
        verbs: [get]
  `,

  rights: [
    // One node is enough: whoever commands it has the tokens of all its pods.
    {
      group: '',
      resources: ['nodes/proxy'],
      verbs: ['get', 'create', 'update', 'patch', 'delete'],
      clusterScoped: true,
      named: anyName,
    },
  ],

  examples: {
    violating: {
      'reading through the proxy is allowed': allowing('', 'nodes/proxy', 'get'),
      'posting through it is allowed': allowing('', 'nodes/proxy', 'create'),
      'it is bound in the cluster': boundInCluster(allowing('', 'nodes/proxy', 'get')),
      'a wildcard before the subresource includes it': allowing('', '*/proxy', 'get'),
      'reading every core resource includes it': allowing('', '*', 'get list watch'),
      'one node is named': allowing('', 'nodes/proxy', 'get', 'node-1'),
      'one resource of several is': allowing('', 'nodes nodes/metrics nodes/proxy', 'get list'),
    },
    compliant: {
      'what monitoring reads is named': allowing('', 'nodes/metrics nodes/stats nodes/healthz nodes/configz', 'get'),
      'nodes may be read': allowing('', 'nodes', 'get list watch'),
      'a wildcard after the resource matches nothing': allowing('', 'nodes/*', 'get'),
      'listing goes through no proxy': allowing('', 'nodes/proxy', 'list watch'),
      'nodes are out of reach of a Role': asRole(allowing('', 'nodes/proxy', 'get create')),
      'and of a RoleBinding': boundIn('shop', allowing('', 'nodes/proxy', 'get')),
      'nodes of another group are others': allowing('metrics.k8s.io', 'nodes/proxy', 'get'),
      'there are no rules': { rules: [] },
    },
  },
});
