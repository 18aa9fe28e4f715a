import { describe, expect, it } from 'vitest';
import { TrackedWorld } from '../../evaluate/tracked-world.ts';
import { judge } from '../../testing/judge.ts';
import { worldOf } from '../../testing/world.ts';
import type { Manifest } from '../patch.ts';
import { rbacPodsExec } from '../rbac/rbac-pods-exec.ts';
import { role } from './access.ts';
import { allowing, asRole, ruleOf } from './role-examples.ts';
import { anyName, grantOf, right } from './rights.ts';

const exec = allowing('', 'pods/exec', 'create');
const developers = { kind: 'Group', name: 'developers' };
const deployer = { kind: 'ServiceAccount', name: 'deployer', namespace: 'tools' };
const jane = { kind: 'User', name: 'jane' };
const scheduler = { kind: 'User', name: 'system:kube-scheduler' };

function bindingTo(
  kind: 'Role' | 'ClusterRole',
  name: string,
  namespace: string,
  ...subjects: readonly object[]
): Manifest {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name, ...(namespace !== '' && { namespace }) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: 'shop-reader' },
    subjects,
  };
}

function said(...manifests: readonly [Manifest, ...Manifest[]]): string | undefined {
  return judge(rbacPodsExec, manifests).violations[0]?.message;
}

describe('what is said of a role', () => {
  it.each<[string, string, Manifest, ...Manifest[]]>([
    [
      'nobody is bound',
      'rules[0] grants create on pods/exec, but nobody is bound to it',
      role.manifest(exec),
      bindingTo('ClusterRole', 'empty', ''),
    ],
    [
      'the binding is of the cluster',
      'rules[0] grants create on pods/exec to group "developers"',
      role.manifest(exec),
      bindingTo('ClusterRole', 'a', '', developers),
    ],
    [
      'a ClusterRole is bound in a namespace',
      'rules[0] grants create on pods/exec to group "developers" in namespace "shop"',
      role.manifest(exec),
      bindingTo('ClusterRole', 'a', 'shop', developers),
    ],
    [
      'a Role is bound in its namespace',
      'rules[0] grants create on pods/exec to service account "tools/deployer"',
      role.manifest(asRole(exec)),
      bindingTo('Role', 'a', 'shop', deployer),
    ],
    [
      'the binding is of a Role of that name in another namespace',
      'rules[0] grants create on pods/exec, but nobody is bound to it',
      role.manifest(asRole(exec)),
      bindingTo('Role', 'a', 'other', deployer),
    ],
    [
      'components of Kubernetes come last, and only some are named',
      'rules[0] grants create on pods/exec to group "developers", service account "tools/deployer", user "jane" and 1 more',
      role.manifest(exec),
      bindingTo('ClusterRole', 'a', '', scheduler, jane),
      bindingTo('ClusterRole', 'b', '', deployer, developers, jane),
    ],
    [
      'a later rule is the first that does',
      'rules[1] grants patch on pods/ephemeralcontainers, but nobody is bound to it',
      role.manifest({ rules: [ruleOf('', 'pods', 'get'), ruleOf('', 'pods/ephemeralcontainers', 'patch')] }),
    ],
  ])('names the right and its holders where %s', (_where, message, ...manifests) => {
    expect(said(...manifests)).toBe(message);
  });

  it('does not depend on the order of bindings', () => {
    const bindings = [
      bindingTo('ClusterRole', 'a', '', scheduler, jane),
      bindingTo('ClusterRole', 'b', 'shop', deployer),
      bindingTo('ClusterRole', 'c', 'other', developers),
    ];
    expect(said(role.manifest(exec), ...bindings.toReversed())).toBe(said(role.manifest(exec), ...bindings));
  });
});

describe('a rule that names objects', () => {
  const world = new TrackedWorld(worldOf([]));
  const everything = ['get', 'list', 'watch', 'update', 'patch', 'delete', 'create', 'deletecollection'];

  it.each([
    ['pods', 'get', true],
    ['pods', 'list', true],
    ['pods', 'watch', true],
    ['pods', 'delete', true],
    ['pods', 'create', false],
    ['pods', 'deletecollection', false],
    ['pods/exec', 'create', true],
  ])('lets requests on %s that %s objects by name through: %s', (resource, verb, allowed) => {
    const wanted = right({ group: '', resources: [resource], verbs: [verb], named: anyName });
    const granted = grantOf(ruleOf('', resource, everything.join(' '), 'web'), wanted, world);
    expect(granted).toBe(allowed ? `${verb} on ${resource}` : undefined);
  });

  it.each([
    ['no name counts', undefined, undefined],
    ['another name counts', (name: string) => name === 'other', undefined],
    ['this name counts', (name: string) => name === 'web', 'get on pods'],
  ])('grants what a check objects to only where %s', (_where, named, granted) => {
    const wanted = right({ group: '', resources: ['pods'], verbs: ['get'], ...(named && { named }) });
    expect(grantOf(ruleOf('', 'pods', 'get', 'web'), wanted, world)).toBe(granted);
  });
});
