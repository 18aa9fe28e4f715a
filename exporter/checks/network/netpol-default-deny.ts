import type { KindName } from '../../model/kinds.ts';
import { defineCheck } from '../define.ts';
import { matchesName, systemNamespaces } from '../parameters.ts';
import { given } from '../patch.ts';
import { defaultDeny } from '../snippets/default-deny.ts';
import { allowsAll } from '../subjects/allowance.ts';
import { isolationKinds, isolationsIn } from '../subjects/isolation.ts';
import { namespace } from '../subjects/namespace.ts';
import { calicoGlobalPolicy, ciliumPolicy, denyAll } from '../subjects/network-policy.ts';
import { soundPod } from '../subjects/pod.ts';
import { podMakers } from '../subjects/selection.ts';

export const netpolDefaultDeny = defineCheck({
  id: 'netpol-default-deny',
  title: 'Namespace admits connections to pods that nobody thought of',
  category: 'network',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { cis: ['5.3.2'], nsa: ['network-separation'] },
  because:
    'Policies protect the pods that they select, and no policy here selects all: the next workload, or one whose labels change, is open to the whole cluster.',
  remedy:
    'Add a NetworkPolicy with an empty `podSelector`, the type Ingress and no rules; other policies then allow what is needed.',
  paste: defaultDeny,

  subject: namespace,
  fields: ['metadata.name'],
  reads: [...podMakers, ...isolationKinds],
  parameters: { systemNamespaces },
  violatedBy({ metadata: { name } }, world, settings) {
    if (matchesName(settings.systemNamespaces, name)) return 'not_applicable';
    const isUsed = (kind: KindName): boolean => world.any(kind, name);
    if (!podMakers.some(isUsed)) return 'not_applicable';
    for (const isolation of isolationsIn(name, world)) {
      if (isolation.ingress && isolation.isAboutAll && !allowsAll(isolation, 'ingress')) return false;
    }
    return { path: 'metadata.name', message: 'no network policy denies ingress to every pod of the namespace' };
  },

  examples: {
    violating: {
      'there is no policy': given({}, soundPod({})),
      'the policies select some pods': given(
        {},
        soundPod({}),
        denyAll({ spec: { podSelector: { matchLabels: { app: 'app' } } } }),
      ),
      'the policy for all pods is for egress': given({}, soundPod({}), denyAll({ spec: { policyTypes: ['Egress'] } })),
      'the policy for all pods allows everything': given({}, soundPod({}), denyAll({ spec: { ingress: [{}] } })),
      'the policy of Cilium for all pods allows everything': given(
        {},
        soundPod({}),
        ciliumPolicy({ endpointSelector: {}, ingress: [{ fromEntities: ['all'] }] }),
      ),
      'a policy of Calico asks for a label': given({}, soundPod({}), calicoGlobalPolicy({ selector: 'has(app)' })),
    },
    compliant: {
      'a policy denies everything to every pod': given({}, soundPod({}), denyAll({})),
      'a policy for all pods allows those of the namespace': given(
        {},
        soundPod({}),
        denyAll({ spec: { ingress: [{ from: [{ podSelector: {} }] }] } }),
      ),
      'a policy of Cilium denies everything': given(
        {},
        soundPod({}),
        ciliumPolicy({ endpointSelector: {}, ingress: [{}] }),
      ),
      'a policy of Calico for the whole cluster denies everything': given(
        {},
        soundPod({}),
        calicoGlobalPolicy({ selector: 'all()', types: ['Ingress', 'Egress'] }),
      ),
    },
    notApplicable: {
      'nothing runs there': {},
      'a template alone runs nothing': given(
        {},
        { apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'app', namespace: 'shop' } },
      ),
      'the namespace is one of Kubernetes': given(
        { metadata: { name: 'kube-system' } },
        { ...soundPod({}), metadata: { name: 'app', namespace: 'kube-system' } },
      ),
    },
  },
});
