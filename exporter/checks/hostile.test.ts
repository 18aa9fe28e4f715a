import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Evaluator } from '../evaluate/evaluator.ts';
import { platformExemptions } from '../evaluate/platform/index.ts';
import { observed, worldOf } from '../testing/world.ts';
import { checks } from './index.ts';
import { Judged } from './judged.ts';
import type { Manifest } from './patch.ts';

/** Values that no API server would let through, and some that stand in JavaScript's own way. */
const garbage = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    '',
    'x',
    '\u0000',
    '__proto__',
    'constructor',
    [],
    {},
    [null],
    [[]],
    ['x'],
    [{}],
    { toString: 1, valueOf: null },
  ),
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }),
);

const worlds = checks.flatMap(({ examples }) => examples.map(({ manifests }) => manifests));
const change = fc.tuple(fc.nat(), fc.nat(), garbage);

/** The manifests of an example with garbage at some places; what names the objects stays. The first one is judged. */
const broken = fc
  .tuple(fc.constantFrom(...worlds), fc.array(change, { minLength: 1, maxLength: 4 }))
  .map(([manifests, changes]) => {
    const [first, ...others] = structuredClone(manifests);
    const copies: readonly [Manifest, ...Manifest[]] = [first, ...others];
    for (const [which, place, value] of changes) {
      const copy = copies[which % copies.length] as Record<string, unknown>;
      const places = placesIn(copy);
      const [holder, key] = places[place % places.length] ?? [copy, 'spec'];
      holder[key] = structuredClone(value);
    }
    return copies;
  });

function placesIn(value: unknown, depth = 0): [Record<string, unknown>, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder)
    .filter((key) => depth > 0 || !['apiVersion', 'kind', 'metadata'].includes(key))
    .flatMap((key): [Record<string, unknown>, string][] => [[holder, key], ...placesIn(holder[key], depth + 1)]);
}

describe('objects of any shape', () => {
  it(
    'are judged by every check without an error, among others of any shape, and described in one safe line',
    { timeout: 120_000 },
    () => {
      fc.assert(
        fc.property(broken, (manifests) => {
          const errors: unknown[] = [];
          const { kind, object } = observed(manifests[0]);
          const evaluator = new Evaluator({
            checks,
            inventory: worldOf(manifests),
            exempt: platformExemptions,
            onError: (check, _object, error) => errors.push(check.id, error),
          });
          const { violations } = evaluator.evaluate(kind, object);
          expect(errors).toEqual([]);
          for (const { message, path } of violations) {
            expect(message).toMatch(/^[^\p{Cc}]{1,401}$/u);
            expect(path).not.toBe('');
          }
          for (const { check: index, ...offence } of violations)
            checks[index]?.patchFor(new Judged(kind, object), offence);
        }),
        { numRuns: 3000 },
      );
    },
  );
});
