import { yaml } from '../paste.ts';
import { allowing, asRole } from '../subjects/role-examples.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';

export const rbacTokenCreate = defineRoleCheck({
  id: 'rbac-token-create',
  title: 'Role lets its holders issue tokens for service accounts',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['5.1.13'], nsa: ['authorization', 'service-account-tokens'], mitre: ['T1528', 'T1550.001'] },
  because:
    'A holder asks for a token of any service account within reach and holds its rights, for as long as they asked for and outside the cluster too. In kube-system that is the controllers of Kubernetes.',
  remedy: 'Name the service accounts in `resourceNames`, in a Role of their namespace.',
  paste: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: token-of-backup
      namespace: shop
    rules:
      - apiGroups: ['']
        resources: [serviceaccounts/token]
        resourceNames: [backup]
        verbs: [create]
  `,

  rights: [{ group: '', resources: ['serviceaccounts/token'], verbs: ['create'] }],

  examples: {
    violating: {
      'tokens may be issued': allowing('', 'serviceaccounts/token', 'create'),
      'a Role allows it in its namespace': asRole(allowing('', 'serviceaccounts/token', 'create')),
      'every verb includes it': allowing('', 'serviceaccounts/token', '*'),
      'a wildcard before the subresource includes it': allowing('', '*/token', 'create'),
      'every core resource includes it': allowing('', '*', 'create'),
    },
    compliant: {
      'service accounts may be created': allowing('', 'serviceaccounts', 'create'),
      'single ones may be given tokens': allowing('', 'serviceaccounts/token', 'create', 'deployer'),
      'a wildcard after the resource matches nothing': allowing('', 'serviceaccounts/*', 'create'),
      'a token cannot be read back': allowing('', 'serviceaccounts/token', 'get list watch update'),
      'reviewing a token issues none': allowing('authentication.k8s.io', 'tokenreviews', 'create'),
      'service accounts of another group are others': allowing('iam.example', 'serviceaccounts/token', 'create'),
      'there are no rules': { rules: [] },
    },
  },
});
