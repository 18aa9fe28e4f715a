import { describe, expect, it } from 'vitest';
import { judge } from '../../testing/judge.ts';
import type { Manifest } from '../patch.ts';
import { rbacPodsExec } from '../rbac/rbac-pods-exec.ts';
import { role } from './access.ts';
import { allowing, asRole, bindingOf, ruleOf } from './role-examples.ts';

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

function aggregate(name: string, selector: object, labels: object = {}): Manifest {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name, labels },
    aggregationRule: { clusterRoleSelectors: [selector] },
    rules: [],
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
      'a role for people takes the rules by label',
      'rules[0] grants create on pods/exec to group "developers" in namespace "shop"',
      role.manifest({ ...exec, metadata: { labels: { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' } } }),
      bindingOf('shop', 'admin'),
    ],
    [
      'another role takes the rules by label, in turn',
      'rules[0] grants create on pods/exec to group "developers"',
      role.manifest({ ...exec, metadata: { labels: { part: 'operations' } } }),
      aggregate('operations', { matchLabels: { part: 'operations' } }, { part: 'everything' }),
      aggregate('everything', { matchExpressions: [{ key: 'part', operator: 'In', values: ['everything'] }] }),
      bindingOf('', 'everything'),
    ],
    [
      'a later rule is the first that does',
      'rules[1] grants patch on pods/ephemeralcontainers, but nobody is bound to it',
      role.manifest({ rules: [ruleOf('', 'pods', 'get'), ruleOf('', 'pods/ephemeralcontainers', 'patch')] }),
    ],
  ])('names the right and its holders where %s', (_where, message, ...manifests) => {
    expect(said(...manifests)).toBe(message);
  });

  it('is about the rule that somebody added to a role of Kubernetes', () => {
    const shipped = ruleOf('', 'pods/exec', 'create');
    const added = ruleOf('', 'pods/ephemeralcontainers', 'patch');
    const named = (name: string): Manifest => role.manifest({ rules: [shipped, added], metadata: { name } });
    expect(said(named('system:aggregate-to-edit'))).toMatch(/^rules\[1\] grants patch/);
    expect(said(named('shop-editor'))).toMatch(/^rules\[0\] grants create/);
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
