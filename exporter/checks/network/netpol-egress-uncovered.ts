import { defineCheck } from '../define.ts';
import { matchesName, systemNamespaces } from '../parameters.ts';
import { given, setTo } from '../patch.ts';
import { defaultDeny } from '../snippets/default-deny.ts';
import { isIsolated, isolationKinds } from '../subjects/isolation.ts';
import { calicoGlobalPolicy, ciliumPolicy, denyAll } from '../subjects/network-policy.ts';
import { pod } from '../subjects/pod.ts';

const labels = { metadata: { labels: { app: 'app' } } };

export const netpolEgressUncovered = defineCheck({
  id: 'netpol-egress-uncovered',
  title: 'Pod may connect to everything',
  category: 'network',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { nsa: ['network-separation'], microsoft: ['data-exfiltration', 'cluster-internal-networking'] },
  because:
    'No network policy that restricts egress selects these pods, so an intruder loads tools, sends data away and tries every other pod from here.',
  remedy: 'Select the pods by a NetworkPolicy with the type Egress that names where they may connect to, DNS included.',
  paste: defaultDeny,

  subject: pod,
  fields: ['metadata.labels'],
  reads: isolationKinds,
  parameters: { systemNamespaces },
  violatedBy(candidate, world, settings) {
    if (candidate.spec.hostNetwork === true) return 'not_applicable';
    if (matchesName(settings.systemNamespaces, candidate.namespace)) return 'not_applicable';
    if (isIsolated(candidate, 'egress', world)) return false;
    return {
      path: `${candidate.metadataPath}.labels`,
      message: 'no network policy restricts where these pods may connect to',
    };
  },

  examples: {
    violating: {
      'there is no policy': {},
      'the policy is for ingress alone': given(labels, denyAll({ spec: { policyTypes: ['Ingress'] } })),
      'types that are not named do not mean Egress': given(labels, denyAll({ spec: { policyTypes: undefined } })),
      'rules for egress do not count without their type': given(
        labels,
        denyAll({ spec: { policyTypes: ['Ingress'], egress: [{ to: [{ podSelector: {} }] }] } }),
      ),
      'an empty list of rules makes no type': given(labels, denyAll({ spec: { policyTypes: [], egress: [] } })),
      'the policy selects other pods': given(
        labels,
        denyAll({ spec: { podSelector: { matchLabels: { app: 'db' } } } }),
      ),
      'a policy of Calico has rules for ingress alone': given(
        labels,
        calicoGlobalPolicy({ selector: 'all()', ingress: [{ action: 'Allow' }] }),
      ),
      'a list of Cilium is empty': given(labels, ciliumPolicy({ endpointSelector: {}, egress: [] })),
    },
    compliant: {
      'a policy selects every pod': given(labels, denyAll({})),
      'types that are not named mean Egress where there are rules for it': given(
        labels,
        denyAll({ spec: { policyTypes: undefined, egress: [{ to: [{ podSelector: {} }] }] } }),
      ),
      'a policy of Cilium has rules for egress': given(
        labels,
        ciliumPolicy({ endpointSelector: { matchLabels: { 'any:app': 'app' } }, egress: [{}] }),
      ),
      'a policy of Cilium denies some egress': given(
        labels,
        ciliumPolicy({ endpointSelector: {}, egressDeny: [{ toEntities: ['world'] }] }),
      ),
      'rules of Calico for egress alone mean that type': given(
        labels,
        calicoGlobalPolicy({ egress: [{ action: 'Allow' }] }),
      ),
    },
    notApplicable: {
      'the pod has the address of its node': { spec: { hostNetwork: true } },
      'the namespace is one that policy leaves alone': setTo({ systemNamespaces: ['shop'] }, {}),
    },
  },
});
