import { controllersOf } from '../model/controllers.ts';
import type { Team } from '../model/finding.ts';
import type { KubeObject } from '../model/object.ts';
import type { Contact, Owned, OwnerDirectory } from '../model/owner.ts';
import { namedOwner, nobody, templateMarks, tenantOf } from './marks.ts';
import { noOwnersFile, type OwnersFile } from './rule-file.ts';
import { OwnerRules } from './rules.ts';

/** Keys of annotations and labels that name an owner, best first, unless the configuration gives others. */
export const usualOwnerKeys = [
  'owner',
  'team',
  'app.kubernetes.io/owner',
  'app.kubernetes.io/team',
  'backstage.io/owner',
] as const;

/** A directory whose file can be exchanged while it is in use. */
export interface ReloadableDirectory extends OwnerDirectory {
  /** Answers by another file from now on; the caller sees to it that objects are asked about again. */
  readonly follow: (file: OwnersFile) => void;
}

/**
 * Who answers for an object, the first that is named: by the object itself, by its controllers, by the pod template, by
 * the last matching rule of the file, by its namespace, by the tenant of that. Else nobody, with a hint where there is one.
 */
export function createOwnerDirectory(
  options: { readonly keys?: readonly string[]; readonly file?: OwnersFile } = {},
): ReloadableDirectory {
  const { keys = usualOwnerKeys } = options;
  const first = options.file ?? noOwnersFile;
  let rules = new OwnerRules(first);
  let contacts = contactsOf(first);

  function ofControllers({ object, find }: Owned): Team | undefined {
    for (const { kind, object: controller } of controllersOf(object, find)) {
      const found = controller && namedOwner(controller.metadata, keys, `${kind} `);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  function ofNamespace({ object, find }: Owned): Team | undefined {
    const namespace = object.metadata.namespace === '' ? undefined : find('Namespace', '', object.metadata.namespace);
    return namespace && inherited(namespace);
  }

  function inherited({ metadata }: KubeObject): Team | undefined {
    return namedOwner(metadata, keys, 'namespace ') ?? tenantOf(metadata);
  }

  return {
    teamOf: (owned) =>
      namedOwner(owned.object.metadata, keys, '') ??
      ofControllers(owned) ??
      namedOwner(templateMarks(owned.object), keys, 'pod template ') ??
      rules.teamOf(owned) ??
      ofNamespace(owned) ??
      nobody(owned.object.metadata),
    inheritedFrom(namespace) {
      const { team = '', source = '' } = inherited(namespace) ?? {};
      const { labels = {} } = namespace.metadata;
      return [team, source, ...rules.namespaceKeys.map((key) => labels[key] ?? '')].join('\n');
    },
    contactOf: (team) => contacts.get(team),
    contacts: () => contacts,
    follow(next) {
      rules = new OwnerRules(next);
      contacts = contactsOf(next);
    },
  };
}

function contactsOf({ teams }: OwnersFile): ReadonlyMap<string, Contact> {
  return new Map(
    Object.entries(teams).map(([team, { slack, escalation, runbook, email }]) => [
      team,
      {
        ...(slack !== undefined && { slack }),
        ...(escalation !== undefined && { escalation }),
        ...(runbook !== undefined && { runbook }),
        ...(email !== undefined && { email }),
      },
    ]),
  );
}
