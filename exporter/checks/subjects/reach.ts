import { roleIndexValue } from '../../model/inventory.ts';
import type { KubeObject } from '../../model/object.ts';
import { isRecord } from '../../model/record.ts';
import type { Derivation, World } from '../../model/world.ts';
import { levelLabel, levelsOf } from '../access/built-in.ts';
import { aggregationSelectors } from '../access/role-rules.ts';
import { listed, quoted } from '../text.ts';
import { isComponent, subjectsOf, subjectWords } from './access.ts';
import { isSet } from './field.ts';
import type { Right } from './rights.ts';
import { selects } from './selection.ts';

/** Who holds a role, and where. */
export interface Reach {
  /** Bindings that bind anybody. */
  readonly bindings: readonly KubeObject[];
  /** Whether a ClusterRoleBinding is among them. */
  readonly clusterWide: boolean;
}

/** What a role reaches that nobody is bound to. */
export const nobody: Reach = { bindings: [], clusterWide: false };

/** The bindings of a role; `namespace` is empty for a ClusterRole. */
export function reachOf(kind: 'Role' | 'ClusterRole', namespace: string, name: string, world: World): Reach {
  const bindings = world.by('bindings-of-role', roleIndexValue(kind, namespace, name)).filter(bindsAnybody);
  return { bindings, clusterWide: bindings.some((binding) => binding.metadata.namespace === '') };
}

/** The bindings of the role that an object is, and of those that take over its rules. */
export function reachOfObject({ kind, metadata }: KubeObject, world: World): Reach {
  if (kind === 'Role') return reachOf('Role', metadata.namespace, metadata.name, world);
  const own = reachOf('ClusterRole', '', metadata.name, world);
  const taken = reachByLabels(metadata.labels, world);
  return taken === undefined ? own : united([own, taken]);
}

/** The bindings of the ClusterRoles that take over the rules of one with these labels; undefined when none does. */
export function reachByLabels(labels: Labels, world: World): Reach | undefined {
  const taking = rolesTaking(labels, world);
  return taking.size === 0 ? undefined : united([...taking].map((name) => reachOf('ClusterRole', '', name, world)));
}

function united(reaches: readonly Reach[]): Reach {
  return {
    bindings: [...new Set(reaches.flatMap(({ bindings }) => bindings))],
    clusterWide: reaches.some(({ clusterWide }) => clusterWide),
  };
}

const aggregating: Derivation<readonly KubeObject[]> = {
  name: 'aggregating-roles',
  from: (world) => world.list('ClusterRole').filter((role) => isRecord(role['aggregationRule'])),
};

type Labels = KubeObject['metadata']['labels'];

/** Names of the ClusterRoles into which Kubernetes copies the rules of one with these labels, directly or in turn. */
function rolesTaking(labels: Labels, world: World, taking = new Set<string>()): ReadonlySet<string> {
  if (!isRecord(labels)) return taking;
  for (const name of peopleRoles) {
    if (levelsOf(name).some((level) => labels[levelLabel(level)] === 'true')) taking.add(name);
  }
  for (const role of world.derived(aggregating, '')) {
    const { name, labels: further } = role.metadata;
    if (taking.has(name) || !aggregationSelectors(role)?.some((selector) => selects(selector, labels))) continue;
    taking.add(name);
    rolesTaking(further, world, taking);
  }
  return taking;
}

/** Aggregated in every cluster, also where no manifest says so. */
const peopleRoles = ['view', 'edit', 'admin'];

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
