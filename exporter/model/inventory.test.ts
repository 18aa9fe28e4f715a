import { describe, expect, it } from 'vitest';
import type { Manifest } from '../checks/patch.ts';
import { observed } from '../testing/world.ts';
import { Inventory, type Change } from './inventory.ts';

function deployment(metadata: object, rest: object = {}): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', uid: 'u', resourceVersion: '1', labels: { app: 'web' }, ...metadata },
    spec: { replicas: 2 },
    ...rest,
  };
}

function listening() {
  const inventory = new Inventory();
  const changes: Change['what'][] = [];
  inventory.listen({
    changed: ({ what }) => void changes.push(what),
    statusChanged: () => undefined,
    dayChanged: () => undefined,
    versionChanged: () => undefined,
  });
  inventory.put(observed(deployment({})));
  return { inventory, changes };
}

describe('an inventory', () => {
  it.each<[string, object, object]>([
    ['only its status changed', { resourceVersion: '2' }, { status: { readyReplicas: 2 } }],
    ['only who wrote last', { resourceVersion: '2', managedFields: [{ manager: 'hpa', operation: 'Update' }] }, {}],
  ])('holds the newest version, and reports no change where %s', (_, metadata, rest) => {
    const { inventory, changes } = listening();
    expect(inventory.put(observed(deployment(metadata, rest)))).toBe(false);
    expect(changes).toEqual(['added']);
    expect(inventory.find('Deployment', 'shop', 'web')?.metadata.resourceVersion).toBe('2');
  });

  it.each<[string, object, object]>([
    ['its spec', {}, { spec: { replicas: 3 } }],
    ['a label', { labels: { app: 'web', tier: 'front' } }, {}],
    ['an annotation', { annotations: { a: 'b' } }, {}],
    ['its owner', { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'X', name: 'x', controller: true }] }, {}],
    ['that it is being deleted', { deletionTimestamp: '2026-11-24T00:00:00Z' }, {}],
    ['its uid, because it was made again', { uid: 'v' }, {}],
  ])('reports a change of %s', (_, metadata, rest) => {
    const { inventory, changes } = listening();
    expect(inventory.put(observed(deployment({ resourceVersion: '2', ...metadata }, rest)))).toBe(true);
    expect(changes).toEqual(['added', 'updated']);
  });

  it('gives of a list only what says something new', () => {
    const { inventory } = listening();
    const listed = [observed(deployment({ resourceVersion: '2' })), observed(deployment({ name: 'api' }))];
    expect(inventory.replace('Deployment', listed).map(({ metadata }) => metadata.name)).toEqual(['api']);
  });

  it('serves the newest version from its indexes too', () => {
    const inventory = new Inventory();
    const binding = (resourceVersion: string): Manifest => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'b', resourceVersion },
      roleRef: { kind: 'ClusterRole', name: 'view' },
    });
    for (const version of ['1', '2']) inventory.put(observed(binding(version)));
    const found = [...inventory.by('bindings-of-role', 'ClusterRole//view')];
    expect(found.map(({ metadata }) => metadata.resourceVersion)).toEqual(['2']);
  });
});
