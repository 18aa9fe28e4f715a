import { kindNamed } from '../model/kinds.ts';
import { Inventory } from '../model/inventory.ts';
import { newestKubernetes, parseVersion } from '../model/version.ts';
import type { Observed } from '../model/object.ts';
import type { Manifest } from '../checks/patch.ts';
import { project } from '../normalize/project.ts';

/** A manifest as a source would deliver it; throws for kinds outside the catalogue. */
export function observed(manifest: Manifest): Observed {
  const kind = kindNamed(manifest.apiVersion, manifest.kind);
  if (kind === undefined) throw new Error(`${manifest.apiVersion} ${manifest.kind} is not a catalogued kind`);
  return { kind, object: project(kind, structuredClone(manifest)) };
}

/** What the clock says in examples of checks. */
const exampleNow = Date.parse('2026-06-15T12:00:00Z');

/** A complete world of these manifests, on a given or the newest Kubernetes release. */
export function worldOf(manifests: readonly Manifest[], version?: string): Inventory {
  const parsed = version === undefined ? newestKubernetes : parseVersion(version);
  if (parsed === undefined) throw new Error(`${version} is not a Kubernetes version`);
  const inventory = new Inventory({ complete: true, version: parsed });
  inventory.setNow(exampleNow);
  for (const manifest of manifests) inventory.put(observed(manifest));
  return inventory;
}
