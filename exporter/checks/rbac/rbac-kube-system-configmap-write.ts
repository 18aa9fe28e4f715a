import { yaml } from '../paste.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';
import { allowing, asRole, boundIn, boundInCluster } from '../subjects/role-examples.ts';

/** What components of the cluster believe without asking again. */
const believed: ReadonlySet<string> = new Set([
  'coredns',
  'coredns-custom',
  'extension-apiserver-authentication',
  'kube-dns',
  'kube-proxy',
  'kubeadm-config',
  'kubelet-config',
  'node-local-dns',
]);

export const rbacKubeSystemConfigmapWrite = defineRoleCheck({
  id: 'rbac-kube-system-configmap-write',
  title: 'Role lets its holders change the settings of the cluster',
  risk: { impact: 'cluster', ease: 'contributing' },
  frameworks: { nsa: ['authorization', 'control-plane'], mitre: ['T1562'], microsoft: ['coredns-poisoning'] },
  because:
    'ConfigMaps of kube-system tell the cluster DNS what to answer, nodes how to start, and API servers behind the aggregation layer whom to believe: with the DNS alone, traffic of every workload goes where the holder wants.',
  remedy: 'Bind the role in the namespaces where it is needed, or name the ConfigMaps in `resourceNames`.',
  paste: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: settings-writer
      namespace: shop
    rules:
      - apiGroups: ['']
        resources: [configmaps]
        resourceNames: [app-settings]
        verbs: [get, update, patch]
  `,

  rights: [
    {
      group: '',
      resources: ['configmaps'],
      verbs: ['update', 'patch'],
      namespace: 'kube-system',
      named: (name) => believed.has(name),
    },
  ],

  examples: {
    violating: {
      'any may be updated in the cluster': boundInCluster(allowing('', 'configmaps', 'update')),
      'any may be patched in the cluster': boundInCluster(allowing('', 'configmaps', 'patch')),
      'the role is not bound yet': allowing('', 'configmaps', 'update'),
      'a Role of kube-system allows it': asRole(allowing('', 'configmaps', 'update'), 'kube-system'),
      'a RoleBinding of kube-system gives it': boundIn('kube-system', allowing('', 'configmaps', 'patch')),
      'the settings of the DNS are named': asRole(allowing('', 'configmaps', 'update', 'coredns'), 'kube-system'),
      'whom extensions believe is named': allowing('', 'configmaps', 'patch', 'extension-apiserver-authentication'),
      'every verb includes it': allowing('', 'configmaps', '*'),
      'every core resource includes it': allowing('', '*', 'update'),
    },
    compliant: {
      'they may be read': allowing('', 'configmaps', 'get list watch'),
      'new ones change nothing that exists': allowing('', 'configmaps', 'create'),
      'a Role of another namespace allows it there': asRole(allowing('', 'configmaps', 'update')),
      'the ClusterRole is bound in another namespace': boundIn('shop', allowing('', 'configmaps', 'update')),
      'the lock of a leader is named': asRole(allowing('', 'configmaps', 'update', 'leader-lock'), 'kube-system'),
      'ConfigMaps of another group are others': allowing('shop.example', 'configmaps', 'update'),
      'there are no rules': { rules: [] },
    },
  },
});
