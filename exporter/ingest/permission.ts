import { kinds, type KindName } from '../model/kinds.ts';

/** Verbs that following a kind takes. */
export const neededVerbs = ['list', 'watch'] as const;
export type NeededVerb = (typeof neededVerbs)[number];

/** Why a kind cannot be seen and which rule of a ClusterRole would let us see it. */
export function missingPermission(kind: KindName, verbs: readonly string[]): string {
  const { group, resource } = kinds[kind];
  const name = group === '' ? resource : `${resource}.${group}`;
  return (
    `not allowed to ${verbs.join(' and ')} ${name} in all namespaces: add the rule ` +
    `{apiGroups: ["${group}"], resources: ["${resource}"], verbs: ["get", "list", "watch"]} to the exporter's ClusterRole`
  );
}
