import { narrowRole } from '../snippets/narrow-role.ts';
import { allowing, asRole } from '../subjects/role-examples.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';

export const rbacWorkloadsWrite = defineRoleCheck({
  id: 'rbac-workloads-write',
  title: 'Role lets its holders change running workloads',
  risk: { impact: 'workload', ease: 'direct' },
  frameworks: {
    nsa: ['authorization'],
    mitre: ['T1610', 'T1543.005'],
    microsoft: ['backdoor-container', 'sidecar-injection'],
  },
  because:
    'Whoever changes a workload puts an image, a command or a further container of their own beside its data, with its service account; changing one that exists draws less attention than creating another.',
  remedy:
    'Leave changes to the pipeline, or name the workloads in `resourceNames`; to scale, `deployments/scale` suffices.',
  paste: narrowRole,

  rights: [
    { group: '', resources: ['pods', 'replicationcontrollers'], verbs: ['update', 'patch'] },
    {
      group: 'apps',
      resources: ['deployments', 'daemonsets', 'statefulsets', 'replicasets'],
      verbs: ['update', 'patch'],
    },
    { group: 'batch', resources: ['cronjobs'], verbs: ['update', 'patch'] },
  ],

  examples: {
    violating: {
      'Deployments may be updated': allowing('apps', 'deployments', 'update'),
      'Deployments may be patched': allowing('apps', 'deployments', 'patch'),
      'DaemonSets may be patched': allowing('apps', 'daemonsets', 'patch'),
      'StatefulSets may be patched': allowing('apps', 'statefulsets', 'patch'),
      'ReplicaSets may be patched': allowing('apps', 'replicasets', 'patch'),
      'CronJobs may be patched': allowing('batch', 'cronjobs', 'patch'),
      'the image of a pod may be patched': allowing('', 'pods', 'patch'),
      'ReplicationControllers may be updated': allowing('', 'replicationcontrollers', 'update'),
      'a Role allows it': asRole(allowing('apps', 'deployments', 'patch')),
      'every verb includes it': allowing('apps', 'deployments', '*'),
      'every group includes it': allowing('*', 'deployments', 'patch'),
    },
    compliant: {
      'they may be read': allowing('apps', 'deployments', 'get list watch'),
      'they may be created and deleted': allowing('apps', 'deployments', 'create delete'),
      'they may be scaled': allowing('apps', 'deployments/scale', 'update patch'),
      'their status may be written': allowing('apps', 'deployments/status', 'update patch'),
      'pods may be given more memory': allowing('', 'pods/resize', 'update patch'),
      'single ones may be changed': allowing('apps', 'deployments', 'patch', 'web'),
      'the template of a Job cannot be changed': allowing('batch', 'jobs', 'update patch'),
      'Deployments are not of the core group': allowing('', 'deployments', 'patch'),
      'there are no rules': { rules: [] },
    },
  },
});
