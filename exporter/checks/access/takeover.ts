import type { World } from '../../model/world.ts';
import { clipped, listed, quoted } from '../text.ts';
import type { Grant } from './grants.ts';
import { leadsToCluster, powersOfServiceAccount, type Power } from './powers.ts';

/**
 * The rights by which whoever holds a service account takes over the cluster, each with the grants that give it; the
 * widest first. A check that asks reads `accessKinds`.
 */
export function takeoverRights(world: World, namespace: string, serviceAccount: string): readonly Power[] {
  return powersOfServiceAccount(namespace, serviceAccount, world).filter(leadsToCluster);
}

/** The way of a grant, in words: `ClusterRoleBinding "deployers" → ClusterRole "edit"`. */
export function grantWords({ binding, namespace, role }: Grant): string {
  const name = binding.metadata.name;
  const bound =
    namespace === '' ? `ClusterRoleBinding ${quoted(name)}` : `RoleBinding ${quoted(`${namespace}/${name}`)}`;
  return `${bound} → ${role.kind} ${quoted(role.name)}`;
}

/** Where a power holds, in words; nothing for what is about the cluster itself. */
export function placeWords({ way, namespace }: Power): string {
  if (namespace !== '') return ` in namespace ${quoted(namespace)}`;
  return way.isOfCluster === true ? '' : ' in every namespace';
}

/**
 * What a service account may do, as a sentence that names the way: `service account "shop/web" may create pods in every
 * namespace through ClusterRoleBinding "x" → ClusterRole "y"`. At least one power is needed; those of the same grants
 * are told together, the others counted.
 */
export function powerSentence(namespace: string, serviceAccount: string, powers: readonly [Power, ...Power[]]): string {
  const [first] = powers;
  const isAlike = (power: Power): boolean =>
    power.namespace === first.namespace &&
    power.grants.length === first.grants.length &&
    power.grants.every((grant, index) => grant === first.grants[index]);
  const alike = powers.filter((power) => isAlike(power) && placeWords(power) === placeWords(first));
  const others = powers.length - powers.filter(isAlike).length;
  const deeds = listed([...new Set(alike.map(({ way }) => way.does))], 3);
  const grants = first.grants.map(grantWords).join(' and ');
  const more = others === 0 ? '' : `, and ${others} more by other bindings`;
  const who = `service account ${quoted(`${namespace}/${serviceAccount}`)}`;
  return clipped(`${who} may ${deeds}${placeWords(first)} through ${grants}${more}`);
}
