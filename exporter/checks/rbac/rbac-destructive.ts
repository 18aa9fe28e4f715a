import { yaml } from '../paste.ts';
import { given } from '../patch.ts';
import { clusterRole } from '../subjects/access.ts';
import { reachOfObject } from '../subjects/reach.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';
import { allowing, bindingOf, boundIn, boundInCluster } from '../subjects/role-examples.ts';

const verbs = ['delete', 'deletecollection'];

export const rbacDestructive = defineRoleCheck({
  id: 'rbac-destructive',
  title: 'Someone can delete workloads, data or namespaces',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { nsa: ['authorization'], mitre: ['T1485'], microsoft: ['data-destruction'] },
  because:
    'One command of such a subject, or one mistake, ends services and takes their data along; a namespace takes everything in it.',
  remedy: 'Leave deletion to the pipeline, or name the objects in `resourceNames`.',
  paste: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: shop-operator
    rules:
      - apiGroups: [apps]
        resources: [deployments]
        verbs: [get, list, watch, patch]
  `,
  optional: true,

  subject: clusterRole,
  rights: [
    // A namespace belongs to itself: a RoleBinding in it allows its deletion.
    { group: '', resources: ['namespaces'], verbs: ['delete'] },
    { group: '', resources: ['persistentvolumes'], verbs, clusterScoped: true },
    { group: '', resources: ['persistentvolumeclaims', 'secrets', 'pods', 'replicationcontrollers'], verbs },
    { group: 'apps', resources: ['deployments', 'daemonsets', 'statefulsets', 'replicasets'], verbs },
    { group: 'batch', resources: ['jobs', 'cronjobs'], verbs },
  ],
  except: (role, world) => reachOfObject(role, world).bindings.length === 0,

  examples: {
    violating: {
      'workloads may be deleted': boundInCluster(allowing('apps', 'deployments', 'delete')),
      'all may be deleted at once': boundInCluster(allowing('batch', 'jobs', 'deletecollection')),
      'a RoleBinding allows it in one namespace': boundIn('shop', allowing('apps', 'statefulsets', 'delete')),
      'a RoleBinding in a namespace allows its end': boundIn('shop', allowing('', 'namespaces', 'delete')),
      'volumes may be deleted': boundInCluster(allowing('', 'persistentvolumes', 'delete')),
      'claims may be deleted': boundInCluster(allowing('', 'persistentvolumeclaims', 'delete')),
      'Secrets may be deleted': boundInCluster(allowing('', 'secrets', 'delete')),
      'every verb includes it': boundInCluster(allowing('', 'pods', '*')),
    },
    compliant: {
      'nobody is bound to the role': allowing('', 'namespaces', 'delete'),
      'the binding is of another role': given(allowing('', 'namespaces', 'delete'), bindingOf('', 'view')),
      'they may be changed': boundInCluster(allowing('apps', 'deployments', 'update patch')),
      'single ones may be deleted': boundInCluster(allowing('apps', 'deployments', 'delete', 'preview')),
      'volumes are out of reach of a RoleBinding': boundIn('shop', allowing('', 'persistentvolumes', 'delete')),
      'a wildcard after the resource matches nothing': boundInCluster(allowing('', 'pods/*', 'delete')),
    },
  },
});
