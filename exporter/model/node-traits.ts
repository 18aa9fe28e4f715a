import type { KubeObject } from './object.ts';
import { at, records } from './record.ts';

/**
 * What nodes are filed by in the index `nodes-with`: `aws` is an instance of Amazon, `cloud` one whose metadata service
 * gives pods its credentials.
 */
export type NodeTrait = 'aws' | 'cloud' | 'external-address';

/** What of a Node matters to where its pods can be reached from, and what they can reach. */
export function nodeTraits(node: KubeObject): readonly NodeTrait[] {
  const traits: NodeTrait[] = [];
  const provider = at(node, 'spec', 'providerID');
  const isGuarded = at(node, 'metadata', 'labels', guardedLabel) === 'true';
  if (typeof provider === 'string' && provider.startsWith('aws://')) traits.push('aws');
  if (typeof provider === 'string' && clouds.test(provider) && !isGuarded) traits.push('cloud');
  const isExternal = (address: Record<string, unknown>): boolean => address['type'] === 'ExternalIP';
  if (records(at(node, 'status', 'addresses')).some(isExternal)) traits.push('external-address');
  return traits;
}

/** Providers whose instances have a metadata service at 169.254.169.254. */
const clouds = /^(?:aws|gce|azure|oci|ibm|openstack|digitalocean|hcloud|linode|vultr|exoscale):\/\//;

/** GKE puts a service of its own in front of the metadata of these nodes, which hands out no credentials of the node. */
const guardedLabel = 'iam.gke.io/gke-metadata-server-enabled';
