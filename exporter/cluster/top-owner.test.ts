import { describe, expect, it } from 'vitest';
import type { Manifest } from '../checks/patch.ts';
import { Inventory } from '../model/inventory.ts';
import type { ObjectRef } from '../model/object.ts';
import { observed } from '../testing/world.ts';
import { topOwnerOf } from './top-owner.ts';

const owned = (
  kind: string,
  name: string,
  apiVersion: string,
  owner?: readonly [string, string, string],
): Manifest => ({
  apiVersion,
  kind,
  metadata: {
    name,
    namespace: 'shop',
    ...(owner && {
      ownerReferences: [{ apiVersion: owner[0], kind: owner[1], name: owner[2], uid: 'u', controller: true }],
    }),
  },
});
const inventoryOf = (...manifests: readonly Manifest[]) => {
  const inventory = new Inventory();
  for (const manifest of manifests) inventory.put(observed(manifest));
  return inventory;
};
const set = owned('ReplicaSet', 'web-1', 'apps/v1', ['apps/v1', 'Deployment', 'web']);
const by: ObjectRef = { kind: 'ReplicaSet', namespace: 'shop', name: 'web-1' };
const team = { team: 'unowned', source: 'none' };

describe('the owner of what was refused', () => {
  const find = (inventory: Inventory, mayCome: boolean, ref = by) =>
    topOwnerOf(ref, { inventory, teamOf: () => team, mayCome: () => mayCome });

  it('is the controller at the top', () => {
    const inventory = inventoryOf(set, owned('Deployment', 'web', 'apps/v1'));
    expect(find(inventory, true)).toMatchObject({
      kind: 'Deployment',
      name: 'web',
      namespace: 'shop',
      apiVersion: 'apps/v1',
    });
    const job = owned('Job', 'nightly-1', 'batch/v1', ['batch/v1', 'CronJob', 'nightly']);
    const nightly = inventoryOf(job, owned('CronJob', 'nightly', 'batch/v1'));
    expect(find(nightly, true, { kind: 'Job', namespace: 'shop', name: 'nightly-1' })).toMatchObject({
      kind: 'CronJob',
    });
  });

  it('is not known while an object of the chain may still come', () => {
    expect(find(inventoryOf(), true)).toBeUndefined();
    expect(find(inventoryOf(set), true)).toBeUndefined();
  });

  it('is the last that can be named once none is waited for', () => {
    expect(find(inventoryOf(), false)).toMatchObject({ kind: 'ReplicaSet', name: 'web-1', apiVersion: 'apps/v1' });
    expect(find(inventoryOf(set), false)).toMatchObject({ kind: 'Deployment', name: 'web', apiVersion: 'apps/v1' });
  });

  it('is the object itself where only a claim names another', () => {
    const claimed = owned('ReplicaSet', 'web-1', 'apps/v1', ['argoproj.io/v1alpha1', 'Rollout', 'web']);
    expect(find(inventoryOf(claimed), true)).toMatchObject({ kind: 'ReplicaSet', name: 'web-1' });
  });
});
