/** A right that is missing; `namespace` and `name` where it is needed for one object alone. */
export interface MissingRight {
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  readonly namespace?: string;
  readonly name?: string;
}

/**
 * The rules that grant what is missing, as YAML to paste below `rules:` of the exporter's ClusterRole and, for single
 * objects, of a Role in their namespace. A right to create cannot be bound to a name, since there is none yet.
 */
export function rulesFor(missing: readonly MissingRight[]): readonly string[] {
  const everywhere = missing.filter(({ namespace }) => namespace === undefined);
  const within = Map.groupBy(missing, ({ namespace }) => namespace);
  return [
    ...section("to add to the rules of the exporter's ClusterRole", everywhere),
    ...[...within].flatMap(([namespace, rights]) =>
      namespace === undefined ? [] : section(`to add to the rules of a Role in namespace ${namespace}`, rights),
    ),
  ];
}

function section(title: string, rights: readonly MissingRight[]): readonly string[] {
  if (rights.length === 0) return [];
  const groups = Map.groupBy(rights.flatMap(byName), ({ group, verbs, name }) => JSON.stringify([group, verbs, name]));
  return [
    `# ${title}`,
    ...Array.from(groups.values(), (alike) => {
      const [{ group, verbs, name } = { group: '', verbs: [], name: undefined }] = alike;
      const resources = alike.map(({ resource }) => resource);
      const names = name === undefined ? '' : `, resourceNames: ${list([name])}`;
      return `- { apiGroups: ${list([group])}, resources: ${list(resources)}${names}, verbs: ${list(verbs)} }`;
    }),
  ];
}

function byName(right: MissingRight): readonly MissingRight[] {
  if (right.name === undefined) return [right];
  const { name: _, ...nameless } = right;
  const named = right.verbs.filter((verb) => verb !== 'create');
  return [
    ...(named.length > 0 ? [{ ...right, verbs: named }] : []),
    ...(right.verbs.includes('create') ? [{ ...nameless, verbs: ['create'] }] : []),
  ];
}

/** Flow style of YAML, which JSON is part of. */
function list(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
}
