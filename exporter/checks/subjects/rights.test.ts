import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TrackedWorld } from '../../evaluate/tracked-world.ts';
import { worldOf } from '../../testing/world.ts';
import { ruleAllows } from '../access/request.ts';
import { ruleOf } from './role-examples.ts';
import { anyName, grantOf, right } from './rights.ts';

const world = new TrackedWorld(worldOf([]));

describe('a rule that names objects', () => {
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

describe('a right', () => {
  const groups = ['', 'apps'];
  const resources = ['pods', 'pods/exec', 'nodes/proxy'];
  const verbs = ['get', 'list', 'create', 'deletecollection', 'patch'];
  const names = ['web', 'db'];
  const some = (words: readonly string[], minLength = 1) =>
    fc.uniqueArray(fc.constantFrom(...words), { minLength, maxLength: 3 });

  const rules = fc.record({
    apiGroups: some([...groups, '*']),
    resources: some([...resources, '*', 'pods/*', '*/exec', '*/*', 'nodes']),
    verbs: some([...verbs, '*', 'get*']),
    resourceNames: some([...names, 'cache'], 0),
  });
  const rights = fc.record({
    group: fc.constantFrom(...groups),
    resources: some(resources),
    verbs: some(verbs),
    counting: some(names, 0),
  });

  it('is granted by a rule that lets through a request on any object, or on one whose name counts', () => {
    fc.assert(
      fc.property(rules, rights, (rule, { counting, ...spec }) => {
        const wanted = right({ ...spec, ...(counting.length > 0 && { named: (name) => counting.includes(name) }) });
        const requests = spec.resources.flatMap((text) =>
          spec.verbs.flatMap((verb) => {
            const [resource = '', subresource] = text.split('/');
            const nameless = verb === 'deletecollection' || (verb === 'create' && subresource === undefined);
            const request = { verb, group: spec.group, resource, namespace: '', ...(subresource && { subresource }) };
            return nameless ? [request] : ['of-no-rule', ...counting].map((name) => ({ ...request, name }));
          }),
        );
        const allowed = requests.some((request) => ruleAllows(rule, request));
        expect(grantOf(rule, wanted, world) !== undefined).toBe(allowed);
      }),
      { numRuns: 2000 },
    );
  });
});
