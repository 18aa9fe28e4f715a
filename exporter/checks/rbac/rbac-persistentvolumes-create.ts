import { yaml } from '../paste.ts';
import { allowing, asRole, boundIn } from '../subjects/role-examples.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';

export const rbacPersistentvolumesCreate = defineRoleCheck({
  id: 'rbac-persistentvolumes-create',
  title: 'Role lets its holders create volumes of any kind',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { cis: ['5.1.9'], nsa: ['authorization'], mitre: ['T1611'], microsoft: ['writable-hostpath'] },
  because:
    'A persistent volume may be a path of the node, and Pod Security looks at the claim only: with a pod on top, even a restricted one, the file system of the node is open.',
  remedy: 'Leave volumes to provisioners; people and pipelines need claims only.',
  paste: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: claims
      namespace: shop
    rules:
      - apiGroups: ['']
        resources: [persistentvolumeclaims]
        verbs: [get, list, watch, create]
  `,

  rights: [{ group: '', resources: ['persistentvolumes'], verbs: ['create'], clusterScoped: true }],

  examples: {
    violating: {
      'volumes may be created': allowing('', 'persistentvolumes', 'create'),
      'every verb includes it': allowing('', 'persistentvolumes', '*'),
      'every core resource includes it': allowing('', '*', 'create'),
      'every group includes it': allowing('*', 'persistentvolumes', 'create'),
    },
    compliant: {
      'claims may be created': allowing('', 'persistentvolumeclaims', 'create'),
      'volumes may be read': allowing('', 'persistentvolumes', 'get list watch'),
      'the source of a volume cannot be changed': allowing('', 'persistentvolumes', 'update patch'),
      'creation cannot be allowed by name': allowing('', 'persistentvolumes', 'create', 'data'),
      'volumes are out of reach of a Role': asRole(allowing('', 'persistentvolumes', 'create')),
      'and of a RoleBinding': boundIn('shop', allowing('', 'persistentvolumes', 'create')),
      'there are no rules': { rules: [] },
    },
  },
});
