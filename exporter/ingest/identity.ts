import { createHash } from 'node:crypto';
import type { ApiClient } from './api-client.ts';
import type { Connection } from './connection.ts';
import { isRecord } from '../model/record.ts';
import type { Answer, ApiFailure } from './failure.ts';
import type { ClusterIdentity } from './sink.ts';

export interface IdentityDeps {
  readonly api: ApiClient;
  readonly connection: Connection;
  /** Id from configuration, for clusters whose kube-system namespace we may not read. */
  readonly configuredId?: string | undefined;
  /** Whether a refusal to show kube-system is to be believed yet; at once where this is left out. */
  readonly isRefused?: () => boolean;
}

/** Asks the cluster who it is; fails while it cannot be reached. Nodes that may not be read leave the provider open. */
export async function identify(deps: IdentityDeps, signal: AbortSignal): Promise<Answer<ClusterIdentity>> {
  const version = await gitVersion(deps.api, signal);
  if (!version.ok) return version;
  const id = await clusterId(deps, signal);
  if (!id.ok) return id;
  const provider = providerOfVersion(version.value) ?? (await providerOfNodes(deps.api, signal)) ?? 'unknown';
  return { ok: true, value: { id: id.value, version: version.value, provider } };
}

/** `gitVersion` of the API server; `unknown` where it may not be read. */
export async function gitVersion(api: ApiClient, signal: AbortSignal): Promise<Answer<string>> {
  const answer = await api.request({ verb: 'get', resource: 'version', path: '/version' }, signal);
  if (!answer.ok) return isRefusal(answer.failure) ? { ok: true, value: 'unknown' } : answer;
  const version = isRecord(answer.value.body) ? answer.value.body['gitVersion'] : undefined;
  if (typeof version === 'string' && version !== '') return { ok: true, value: version };
  return { ok: false, failure: { code: 200, reason: 'Garbled', message: '/version has no gitVersion' } };
}

async function clusterId(deps: IdentityDeps, signal: AbortSignal): Promise<Answer<string>> {
  const path = '/api/v1/namespaces/kube-system';
  const answer = await deps.api.request({ verb: 'get', resource: 'namespaces', path }, signal);
  const metadata = answer.ok && isRecord(answer.value.body) ? answer.value.body['metadata'] : undefined;
  const uid = isRecord(metadata) ? metadata['uid'] : undefined;
  if (typeof uid === 'string' && uid !== '') return { ok: true, value: uid };
  // Only a definite no may lead to another id: an outage must not rename the cluster.
  if (!answer.ok && !isRefusal(answer.failure)) return answer;
  if (!answer.ok && answer.failure.code === 403 && deps.isRefused?.() === false) return answer;
  const hashed = createHash('sha256').update(deps.connection.server).digest('hex').slice(0, 32);
  return { ok: true, value: deps.configuredId ?? `${fallbackPrefix}${hashed}` };
}

/** Ids that stand in for one that may not be read. */
const fallbackPrefix = 'server-';

/** Whether an id was made up from the address of the server. */
export function isFallbackId(id: string): boolean {
  return id.startsWith(fallbackPrefix);
}

function isRefusal({ code }: ApiFailure): boolean {
  return code === 403 || code === 404;
}

const versionSuffixes: readonly (readonly [RegExp, string])[] = [
  [/-eks-/, 'eks'],
  [/-gke\./, 'gke'],
  [/\+k3s/, 'k3s'],
  [/\+rke2/, 'rke2'],
  [/\+k0s/, 'k0s'],
  [/-aliyun/, 'ack'],
  [/\+vmware/, 'tanzu'],
  [/-mirantis/, 'mke'],
];

function providerOfVersion(version: string): string | undefined {
  return versionSuffixes.find(([suffix]) => suffix.test(version))?.[1];
}

async function providerOfNodes(api: ApiClient, signal: AbortSignal): Promise<string | undefined> {
  const answer = await api.request(
    { verb: 'list', resource: 'nodes', path: '/api/v1/nodes', query: { limit: 5 } },
    signal,
  );
  const items = answer.ok && isRecord(answer.value.body) ? answer.value.body['items'] : undefined;
  const nodes = (Array.isArray(items) ? (items as unknown[]) : []).filter(isRecord);
  return nodes.map(providerOfNode).find((provider) => provider !== undefined);
}

/** What only one provider writes on its nodes; clouds last, because anybody's cluster may run on them. */
function providerOfNode(node: Record<string, unknown>): string | undefined {
  const metadata = isRecord(node['metadata']) ? node['metadata'] : {};
  const spec = isRecord(node['spec']) ? node['spec'] : {};
  const labels = Object.keys(isRecord(metadata['labels']) ? metadata['labels'] : {});
  const annotations = Object.keys(isRecord(metadata['annotations']) ? metadata['annotations'] : {});
  const providerId = typeof spec['providerID'] === 'string' ? spec['providerID'] : '';
  const labelled = (prefix: string) => labels.some((label) => label.startsWith(prefix));
  if (labelled('node.openshift.io/')) return 'openshift';
  if (labelled('eks.amazonaws.com/') || labelled('alpha.eksctl.io/')) return 'eks';
  if (labelled('cloud.google.com/gke-')) return 'gke';
  if (labelled('kubernetes.azure.com/')) return 'aks';
  if (labelled('doks.digitalocean.com/')) return 'doks';
  if (labelled('lke.linode.com/')) return 'lke';
  if (labelled('oke.oraclecloud.com/')) return 'oke';
  if (labelled('ibm-cloud.kubernetes.io/')) return 'iks';
  if (labelled('minikube.k8s.io/')) return 'minikube';
  if (providerId.startsWith('kind://')) return 'kind';
  if (providerId.startsWith('k3s://')) return 'k3s';
  if (annotations.some((annotation) => annotation.startsWith('kubeadm.alpha.kubernetes.io/'))) return 'kubeadm';
  return undefined;
}

const managed = new Set(['eks', 'gke', 'aks', 'ack', 'doks', 'lke', 'oke', 'iks']);

/** Whether a provider runs the control plane itself, so that its users cannot see or change how it is started. */
export function isProviderManaged(provider: string): boolean {
  return managed.has(provider);
}
