import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checks } from '../../exporter/checks/index.ts';
import { codes, Evaluator } from '../../exporter/evaluate/evaluator.ts';
import { noExemptions } from '../../exporter/evaluate/exemptions.ts';
import { Inventory } from '../../exporter/model/inventory.ts';
import { kindNamed } from '../../exporter/model/kinds.ts';
import { postureMetrics } from '../../exporter/contract/index.ts';
import { Malformed, project } from '../../exporter/normalize/project.ts';

import { parseExposition } from '../support/exposition-text.ts';
import { published } from '../support/published.ts';

/** How many mutated objects to try; the long form sets more. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 100_000);

const seeds = [
  ...new Map(
    checks.flatMap(({ examples }) => examples.map(({ manifests }) => [manifests[0].kind, manifests[0]] as const)),
  ).values(),
];

const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1e308,
    '',
    'x',
    '\u0000\u001b[31m"\\\n',
    '\ud800',
    '__proto__',
    'constructor',
    [],
    {},
    [null],
    [[]],
    ['*'],
    { '': '' },
  ),
  fc.constant('a'.repeat(100_000)),
  fc.constant(deep(500)),
  fc.constant(JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}')),
  fc.jsonValue({ maxDepth: 2 }),
);

function deep(levels: number): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { spec: value };
  return value;
}

/** C0 controls and DEL: what moves a cursor or breaks a line. */
function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code < 32 || code === 127;
}

/** Replaces, removes or adds a field somewhere in a manifest, as `path` (fractions of the width at each level) says. */
function mutate(value: unknown, path: readonly number[], replacement: unknown): unknown {
  if (path.length === 0 || typeof value !== 'object' || value === null) return replacement;
  const keys = Object.keys(value);
  const key = keys[Math.floor((path[0] ?? 0) * keys.length)];
  if (key === undefined) return replacement;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  Reflect.set(copy, key, mutate(Reflect.get(value, key), path.slice(1), replacement));
  return copy;
}

const mutation = fc.tuple(
  fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 7 }),
  nasty,
);
const mutated = fc.tuple(fc.constantFrom(...seeds), fc.array(mutation, { minLength: 1, maxLength: 3 }));

describe('garbage from a cluster', () => {
  it(`costs one object and nothing else, in ${runs} mutated objects`, { timeout: 600_000 }, () => {
    const inventory = new Inventory({ complete: true });
    let threw = 0;
    let malformed = 0;
    let judged = 0;
    const evaluator = new Evaluator({ checks, inventory, exempt: noExemptions, onError: () => void threw++ });
    fc.assert(
      fc.property(mutated, ([seed, mutations]) => {
        const kind = kindNamed(seed.apiVersion, seed.kind);
        if (kind === undefined) throw new Error(`${seed.kind} is not catalogued`);
        const raw = mutations.reduce<unknown>(
          (value, [path, replacement]) => mutate(value, path, replacement),
          structuredClone(seed),
        );
        try {
          const object = project(kind, raw);
          inventory.put({ kind, object });
          const { results, violations } = evaluator.evaluate(kind, object);
          for (const index of evaluator.checksOf(kind)) expect(codes[results[index] ?? 0]).not.toBe('none');
          for (const { message, path } of violations) {
            expect(typeof path).toBe('string');
            expect(message.length).toBeLessThan(1_000);
            expect(message.split('').some(isControl)).toBe(false);
          }
          inventory.remove(kind, object.metadata.namespace, object.metadata.name);
          judged += 1;
        } catch (error) {
          if (!(error instanceof Malformed)) throw error;
          malformed += 1;
        }
      }),
      { numRuns: runs },
    );
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    console.log(`fuzz: ${judged} judged, ${malformed} refused as malformed, ${threw} checks threw and became errors`);
    expect(judged).toBeGreaterThan(runs / 2);
    // A check that throws costs its result; the library is hardened so that this is rare.
    expect(threw).toBeLessThan(runs / 1_000);
  });

  it('never breaks a line of the exposition, whatever objects are called', { timeout: 120_000 }, async () => {
    const from = published({ names: ['prod', 'pr"od\\\n'] });
    const objects = fc.sample(mutated, { numRuns: 2_000, seed: 7 }).flatMap(([seed, mutations]) => {
      const kind = kindNamed(seed.apiVersion, seed.kind);
      if (kind === undefined) return [];
      const raw = mutations.reduce<unknown>(
        (value, [path, replacement]) => mutate(value, path, replacement),
        structuredClone(seed),
      );
      try {
        return [{ kind, object: project(kind, raw) }];
      } catch (error) {
        if (error instanceof Malformed) return [];
        throw error;
      }
    });
    const moment = { receivedAt: from.clock(), path: 'watch' } as const;
    for (const cluster of from.clusters) {
      await cluster.become([]);
      for (const observed of objects) cluster.session.reception.put(observed, moment);
      await cluster.cycle();
    }
    const snapshot = await from.snapshot();
    expect(from.errors).toEqual([]);
    for (const format of ['text', 'openmetrics'] as const) {
      const families = parseExposition(snapshot.body(format).toString());
      // OpenMetrics names the family of a counter without its suffix.
      const names = Object.values(postureMetrics).flatMap(({ name }) => [name, name.replace(/_total$/, '')]);
      for (const family of families.keys()) expect(names).toContain(family);
      const counted = families.get(postureMetrics.checkResources.name)?.samples ?? [];
      const statuses = Map.groupBy(counted, ({ labels }) => `${labels['cluster']} ${labels['check']}`);
      for (const [check, samples] of statuses) {
        if (check.endsWith(' _other')) continue;
        expect(samples.map(({ labels }) => labels['status'])).toEqual(expect.arrayContaining(['fail', 'pass']));
      }
      expect(statuses.size).toBeGreaterThan(checks.length);
    }
  });
});
