import type { World } from '../../model/world.ts';
import { projectedAudiences, accountOf } from './service-account.ts';
import type { PodView } from './pod-view.ts';

export type Cloud = 'AWS' | 'Azure' | 'Google Cloud';

/** By which annotation of a service account a cloud lets its pods take on an identity, without any key. */
const annotations: Readonly<Record<Cloud, string>> = {
  AWS: 'eks.amazonaws.com/role-arn',
  Azure: 'azure.workload.identity/client-id',
  'Google Cloud': 'iam.gke.io/gcp-service-account',
};

/** Audiences of tokens that are exchanged for an identity of a cloud. */
const audiences: Readonly<Record<Cloud, RegExp>> = {
  AWS: /^(sts\.amazonaws\.com(\.cn)?|pods\.eks\.amazonaws\.com)$/,
  Azure: /^api:\/\/AzureADTokenExchange/,
  'Google Cloud': /(\.svc\.id\.goog$|^(https:)?\/\/iam\.googleapis\.com\/)/,
};

const azureLabel = 'azure.workload.identity/use';

/**
 * How a pod has an identity of a cloud without keys, in words; undefined when it has none. What the pod shows itself
 * comes first; the annotation of its service account needs `ServiceAccount` to be read.
 */
export function cloudIdentityOf(pod: PodView, cloud: Cloud, world: World): string | undefined {
  const audience = projectedAudiences(pod).find((name) => audiences[cloud].test(name));
  if (audience !== undefined) return `a token for ${audience}`;
  if (cloud === 'Azure' && pod.labels[azureLabel] === 'true') return `the label ${azureLabel}`;
  const annotation = annotations[cloud];
  return accountOf(pod, world)?.metadata.annotations?.[annotation] ? `${annotation} of its service account` : undefined;
}
