import { narrowRole } from '../snippets/narrow-role.ts';
import { allowing, asRole, boundIn } from '../subjects/role-examples.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';

export const rbacPodsCreate = defineRoleCheck({
  id: 'rbac-pods-create',
  title: 'Role lets its holders start pods',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: {
    cis: ['5.1.4'],
    nsa: ['authorization'],
    mitre: ['T1610', 'T1053.007'],
    microsoft: ['new-container', 'kubernetes-cronjob'],
  },
  because:
    'A new pod may run as any service account of its namespace, mount any Secret there and, unless admission forbids it, a path of the node. A Deployment or CronJob starts pods just as well, and keeps them coming.',
  remedy:
    'Leave the creation of pods to the pipeline; where people or programs need it, enforce the restricted Pod Security standard in the namespace and keep powerful service accounts out of it.',
  paste: narrowRole,

  rights: [
    { group: '', resources: ['pods', 'replicationcontrollers'], verbs: ['create'] },
    { group: 'apps', resources: ['deployments', 'daemonsets', 'statefulsets', 'replicasets'], verbs: ['create'] },
    { group: 'batch', resources: ['jobs', 'cronjobs'], verbs: ['create'] },
  ],

  examples: {
    violating: {
      'pods may be created': allowing('', 'pods', 'create'),
      'a Role allows it': asRole(allowing('', 'pods', 'create')),
      'a RoleBinding gives it in one namespace': boundIn('shop', allowing('', 'pods', 'create')),
      'Deployments start pods': allowing('apps', 'deployments', 'create'),
      'DaemonSets start pods': allowing('apps', 'daemonsets', 'create'),
      'StatefulSets start pods': allowing('apps', 'statefulsets', 'create'),
      'ReplicaSets start pods': allowing('apps', 'replicasets', 'create'),
      'ReplicationControllers start pods': allowing('', 'replicationcontrollers', 'create'),
      'Jobs start pods': allowing('batch', 'jobs', 'create'),
      'CronJobs start pods': allowing('batch', 'cronjobs', 'create'),
      'every verb includes it': allowing('', 'pods', '*'),
      'every resource of the group includes it': allowing('batch', '*', 'create'),
      'every group includes it': allowing('*', 'pods', 'create'),
    },
    compliant: {
      'they may be read': allowing('', 'pods', 'get list watch'),
      'they may be deleted': allowing('', 'pods', 'delete'),
      'running ones may be scaled': allowing('apps', 'deployments/scale', 'update patch'),
      'a wildcard after the resource matches nothing': allowing('', 'pods/*', 'create'),
      'Deployments of another group are others': allowing('shop.example', 'deployments', 'create'),
      'creation cannot be allowed by name': allowing('', 'pods', 'create', 'debug'),
      'a template alone starts nothing': allowing('', 'podtemplates', 'create'),
      'the eviction of a pod starts none': allowing('', 'pods/eviction', 'create'),
      'there are no rules': { rules: [] },
      'the list is null': { rules: null },
    },
  },
});
