import type { World } from '../../model/world.ts';
import { grantWords, placeWords } from '../access/takeover.ts';
import type { Power } from '../access/powers.ts';
import { plain } from '../text.ts';
import type { PodView } from './pod-view.ts';
import { accountOf, projectedAudiences } from './service-account.ts';

/** The steps from a pod through its service account to what that may do. */
export function identitySteps(pod: PodView, power: Power): readonly string[] {
  return [
    `service account ${plain(pod.serviceAccount)}`,
    power.grants.map(grantWords).join(' and '),
    `${power.way.does}${placeWords(power)}`,
  ];
}

/** Whether the token is there only because nobody said otherwise: neither the pod nor its account asks for it. */
export function hasUnaskedToken(pod: PodView, world: World): boolean {
  if (typeof pod.spec.automountServiceAccountToken === 'boolean' || projectedAudiences(pod).length > 0) return false;
  return typeof accountOf(pod, world)?.['automountServiceAccountToken'] !== 'boolean';
}

/** Which link between a pod and the rights of its service account is the cheapest to cut, in words. */
export function identityCut(pod: PodView, power: Power, world: World): string {
  if (hasUnaskedToken(pod, world))
    return 'mount no token (automountServiceAccountToken: false), which nobody asked for, unless the program calls the API';
  const [grant, ...others] = power.grants;
  if (others.length > 0) return 'give the pod a service account of its own';
  return `bind a smaller role in place of ${grantWords(grant).split(' → ')[0]}`;
}
