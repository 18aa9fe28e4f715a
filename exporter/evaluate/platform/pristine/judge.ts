import { checks } from '../../../checks/index.ts';
import type { Manifest } from '../../../checks/patch.ts';
import { observed, worldOf } from '../../../testing/world.ts';
import { Evaluator, type Evaluation } from '../../evaluator.ts';
import { platformExemptions } from '../index.ts';
import { nameOf, type Pristine } from './cluster.ts';

/** The checks that are on unless somebody switches them off. */
export const byDefault = checks.filter((check) => !('optional' in check) || !check.optional);

/** What the checks say of each object of a cluster of this release, by `Kind namespace/name`. */
export function evaluated(manifests: readonly Manifest[], version: string): ReadonlyMap<string, Evaluation> {
  const evaluator = new Evaluator({
    checks: byDefault,
    inventory: worldOf(manifests, /\d+\.\d+/.exec(version)?.[0] ?? version),
    exempt: platformExemptions,
    onError(_check, _object, error) {
      throw error;
    },
  });
  return new Map(
    manifests.map((manifest) => {
      const { kind, object } = observed(manifest);
      const { name, namespace } = object.metadata;
      return [`${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`, evaluator.evaluate(kind, object)];
    }),
  );
}

/** What nothing explains, as `<check> <Kind> <namespace>/<name>`, sorted. */
export function findings(manifests: readonly Manifest[], version: string): readonly string[] {
  const open = new Set<string>();
  for (const [object, { violations }] of evaluated(manifests, version)) {
    for (const { check, exemption } of violations) {
      if (exemption === undefined) open.add(`${byDefault[check]?.id} ${object}`);
    }
  }
  return [...open].sort();
}

/** Findings that a new cluster has not, once manifests are in it or in the place of their namesakes. */
export function newIn({ version, manifests }: Pristine, ...more: readonly Manifest[]): readonly string[] {
  const replaced = new Set(more.map(placeOf));
  const withMore = [...manifests.filter((manifest) => !replaced.has(placeOf(manifest))), ...more];
  const before = new Set(findings(manifests, version));
  return findings(withMore, version).filter((finding) => !before.has(finding));
}

/** The object of a cluster with this kind and name; throws where there is none. */
export function found({ manifests }: Pristine, kind: string, name: string): Manifest {
  const manifest = manifests.find((candidate) => candidate.kind === kind && nameOf(candidate) === name);
  if (manifest === undefined) throw new Error(`no ${kind} is called ${name}`);
  return manifest;
}

/** Kind, namespace and name of a manifest in a word. */
export function placeOf(manifest: Manifest): string {
  return `${manifest.kind} ${(manifest['metadata'] as { readonly namespace?: string }).namespace} ${nameOf(manifest)}`;
}
