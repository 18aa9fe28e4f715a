import type { Manifest } from '../../checks/patch.ts';
import { meta, type Fields, type Identity, type Labels } from './meta.ts';
import { serviceAccount } from './access.ts';

/** How strictly a namespace admits pods. */
export type Enforced = 'privileged' | 'baseline' | 'restricted';

/** A Namespace with its default service account; Pod Security only where `enforce` says so. */
export function namespace(
  identity: Omit<Identity, 'namespace'>,
  { enforce, warn }: { readonly enforce?: Enforced; readonly warn?: Enforced } = {},
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
    serviceAccount({ name: 'default', namespace: name, created, by: 'kube-controller-manager' }, { token: true }),
  ];
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
  }: {
    readonly created: string;
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
    spec: { ...(taints && { taints }) },
  };
}
