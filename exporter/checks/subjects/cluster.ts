import type { World } from '../../model/world.ts';
import type { Subject } from '../define.ts';
import { matchesName } from '../parameters.ts';
import { patched, type Manifest } from '../patch.ts';
import type { NamespaceFields } from './namespace.ts';
import { podMakers } from './selection.ts';
import { whole, type Whole } from './whole.ts';

/** The namespace that every cluster has from its first second on, and that nobody can delete. */
const clusterNamespace = 'kube-system';

const sound: Manifest & NamespaceFields = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: clusterNamespace } };
const nothing: readonly never[] = [];

/**
 * The cluster as a whole, for checks of what it lacks: its namespace `kube-system` stands for it, whose uid is also what
 * identifies it. Files that do not hold that namespace say nothing of a cluster.
 */
export const cluster: Subject<Whole<NamespaceFields>, NamespaceFields> = {
  ...whole<NamespaceFields>('cluster', ['Namespace'], sound),
  of: ({ object }) => (object.metadata.name === clusterNamespace ? [object] : nothing),
  manifest: (patch) => patched<NamespaceFields>(sound, patch) as Manifest & NamespaceFields,
  // What a cluster lacks is no field of its namespace.
  wrap: () => undefined,
};

/** Whether a namespace holds workloads. */
export function isUsed(namespace: string, world: World): boolean {
  for (const kind of podMakers) if (world.any(kind, namespace)) return true;
  return false;
}

/** Names of the namespaces that hold workloads, those of the platform left out. Reads Namespaces and whatever makes pods. */
export function usedNamespaces(world: World, systemNamespaces: readonly string[]): string[] {
  return world
    .list('Namespace')
    .map(({ metadata: { name } }) => name)
    .filter((name) => !matchesName(systemNamespaces, name) && isUsed(name, world));
}
