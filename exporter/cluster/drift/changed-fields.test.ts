import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../model/object.ts';
import { changedFields, isWithin, valueHash } from './changed-fields.ts';

const deployment = (spec: unknown, metadata: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', ...metadata },
  spec,
});
const pathsOf = (before: KubeObject, now: KubeObject) => changedFields(before, now).map(({ path }) => path);

describe('changed fields', () => {
  it.each([
    ['a value', { type: 'A' }, { type: 'B' }, ['spec.type']],
    ['a field that came', {}, { type: 'B' }, ['spec.type']],
    ['a field that went', { a: { b: 1, c: 2 } }, { a: { b: 1 } }, ['spec.a.c']],
    ['a part that went as a whole', { a: { b: 1 } }, {}, ['spec.a']],
    [
      'an item by its name',
      { containers: [{ name: 'app', image: 'a' }] },
      { containers: [{ name: 'app', image: 'b' }] },
      ['spec.containers[app].image'],
    ],
    ['an item that came before others', { c: [{ name: 'a' }] }, { c: [{ name: 'b' }, { name: 'a' }] }, ['spec.c[b]']],
    ['an item without a name, by its place', { args: ['a', 'b'] }, { args: ['a', 'c'] }, ['spec.args[1]']],
    [
      'items of one name, by their places',
      {
        p: [
          { name: 'x', v: 1 },
          { name: 'x', v: 2 },
        ],
      },
      {
        p: [
          { name: 'x', v: 1 },
          { name: 'x', v: 3 },
        ],
      },
      ['spec.p[1].v'],
    ],
    ['another type', { a: { b: 1 } }, { a: [1] }, ['spec.a']],
    ['nothing for an empty map', { a: {} }, {}, []],
    ['nothing for none', { a: null }, {}, []],
  ])('name %s', (_what, before, now, paths) => {
    expect(pathsOf(deployment(before), deployment(now))).toEqual(paths);
  });

  it('pass over replicas, status and what API servers and their controllers write', () => {
    const before = deployment(
      { replicas: 1, a: 1 },
      { resourceVersion: '1', annotations: { 'deployment.kubernetes.io/revision': '1' } },
    );
    const now = {
      ...deployment({ replicas: 5, a: 1 }, { resourceVersion: '2', generation: 4 }),
      status: { ready: true },
    };
    expect(pathsOf(before, now)).toEqual([]);
    expect(pathsOf(deployment({ replicas: 1 }), deployment({}))).toEqual([]);
  });

  it('put keys with dots into brackets', () => {
    const labelled = (value: string) => deployment({}, { labels: { 'pod-security.kubernetes.io/enforce': value } });
    expect(pathsOf(labelled('restricted'), labelled('privileged'))).toEqual([
      'metadata.labels[pod-security.kubernetes.io/enforce]',
    ]);
  });

  it('survive any depth and any name', () => {
    let before: unknown = 1;
    let now: unknown = 2;
    for (let depth = 0; depth < 5_000; depth++) [before, now] = [{ a: before }, { a: now }];
    const [field] = changedFields(deployment(before), deployment(now));
    expect(field?.path.length).toBeLessThanOrEqual(256);
    const long = 'x'.repeat(10_000);
    expect(pathsOf(deployment({ [long]: 1 }), deployment({ [long]: 2 }))[0]).toHaveLength(256);
  });
});

describe('the digest of a value', () => {
  it('does not depend on the order of fields, and is one for nothing at all', () => {
    expect(valueHash({ a: 1, b: [{ c: null }] })).toBe(valueHash({ b: [{}], a: 1 }));
    expect(valueHash({ a: 1 })).not.toBe(valueHash({ a: 2 }));
    expect(new Set([undefined, null, {}].map(valueHash))).toEqual(new Set(['']));
    expect(valueHash([])).not.toBe('');
  });
});

it('a field is within another one by its path, not by its letters', () => {
  expect([isWithin('a.b', 'a'), isWithin('a[x].b', 'a'), isWithin('ab', 'a'), isWithin('a', 'a')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
