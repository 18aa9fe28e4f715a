import { describe, expect, it } from 'vitest';
import { TrackedWorld } from '../../evaluate/tracked-world.ts';
import { worldOf } from '../../testing/world.ts';
import type { Manifest } from '../patch.ts';
import { podView } from './pod-view.ts';
import {
  podsIn,
  podsSelected,
  podsServed,
  selects,
  selectsEverything,
  servicesOf,
  type LabelSelector,
} from './selection.ts';

const web = { app: 'web', tier: 'front' };
const expressions = (...matchExpressions: NonNullable<LabelSelector['matchExpressions']>): LabelSelector => ({
  matchExpressions,
});

describe('a label selector', () => {
  it.each<readonly [string, LabelSelector | null | undefined, boolean]>([
    ['that is absent selects nothing', undefined, false],
    ['that is null selects nothing', null, false],
    ['that is empty selects everything', {}, true],
    ['with empty parts selects everything', { matchLabels: {}, matchExpressions: [] }, true],
    ['with null parts selects everything', { matchLabels: null, matchExpressions: null } as never, true],
    ['selects by a label', { matchLabels: { app: 'web' } }, true],
    ['asks for every label', { matchLabels: { app: 'web', zone: 'a' } }, false],
    ['compares values', { matchLabels: { app: 'db' } }, false],
    [
      'asks for labels and expressions',
      { matchLabels: { app: 'web' }, ...expressions({ key: 'tier', operator: 'DoesNotExist' }) },
      false,
    ],
    ['selects a value out of several', expressions({ key: 'app', operator: 'In', values: ['db', 'web'] }), true],
    ['selects no other value', expressions({ key: 'app', operator: 'In', values: ['db'] }), false],
    ['asks In for a label that is there', expressions({ key: 'zone', operator: 'In', values: ['a'] }), false],
    ['leaves out a value', expressions({ key: 'app', operator: 'NotIn', values: ['web'] }), false],
    ['takes NotIn for an absent label', expressions({ key: 'zone', operator: 'NotIn', values: ['a'] }), true],
    ['selects by presence', expressions({ key: 'app', operator: 'Exists' }), true],
    ['selects by absence', expressions({ key: 'zone', operator: 'DoesNotExist' }), true],
    [
      'needs every expression',
      expressions({ key: 'app', operator: 'Exists' }, { key: 'zone', operator: 'Exists' }),
      false,
    ],
    ['with an operator in lower case selects nothing', expressions({ key: 'app', operator: 'exists' }), false],
    ['that leaves out no value selects nothing', expressions({ key: 'app', operator: 'NotIn', values: [] }), false],
    ['of another shape selects nothing', [] as never, false],
    ['looks at own labels only', { matchLabels: { constructor: 'Object' } }, false],
  ])('%s', (_claim, selector, result) => {
    expect(selects(selector, web)).toBe(result);
  });

  it.each<readonly [LabelSelector | null | undefined, boolean]>([
    [undefined, false],
    [null, false],
    [{}, true],
    [{ matchLabels: {} }, true],
    [{ matchLabels: { app: 'web' } }, false],
    [expressions({ key: 'zone', operator: 'DoesNotExist' }), false],
  ])('says of %j whether everything is selected', (selector, result) => {
    expect(selectsEverything(selector)).toBe(result);
  });
});

const service = (name: string, selector: unknown, more: object = {}): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec: { selector, ...more },
});
const workload = (kind: string, name: string, labels: object, metadata: object = {}): Manifest => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace: 'shop', ...metadata },
  spec: { template: { metadata: { labels }, spec: { containers: [{ name: 'app' }] } } },
});

describe('the Services of a workload', () => {
  it.each<readonly [string, Manifest, readonly string[]]>([
    ['are those that ask for labels which it has', service('a', { app: 'web' }), ['a']],
    ['ask for all of their labels', service('a', { app: 'web', zone: 'a' }), []],
    ['do not include one without a selector', service('a', undefined), []],
    ['do not include one with an empty selector', service('a', {}), []],
    ['do not include an external name', service('a', { app: 'web' }, { type: 'ExternalName' }), []],
    [
      'do not include those of other namespaces',
      { ...service('a', { app: 'web' }), metadata: { name: 'a', namespace: 'bank' } },
      [],
    ],
    [
      'include those that publish a single replica',
      service('a', { 'statefulset.kubernetes.io/pod-name': 'web-0' }),
      ['a'],
    ],
    ['do not include a replica of another', service('a', { 'statefulset.kubernetes.io/pod-name': 'db-0' }), []],
    ['include a replica by its index', service('a', { app: 'web', 'apps.kubernetes.io/pod-index': '0' }), ['a']],
  ])('%s', (_claim, published, names) => {
    const inventory = worldOf([workload('StatefulSet', 'web', web), published]);
    const world = new TrackedWorld(inventory);
    const object = inventory.find('StatefulSet', 'shop', 'web');
    const found = object === undefined ? [] : servicesOf(podView('StatefulSet', object), world);
    expect(found.map(({ metadata }) => metadata.name)).toEqual(names);
    expect(podsServed(inventory.list('Service').next().value as never, world).length).toBe(names.length);
  });
});

describe('the pods of a namespace', () => {
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', controller: true };
  it.each<readonly [string, object, readonly string[]]>([
    ['are of its controllers', { ownerReferences: [owner] }, ['web']],
    ['are of what no known controller owns', { ownerReferences: [{ ...owner, name: 'gone' }] }, ['web', 'web-1']],
    ['are not of a controller of another uid', { ownerReferences: [{ ...owner, uid: 'b' }] }, ['web', 'web-1']],
  ])('%s', (_claim, metadata, names) => {
    const world = new TrackedWorld(
      worldOf([workload('Deployment', 'web', web, { uid: 'a' }), workload('ReplicaSet', 'web-1', web, metadata)]),
    );
    expect(podsIn('shop', world).map(({ object }) => object.metadata.name)).toEqual(names);
    expect(podsSelected({ matchLabels: { app: 'web' } }, 'shop', world).length).toBe(names.length);
    expect(podsSelected({ matchLabels: { app: 'db' } }, 'shop', world)).toEqual([]);
    expect(podsIn('bank', world)).toEqual([]);
  });
});
