import { yaml } from '../paste.ts';
import { onVersion } from '../patch.ts';
import { isComponent } from '../subjects/access.ts';
import { allowing, asRole, boundIn, boundInCluster } from '../subjects/role-examples.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';

export const rbacImpersonate = defineRoleCheck({
  id: 'rbac-impersonate',
  title: 'Role lets its holders act as someone else',
  risk: { impact: 'cluster', ease: 'direct' },
  frameworks: { cis: ['5.1.8'], nsa: ['authorization'], mitre: ['T1078'] },
  because:
    'A holder adds one header to a request and is an administrator, a node or another service account, with all that these may do; nothing but the audit log shows who it really was.',
  remedy:
    'Name whom it may be in `resourceNames`, never `system:masters`; from Kubernetes 1.36 say with `impersonate-on` what may be done in that name.',
  paste: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: act-as-support
    rules:
      - apiGroups: ['']
        resources: [users]
        resourceNames: [support@shop.example]
        verbs: [impersonate]
  `,

  // Of named users and groups those of Kubernetes itself count: others, and service accounts, may hold next to nothing.
  rights: [
    { group: '', resources: ['users', 'groups'], verbs: ['impersonate'], clusterScoped: true, named: isComponent },
    { group: '', resources: ['serviceaccounts'], verbs: ['impersonate'] },
    {
      group: 'authentication.k8s.io',
      resources: ['uids', 'userextras/*'],
      verbs: ['impersonate'],
      clusterScoped: true,
    },
    // Constrained impersonation: what may be done is limited by further rules, whom one may be is not.
    {
      group: 'authentication.k8s.io',
      resources: ['users', 'groups'],
      verbs: ['impersonate:user-info'],
      clusterScoped: true,
      named: isComponent,
      since: 36,
    },
    {
      group: 'authentication.k8s.io',
      resources: ['serviceaccounts'],
      verbs: ['impersonate:serviceaccount'],
      since: 36,
    },
    {
      group: 'authentication.k8s.io',
      resources: ['nodes'],
      verbs: ['impersonate:arbitrary-node'],
      clusterScoped: true,
      since: 36,
    },
  ],

  examples: {
    violating: {
      'it may be any user': allowing('', 'users', 'impersonate'),
      'it may be in any group': allowing('', 'groups', 'impersonate'),
      'it may be any service account': allowing('', 'serviceaccounts', 'impersonate'),
      'it is bound in the cluster': boundInCluster(allowing('', 'users', 'impersonate')),
      'it may be the service accounts of a namespace': boundIn('shop', allowing('', 'serviceaccounts', 'impersonate')),
      'a Role allows as much': asRole(allowing('', 'serviceaccounts', 'impersonate')),
      'it may claim any scope': allowing('authentication.k8s.io', 'userextras/scopes', 'impersonate'),
      'it may claim any uid': allowing('authentication.k8s.io', 'uids', 'impersonate'),
      'it may be in the one group that matters': allowing('', 'groups', 'impersonate', 'system:masters'),
      'it may be a component of Kubernetes': allowing('', 'users', 'impersonate', 'system:kube-controller-manager'),
      'every verb includes it': allowing('', 'serviceaccounts', '*'),
      'every resource of the core group includes it': allowing('', '*', 'impersonate'),
      'constrained to some actions, but to no identity': allowing(
        'authentication.k8s.io',
        'users',
        'impersonate:user-info',
      ),
      'constrained to no service account': allowing(
        'authentication.k8s.io',
        'serviceaccounts',
        'impersonate:serviceaccount',
      ),
      'constrained to no node': allowing('authentication.k8s.io', 'nodes', 'impersonate:arbitrary-node'),
    },
    compliant: {
      'users are no resource of other verbs': allowing('', 'users groups serviceaccounts', 'get list create'),
      'it may be single users': allowing('', 'users', 'impersonate', 'jane'),
      'it may be single groups': allowing('', 'groups', 'impersonate', 'developers'),
      'it may be single service accounts': allowing('', 'serviceaccounts', 'impersonate', 'deployer'),
      'a Role cannot let it be a user': asRole(allowing('', 'users groups', 'impersonate')),
      'nor can a RoleBinding': boundIn('shop', allowing('', 'users', 'impersonate')),
      'extras are of another group': allowing('', 'userextras/scopes', 'impersonate'),
      'a wildcard after the resource matches nothing': allowing('authentication.k8s.io', 'userextras/*', 'impersonate'),
      'extras are subresources': allowing('authentication.k8s.io', 'userextras', 'impersonate'),
      'it may be the node that it runs on': allowing('authentication.k8s.io', 'nodes', 'impersonate:associated-node'),
      'what is done in another name says nothing of the name': allowing('', 'pods', 'impersonate-on:user-info:list'),
      'the API server does not ask for constrained verbs before 1.36': onVersion(
        '1.35',
        allowing('authentication.k8s.io', 'users', 'impersonate:user-info'),
      ),
      'there are no rules': { rules: [] },
    },
  },
});
