import type { World } from '../../model/world.ts';
import type { Grant } from '../access/grants.ts';
import { grantWords, placeWords } from '../access/takeover.ts';
import type { Power } from '../access/powers.ts';
import { plain } from '../text.ts';
import { subjectKey, subjectsOf } from './access.ts';
import { isSet } from './field.ts';
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

/**
 * Whether the token is there only because nobody said otherwise: neither the pod nor its account asks for it, and nobody
 * gave that account the power by its name, as somebody does whose program calls the API.
 */
export function hasUnaskedToken(pod: PodView, power: Power, world: World): boolean {
  if (power.grants.some((grant) => isMeantFor(pod, grant))) return false;
  if (typeof pod.spec.automountServiceAccountToken === 'boolean' || projectedAudiences(pod).length > 0) return false;
  return typeof accountOf(pod, world)?.['automountServiceAccountToken'] !== 'boolean';
}

function isMeantFor({ namespace, serviceAccount }: PodView, { binding }: Grant): boolean {
  const account = `ServiceAccount/${namespace}/${serviceAccount}`;
  return subjectsOf(binding).some((subject) => isSet(subject) && subjectKey(subject, binding) === account);
}

/** Which link between a pod and the rights of its service account is the cheapest to cut, in words. */
export function identityCut(pod: PodView, power: Power, world: World): string {
  if (hasUnaskedToken(pod, power, world))
    return 'mount no token (automountServiceAccountToken: false): nobody asked for it';
  const [grant, ...others] = power.grants;
  if (others.length > 0) return 'give the pod a service account of its own';
  return `bind a smaller role in place of ${grantWords(grant).split(' → ')[0]}`;
}
