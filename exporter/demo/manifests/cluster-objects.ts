import type { Manifest } from '../../checks/patch.ts';
import { meta, type Fields, type Identity, type Labels } from './meta.ts';
import { serviceAccount } from './access.ts';

/** How strictly a namespace admits pods. */
export type Enforced = 'privileged' | 'baseline' | 'restricted';

/**
 * A Namespace with its default service account; Pod Security only where `enforce` says so. In one that is kept, quota and
 * defaults bound what pods may use, and whoever names no account gets no token.
 */
export function namespace(
  identity: Omit<Identity, 'namespace'>,
  {
    enforce,
    warn,
    kept = false,
  }: { readonly enforce?: Enforced; readonly warn?: Enforced; readonly kept?: boolean } = {},
): readonly Manifest[] {
  const { name, created } = identity;
  const labels = {
    'kubernetes.io/metadata.name': name,
    ...identity.labels,
    ...(enforce !== undefined && {
      'pod-security.kubernetes.io/enforce': enforce,
      'pod-security.kubernetes.io/enforce-version': 'latest',
    }),
    ...(warn !== undefined && { 'pod-security.kubernetes.io/warn': warn }),
  };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: meta({ ...identity, labels }) },
    serviceAccount({ name: 'default', namespace: name, created, by: 'kube-controller-manager' }, { token: !kept }),
    ...(kept ? bounds(identity) : []),
  ];
}

function bounds(identity: Omit<Identity, 'namespace'>): readonly Manifest[] {
  const of = (name: string) => meta({ ...identity, name, namespace: identity.name });
  return [
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: of('compute'),
      spec: { hard: { 'requests.cpu': '40', 'requests.memory': '120Gi', pods: '200' } },
    },
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: of('defaults'),
      spec: {
        limits: [{ type: 'Container', default: { memory: '512Mi' }, defaultRequest: { cpu: '50m', memory: '128Mi' } }],
      },
    },
  ];
}

/** A ConfigMap. */
export function configMap(identity: Identity, data: Labels): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta(identity), data };
}

/** A Node of a provider. */
export function node(
  name: string,
  {
    created,
    os = 'linux',
    arch = 'amd64',
    labels,
    taints,
    info,
    providerId,
    address,
  }: {
    readonly created: string;
    /** What its kubelet tells of itself: versions of kubelet, runtime and kernel, and the image of its system. */
    readonly info: Labels;
    readonly providerId?: string;
    /** Inside the network of the cluster. */
    readonly address: string;
    readonly os?: 'linux' | 'windows';
    readonly arch?: 'amd64' | 'arm64';
    readonly labels?: Labels;
    readonly taints?: readonly Fields[];
  },
): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: meta({
      name,
      created,
      by: 'kubelet',
      labels: {
        'kubernetes.io/arch': arch,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': os,
        ...labels,
      },
      annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
    }),
    spec: { ...(providerId !== undefined && { providerID: providerId }), ...(taints && { taints }) },
    status: {
      nodeInfo: { operatingSystem: os, architecture: arch, ...info },
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: name },
      ],
    },
  };
}
