import type { KindName } from '../../model/kinds.ts';
import type { World } from '../../model/world.ts';
import { defineCheck } from '../define.ts';
import { given, type Manifest } from '../patch.ts';
import { matchesName, systemNamespaces } from '../parameters.ts';
import { defaultDeny } from '../snippets/default-deny.ts';
import { namespace } from '../subjects/namespace.ts';
import { isolationKinds, isolationsIn, policiesInNamespace } from '../subjects/isolation.ts';
import { soundPod } from '../subjects/pod.ts';
import { podMakers } from '../subjects/selection.ts';

const policy: Manifest = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'default-deny', namespace: 'shop' },
  spec: { podSelector: {}, policyTypes: ['Ingress'] },
};

export const netpolNamespaceMissing = defineCheck({
  id: 'netpol-namespace-missing',
  title: 'Namespace has no network policy',
  category: 'network',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: {
    cis: ['5.3.2'],
    nsa: ['network-separation'],
    mitre: ['T1046'],
    microsoft: ['network-mapping', 'cluster-internal-networking'],
  },
  because:
    'Without a policy every pod of the cluster reaches every port of these pods, and they reach everything: one intruder walks on from there.',
  remedy: 'Add a NetworkPolicy that denies what is not named, and one for each connection that is needed.',
  paste: defaultDeny,

  subject: namespace,
  fields: ['metadata.name'],
  reads: [...podMakers, ...isolationKinds],
  parameters: { systemNamespaces },
  violatedBy({ metadata: { name } }, world, settings) {
    if (matchesName(settings.systemNamespaces, name) || !hasAny(world, podMakers, name)) return 'not_applicable';
    if (hasAny(world, policiesInNamespace, name)) return false;
    // One for the whole cluster may be for nodes, for other namespaces, or make exceptions only.
    if (isolationsIn(name, world).some(({ ingress, egress }) => ingress || egress)) return false;
    return { path: 'metadata.name', message: 'the namespace has workloads and no network policy' };
  },

  examples: {
    violating: {
      'there are pods and no policy': given({}, soundPod({})),
      'there is a workload without pods yet': given(
        {},
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          metadata: { name: 'report', namespace: 'shop' },
        },
      ),
      'the policy is in another namespace': given({}, soundPod({}), {
        ...policy,
        metadata: { name: 'default-deny', namespace: 'other' },
      }),
      'the policy for the whole cluster is for nodes': given({}, soundPod({}), {
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumClusterwideNetworkPolicy',
        metadata: { name: 'nodes' },
        spec: { nodeSelector: {}, ingress: [{ fromEntities: ['cluster'] }] },
      }),
      'the policy of Calico for the whole cluster is for another namespace': given({}, soundPod({}), {
        apiVersion: 'projectcalico.org/v3',
        kind: 'GlobalNetworkPolicy',
        metadata: { name: 'bank' },
        spec: { namespaceSelector: "kubernetes.io/metadata.name == 'bank'" },
      }),
    },
    compliant: {
      'there is a policy': given({}, soundPod({}), policy),
      'there is a policy of Cilium': given({}, soundPod({}), {
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumNetworkPolicy',
        metadata: { name: 'default-deny', namespace: 'shop' },
      }),
      'there is a policy of Calico': given({}, soundPod({}), {
        apiVersion: 'crd.projectcalico.org/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'default-deny', namespace: 'shop' },
      }),
      'there is a policy for the whole cluster': given({}, soundPod({}), {
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumClusterwideNetworkPolicy',
        metadata: { name: 'default-deny' },
        spec: { endpointSelector: {}, ingress: [{}] },
      }),
      'there is a policy of Calico for the whole cluster': given({}, soundPod({}), {
        apiVersion: 'crd.projectcalico.org/v1',
        kind: 'GlobalNetworkPolicy',
        metadata: { name: 'default-deny' },
      }),
      "there is an administrator's policy": given({}, soundPod({}), {
        apiVersion: 'policy.networking.k8s.io/v1alpha1',
        kind: 'AdminNetworkPolicy',
        metadata: { name: 'default-deny' },
        spec: { subject: { namespaces: {} }, ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }] },
      }),
    },
    notApplicable: {
      'nothing runs there': {},
      'the namespace is one of Kubernetes': given(
        { metadata: { name: 'kube-system' } },
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'app', namespace: 'kube-system' },
        },
      ),
    },
  },
});

function hasAny(world: World, kinds: readonly KindName[], inside?: string): boolean {
  for (const kind of kinds) if (world.any(kind, inside)) return true;
  return false;
}
