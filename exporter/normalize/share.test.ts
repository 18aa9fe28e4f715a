import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model/object.ts';
import { createShare } from './share.ts';

const pod = (name: string, spec: unknown): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop' },
  spec,
});

describe('shared parts', () => {
  it('leave every object equal to what it was', () => {
    const share = createShare();
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 5 }), { minLength: 1, maxLength: 5 }), (specs) => {
        for (const spec of specs) expect(share(pod('a', structuredClone(spec)))).toEqual(pod('a', spec));
      }),
      { numRuns: 500 },
    );
  });

  it('are one and the same in equal objects', () => {
    const share = createShare();
    const probe = () => ({ httpGet: { path: '/livez', port: 8080 }, periodSeconds: 10 });
    const [a, b] = [share(pod('a', { probe: probe() })), share(pod('b', { probe: probe() }))];
    expect((a['spec'] as { probe: object }).probe).toBe((b['spec'] as { probe: object }).probe);
  });

  it.each([
    ['a number and its digits', 1, '1'],
    ['null and its name', null, 'null'],
    ['an empty list and an empty map', [], {}],
    ['one string and two that read alike', ['a,b'], ['a', 'b']],
    ['a key and a value that read alike', { 'a":1,"b': 2 }, { a: 1, b: 2 }],
    ['maps in another order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }],
  ])('are never mixed up: %s', (_, one, other) => {
    const share = createShare();
    share(pod('a', { x: structuredClone(one) }));
    expect(share(pod('b', { x: structuredClone(other) }))['spec']).toEqual({ x: other });
    expect(JSON.stringify(share(pod('b', { x: structuredClone(other) }))['spec'])).toBe(JSON.stringify({ x: other }));
  });

  it('stop at depths that only garbage reaches', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 20_000; level++) deep = [deep];
    expect(() => createShare()(pod('a', deep))).not.toThrow();
  });
});
