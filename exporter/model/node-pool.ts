import type { KubeObject } from './object.ts';

/** Labels by which providers and tools name the pool of a node, the most specific first. */
const poolLabels = [
  'karpenter.sh/nodepool',
  'eks.amazonaws.com/nodegroup',
  'alpha.eksctl.io/nodegroup-name',
  'cloud.google.com/gke-nodepool',
  'kubernetes.azure.com/agentpool',
  'agentpool',
  'kops.k8s.io/instancegroup',
  'doks.digitalocean.com/node-pool',
  'lke.linode.com/pool-id',
  'oke.oraclecloud.com/pool.name',
] as const;

const controlPlaneRoles = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

/** Nodes that are made and configured alike. */
export interface PoolName {
  readonly name: string;
  /** The label that says so; absent where the role of the node stands in. */
  readonly label?: string;
}

/** The pool of a node: what its provider or autoscaler calls it, else whether it is of the control plane. */
export function poolOf({ metadata: { labels = {} } }: KubeObject): PoolName {
  for (const label of poolLabels) {
    const name = labels[label];
    if (name !== undefined && name !== '') return { name, label };
  }
  return { name: controlPlaneRoles.some((role) => role in labels) ? 'control-plane' : 'workers' };
}
