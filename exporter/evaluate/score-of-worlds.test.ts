import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Check, Example } from '../checks/define.ts';
import { checks } from '../checks/index.ts';
import type { Manifest } from '../checks/patch.ts';
import { createOwnerDirectory } from '../owners/directory.ts';
import { mergedPatches } from '../report/fix.ts';
import { worldOf } from '../testing/world.ts';
import { assess, type Assessment } from './assess.ts';
import { noExemptions } from './exemptions.ts';

const all: readonly Check[] = checks;
const rounding = 1e-12;

function assessed(manifests: readonly Manifest[], version?: string): Assessment & { readonly score: number } {
  const assessment = assess({
    inventory: worldOf(manifests, version),
    checks,
    exempt: noExemptions,
    owners: createOwnerDirectory(),
    cluster: 'test',
    listed: new Set(['fail']),
    onError(_check, _object, error) {
      throw error;
    },
  });
  // Where nothing counts, nothing is lost.
  return { ...assessment, score: assessment.score ?? 1 };
}

/** A manifest that a patch can change: a running Pod cannot be, so it stands in a Deployment. */
function patchable(manifest: Manifest, name: string): Manifest {
  const { name: _, namespace, ...inner } = manifest['metadata'] as Readonly<Record<string, unknown>>;
  if (manifest.kind !== 'Pod') return { ...manifest, metadata: { ...inner, namespace, name } };
  const template = { metadata: inner, spec: manifest['spec'] };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec: { template } };
}

const nameOf = ({ metadata }: Manifest): string => String((metadata as Readonly<Record<string, unknown>>)['name']);

/** Every mending of the first manifest that a check knows: the same object with the patch applied. */
function mended(check: Check, manifests: readonly Manifest[], assessment: Assessment): readonly Manifest[] {
  const [first] = manifests;
  if (first === undefined) return [];
  return assessment.results
    .filter((result) => result.check === check.id && result.object.name === nameOf(first))
    .map((result) => assessment.patches.get(result))
    .filter((patch) => patch !== undefined)
    .map((patch) => mergedPatches([first, patch]) as Manifest);
}

const failing = (check: Check): readonly Example[] =>
  check.examples.filter(({ result, settings }) => result === 'fail' && settings === undefined);
const mendable = all.filter((check) =>
  failing(check).some(({ manifests: [first, ...others], version }) => {
    const world = [patchable(first, nameOf(first)), ...others];
    return mended(check, world, assessed(world, version)).length > 0;
  }),
);

describe.each(mendable)('the fix of $id', (check) => {
  it('takes a failure away and never costs a point', () => {
    for (const { manifests, version } of failing(check)) {
      const [first, ...others] = manifests;
      const world = [patchable(first, nameOf(first)), ...others];
      const before = assessed(world, version);
      for (const fixed of mended(check, world, before)) {
        const after = assessed([fixed, ...others], version);
        const failures = ({ results }: Assessment) => results.filter((result) => result.check === check.id).length;
        expect(failures(after)).toBeLessThan(failures(before));
        expect(after.score).toBeGreaterThanOrEqual(before.score - rounding);
      }
    }
  });
});

const failedBy = ({ results }: Assessment): Set<string> =>
  new Set(results.map(({ check, object, container }) => `${check} ${object.name} ${container}`));

/** Workloads that fail or pass something, under names of their own. */
const workloads = fc
  .array(fc.constantFrom(...all.filter(({ kinds }) => kinds.includes('Pod')).flatMap(({ examples }) => examples)), {
    minLength: 1,
    maxLength: 6,
  })
  .map((examples) => examples.map(({ manifests: [first] }, index) => patchable(first, `app-${index}`)));

describe('the score of a world', () => {
  it('does not change when everything is duplicated', () => {
    fc.assert(
      fc.property(workloads, (world) => {
        const copies = world.map((manifest) => patchable(manifest, `${nameOf(manifest)}-copy`));
        expect(assessed([...world, ...copies]).score).toBeCloseTo(assessed(world).score, 10);
      }),
    );
  });

  it('is never higher for an object that fails a check than for the same object mended', () => {
    const cases = fc
      .constantFrom(...mendable)
      .chain((check) => fc.tuple(fc.constant(check), fc.constantFrom(...failing(check))));
    fc.assert(
      fc.property(
        workloads,
        cases,
        (
          world,
          [
            check,
            {
              manifests: [first],
              version,
            },
          ],
        ) => {
          const added = patchable(first, 'added');
          const before = assessed([added, ...world], version);
          // Off the network of its node a pod is there for network policies to miss: that is another failure.
          const known = failedBy(before);
          const comparable = mended(check, [added], before)
            .map((fixed) => assessed([fixed, ...world], version))
            .filter((after) => [...failedBy(after)].every((failure) => known.has(failure)));
          for (const { score } of comparable) expect(score).toBeGreaterThanOrEqual(before.score - rounding);
        },
      ),
    );
  });
});
