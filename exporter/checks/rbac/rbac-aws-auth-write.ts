import type { World } from '../../model/world.ts';
import { yaml } from '../paste.ts';
import { given, type Manifest } from '../patch.ts';
import { defineRoleCheck } from '../subjects/role-check.ts';
import { allowing, asRole, bindingOf, boundIn } from '../subjects/role-examples.ts';

const awsAuth: Manifest = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'aws-auth', namespace: 'kube-system' },
};

export const rbacAwsAuthWrite = defineRoleCheck({
  id: 'rbac-aws-auth-write',
  title: 'Role lets its holders decide who enters an EKS cluster',
  risk: { impact: 'cluster', ease: 'direct' },
  frameworks: { eks: ['4.1.7'], nsa: ['authorization', 'authentication'], mitre: ['T1098.006', 'T1078'] },
  because:
    'The ConfigMap aws-auth says which identities of the cloud are whom in the cluster: one line more and the role of a holder is in `system:masters`, which no RBAC limits.',
  remedy: 'Manage access with access entries and take the ConfigMap out of use, or leave it to the pipeline alone.',
  paste: yaml`
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: configuration-reader
      namespace: kube-system
    rules:
      - apiGroups: ['']
        resources: [configmaps]
        resourceNames: [aws-auth]
        verbs: [get]
  `,

  rights: [
    {
      group: '',
      resources: ['configmaps'],
      // Deleting it locks everybody out, nodes included.
      verbs: ['update', 'patch', 'delete'],
      namespace: 'kube-system',
      named: (name) => name === 'aws-auth',
      when: (world, narrowed) => narrowed || isRead(world),
    },
  ],
  reads: ['ConfigMap', 'Node'],

  examples: {
    violating: {
      'it is named': asRole(allowing('', 'configmaps', 'update', 'aws-auth'), 'kube-system'),
      'it may be deleted': asRole(allowing('', 'configmaps', 'delete', 'aws-auth'), 'kube-system'),
      'it may be patched': asRole(allowing('', 'configmaps', 'patch', 'aws-auth'), 'kube-system'),
      'a ClusterRole names it': allowing('', 'configmaps', 'update', 'other', 'aws-auth'),
      'every ConfigMap may be updated where it exists': given(
        allowing('', 'configmaps', 'update'),
        awsAuth,
        bindingOf(''),
      ),
      'the nodes are of Amazon': given(
        allowing('', 'configmaps', 'update'),
        awsAuth,
        nodeOf('aws:///eu-west-1a/i-0abc'),
      ),
      'those of its namespace may be updated': given(
        allowing('', 'configmaps', 'update'),
        awsAuth,
        bindingOf('kube-system'),
      ),
      'every verb includes it': given(allowing('', 'configmaps', '*'), awsAuth),
    },
    compliant: {
      'it may be read': asRole(allowing('', 'configmaps', 'get list watch', 'aws-auth'), 'kube-system'),
      'the nodes are not of Amazon, where nothing reads it': given(
        allowing('', 'configmaps', 'update'),
        awsAuth,
        nodeOf('gce://project/zone/node-1'),
      ),
      'there is none to update': allowing('', 'configmaps', 'update patch'),
      'other ConfigMaps are named': given(allowing('', 'configmaps', 'update', 'coredns'), awsAuth),
      'those of another namespace may be updated': given(
        allowing('', 'configmaps', 'update'),
        awsAuth,
        bindingOf('shop'),
      ),
      'one of that name in another namespace is another': boundIn(
        'shop',
        allowing('', 'configmaps', 'update', 'aws-auth'),
      ),
      'there are no rules': { rules: [] },
    },
  },
});

/**
 * Whether the ConfigMap decides anything. A rule that names it is meant for EKS; of a rule for every ConfigMap one has to
 * look, which clusters elsewhere need not allow us to.
 */
function isRead(world: World): boolean {
  if (world.any('Node') && !world.has('nodes-with', 'aws')) return false;
  return world.find('ConfigMap', 'kube-system', 'aws-auth') !== undefined;
}

function nodeOf(providerID: string): Manifest {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' }, spec: { providerID } };
}
