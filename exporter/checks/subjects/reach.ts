import { roleIndexValue } from '../../model/inventory.ts';
import type { KubeObject } from '../../model/object.ts';
import type { World } from '../../model/world.ts';
import { listed, quoted } from '../text.ts';
import { isComponent, subjectsOf, subjectWords } from './access.ts';
import { isSet } from './field.ts';
import type { Right } from './rights.ts';

/** Who holds a role, and where. */
export interface Reach {
  /** Bindings that bind anybody. */
  readonly bindings: readonly KubeObject[];
  /** Whether a ClusterRoleBinding is among them. */
  readonly clusterWide: boolean;
}

/** The bindings of a role; `namespace` is empty for a ClusterRole. */
export function reachOf(kind: 'Role' | 'ClusterRole', namespace: string, name: string, world: World): Reach {
  const bindings = world.by('bindings-of-role', roleIndexValue(kind, namespace, name)).filter(bindsAnybody);
  return { bindings, clusterWide: bindings.some((binding) => binding.metadata.namespace === '') };
}

/** The bindings of the role that an object is. */
export function reachOfObject({ kind, metadata }: KubeObject, world: World): Reach {
  return reachOf(kind === 'Role' ? 'Role' : 'ClusterRole', metadata.namespace, metadata.name, world);
}

/**
 * Whether Kubernetes lets anybody use a right that a rule of the role spells out. Resources of the cluster need a
 * ClusterRole that a ClusterRoleBinding binds. A role that nobody is bound to counts as if it were bound everywhere: one
 * binding, which reviewers may take for harmless, makes it so.
 */
export function isEffective({ clusterScoped, namespace }: Right, role: KubeObject, reach: Reach): boolean {
  if (role.kind === 'Role') {
    return clusterScoped !== true && (namespace === undefined || role.metadata.namespace === namespace);
  }
  if (reach.clusterWide || reach.bindings.length === 0) return true;
  if (clusterScoped === true) return false;
  return namespace === undefined || reach.bindings.some((binding) => binding.metadata.namespace === namespace);
}

/** Reads on from what a role grants: to whom. People and workloads come before components of Kubernetes. */
export function holdersInWords({ bindings }: Reach): string {
  const holders = new Set<string>();
  const components = new Set<string>();
  for (const binding of bindings) {
    const where = isOfClusterRole(binding) && binding.metadata.namespace !== '' ? place(binding) : '';
    for (const subject of subjectsOf(binding)) {
      if (!isSet(subject)) continue;
      (subject.kind !== 'ServiceAccount' && isComponent(subject.name) ? components : holders).add(
        subjectWords(subject, binding) + where,
      );
    }
  }
  const all = [...[...holders].sort(), ...[...components].sort()];
  return all.length === 0 ? ', but nobody is bound to it' : ` to ${listed(all, 3)}`;
}

function bindsAnybody(binding: KubeObject): boolean {
  return subjectsOf(binding).some(isSet);
}

function isOfClusterRole(binding: KubeObject): boolean {
  return (binding['roleRef'] as { readonly kind?: unknown } | null | undefined)?.kind !== 'Role';
}

function place({ metadata: { namespace } }: KubeObject): string {
  return ` in namespace ${quoted(namespace)}`;
}
