import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { rulesFor } from './rbac-rules.ts';

const read = ['get', 'list', 'watch'];
const lease = { group: 'coordination.k8s.io', resource: 'leases', namespace: 'plumbline', name: 'canary' };

describe('the rules that grant what is missing', () => {
  it('are YAML, one rule for what is alike', () => {
    const lines = rulesFor([
      { group: '', resource: 'events', verbs: read },
      { group: 'apps', resource: 'deployments', verbs: read },
      { group: 'apps', resource: 'statefulsets', verbs: read },
    ]);
    expect(parse(lines.join('\n'))).toEqual([
      { apiGroups: [''], resources: ['events'], verbs: read },
      { apiGroups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: read },
    ]);
  });

  it('name the one object where they can', () => {
    const lines = rulesFor([{ ...lease, verbs: ['get', 'create', 'update'] }]);
    expect(lines[0]).toMatch(/^# .* Role in namespace plumbline$/);
    const leases = { apiGroups: ['coordination.k8s.io'], resources: ['leases'] };
    expect(parse(lines.join('\n'))).toEqual([
      { ...leases, resourceNames: ['canary'], verbs: ['get', 'update'] },
      { ...leases, verbs: ['create'] },
    ]);
  });

  it('are none when nothing is missing', () => {
    expect(rulesFor([])).toEqual([]);
  });
});
