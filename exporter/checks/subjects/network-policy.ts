import { patched, type Manifest, type Patch } from '../patch.ts';
import type { LabelSelector } from './selection.ts';
import { whole } from './whole.ts';

/** Who may connect, or where to; values may be of any shape. */
export interface PolicyPeer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr?: string; readonly except?: readonly string[] };
}

export interface PolicyPort {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

/** The parts of a NetworkPolicy that checks read. */
export interface PolicyFields {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: {
    readonly podSelector?: LabelSelector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly { readonly from?: readonly PolicyPeer[]; readonly ports?: readonly PolicyPort[] }[];
    readonly egress?: readonly { readonly to?: readonly PolicyPeer[]; readonly ports?: readonly PolicyPort[] }[];
  };
}

const defaultDeny: Manifest & PolicyFields = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'default-deny', namespace: 'shop' },
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
};

/** A NetworkPolicy that denies everything to every pod of the namespace, with a patch applied. */
export function denyAll(patch: Patch<PolicyFields>): Manifest {
  return patched<PolicyFields>(defaultDeny, patch) as Manifest;
}

/** NetworkPolicies of Kubernetes itself. */
export const networkPolicy = whole<PolicyFields>('network policy', ['NetworkPolicy'], defaultDeny);

/** A policy of Cilium for one namespace. */
export function ciliumPolicy(spec: object): Manifest {
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'deny', namespace: 'shop' },
    spec,
  };
}

/** A policy of Cilium for every namespace. */
export function ciliumClusterPolicy(spec: object): Manifest {
  return { apiVersion: 'cilium.io/v2', kind: 'CiliumClusterwideNetworkPolicy', metadata: { name: 'deny' }, spec };
}

/** A policy of Calico for every namespace. */
export function calicoGlobalPolicy(spec: object): Manifest {
  return { apiVersion: 'projectcalico.org/v3', kind: 'GlobalNetworkPolicy', metadata: { name: 'deny' }, spec };
}
