import { describe, expect, it } from 'vitest';
import { checks } from '../../checks/index.ts';
import type { Manifest } from '../../checks/patch.ts';
import { freshCluster } from '../../demo/platform/fresh-cluster.ts';
import { observed, worldOf } from '../../testing/world.ts';
import { Evaluator } from '../evaluator.ts';
import { platformExemptions } from './index.ts';

const ofRoles = checks.filter(({ kinds }) => (kinds as readonly string[]).includes('ClusterRole'));
const roles = (await freshCluster(1)).filter(({ kind }) => kind.includes('Role'));

/** Findings on ClusterRoles that nothing explains, as `<role> <check>`. */
function findings(manifests: readonly Manifest[]): string[] {
  const evaluator = new Evaluator({
    checks: ofRoles,
    inventory: worldOf(manifests),
    exempt: platformExemptions,
    onError(_check, _object, error) {
      throw error;
    },
  });
  return manifests
    .filter(({ kind }) => kind === 'ClusterRole')
    .flatMap((manifest) => {
      const { kind, object } = observed(manifest);
      const { violations } = evaluator.evaluate(kind, object);
      return violations
        .filter(({ exemption }) => exemption === undefined)
        .map(({ check }) => `${object.metadata.name} ${ofRoles[check]?.id}`);
    });
}

function withRule(name: string, rule: object): Manifest[] {
  return roles.map((role) =>
    role.kind === 'ClusterRole' && (role['metadata'] as { name: string }).name === name
      ? { ...role, rules: [...(role['rules'] as readonly object[]), rule] }
      : role,
  );
}

describe('roles that an API server makes', () => {
  it('are accepted as they are', () => {
    expect(findings(roles)).toEqual([]);
  });

  it.each([
    ['pods/exec', 'create', 'rbac-pods-exec'],
    ['pods', 'create', 'rbac-pods-create'],
    ['nodes/proxy', 'get', 'rbac-nodes-proxy'],
  ])('are a finding where somebody added %s', (resource, verb, id) => {
    const added = { apiGroups: [''], resources: [resource], verbs: [verb] };
    expect(findings(withRule('system:kube-scheduler', added))).toEqual([`system:kube-scheduler ${id}`]);
  });

  it('are a finding where a rule was added to one that has such rules anyway', () => {
    const added = { apiGroups: ['apps'], resources: ['daemonsets'], verbs: ['create'] };
    expect(findings(withRule('system:controller:job-controller', added))).toEqual([
      'system:controller:job-controller rbac-pods-create',
    ]);
  });
});
