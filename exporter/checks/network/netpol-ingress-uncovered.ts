import { defineCheck } from '../define.ts';
import { matchesName, systemNamespaces } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { given, setTo, type Manifest } from '../patch.ts';
import { isIsolated, isolationKinds } from '../subjects/isolation.ts';
import { calicoGlobalPolicy, ciliumClusterPolicy, ciliumPolicy, denyAll } from '../subjects/network-policy.ts';
import { pod } from '../subjects/pod.ts';

const labels = { metadata: { labels: { app: 'app' } } };
const shop: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { stage: 'live' } } };
const administrator = (kind: string, spec: object): Manifest => ({
  apiVersion: `policy.networking.k8s.io/${kind === 'ClusterNetworkPolicy' ? 'v1alpha2' : 'v1alpha1'}`,
  kind,
  metadata: { name: 'default' },
  spec,
});

export const netpolIngressUncovered = defineCheck({
  id: 'netpol-ingress-uncovered',
  title: 'Every pod of the cluster may connect to this one',
  category: 'network',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { cis: ['5.3.2'], nsa: ['network-separation'], microsoft: ['cluster-internal-networking'] },
  because:
    'No network policy that restricts ingress selects these pods, so whoever runs code anywhere in the cluster can try every port of them.',
  remedy: 'Select the pods by a NetworkPolicy with the type Ingress that names who may connect.',
  paste: yaml`
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata:
      name: app
      namespace: shop
    spec:
      podSelector:
        matchLabels:
          app: app
      policyTypes: [Ingress]
      ingress:
        - from:
            - namespaceSelector:
                matchLabels:
                  kubernetes.io/metadata.name: edge
          ports:
            - protocol: TCP
              port: 8080
  `,

  subject: pod,
  fields: ['metadata.labels'],
  reads: isolationKinds,
  parameters: { systemNamespaces },
  violatedBy(candidate, world, settings) {
    // Policies are about addresses of pods, and these have that of their node.
    if (candidate.spec.hostNetwork === true) return 'not_applicable';
    if (matchesName(settings.systemNamespaces, candidate.namespace)) return 'not_applicable';
    if (isIsolated(candidate, 'ingress', world)) return false;
    return {
      path: `${candidate.metadataPath}.labels`,
      message: 'no network policy restricts who may connect to these pods',
    };
  },

  examples: {
    violating: {
      'there is no policy': {},
      'the policy selects other pods': given(
        labels,
        denyAll({ spec: { podSelector: { matchLabels: { app: 'db' } } } }),
      ),
      'the policy is in another namespace': given(labels, denyAll({ metadata: { namespace: 'bank' } })),
      'the policy is for egress alone': given(labels, denyAll({ spec: { policyTypes: ['Egress'] } })),
      'the pod has no labels and the policy wants one': given(
        { metadata: { labels: undefined } },
        denyAll({ spec: { podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } } }),
      ),
      'a policy of Cilium has no rules for ingress': given(
        labels,
        ciliumPolicy({ endpointSelector: {}, egress: [{}] }),
      ),
      'a policy of Cilium denies nothing by default': given(
        labels,
        ciliumPolicy({ endpointSelector: {}, ingress: [{}], enableDefaultDeny: { ingress: false } }),
      ),
      'a policy of Cilium is for nodes': given(labels, ciliumClusterPolicy({ nodeSelector: {}, ingress: [{}] })),
      'a policy of Cilium is for another namespace': given(
        labels,
        ciliumClusterPolicy({
          endpointSelector: { matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'bank' } },
          ingress: [{}],
        }),
      ),
      'a policy of Calico selects other pods': given(labels, calicoGlobalPolicy({ selector: "app == 'db'" })),
      'a policy of Calico is for other namespaces': given(
        labels,
        shop,
        calicoGlobalPolicy({ namespaceSelector: "stage == 'test'" }),
      ),
      'a policy of the administrator only allows': given(
        labels,
        administrator('AdminNetworkPolicy', {
          subject: { namespaces: {} },
          ingress: [{ action: 'Allow', from: [{ namespaces: {} }] }],
        }),
      ),
      'a policy of the administrator denies some': given(
        labels,
        administrator('AdminNetworkPolicy', {
          subject: { namespaces: {} },
          ingress: [{ action: 'Deny', from: [{ namespaces: { matchLabels: { stage: 'test' } } }] }],
        }),
      ),
    },
    compliant: {
      'a policy selects every pod': given(labels, denyAll({})),
      'a policy that names no pods means all of them': given(labels, denyAll({ spec: { podSelector: undefined } })),
      'a policy selects the pod': given(labels, denyAll({ spec: { podSelector: { matchLabels: { app: 'app' } } } })),
      'types that are not named mean Ingress': given(labels, denyAll({ spec: { policyTypes: undefined } })),
      'types that are not named mean Ingress beside rules for egress': given(
        labels,
        denyAll({ spec: { policyTypes: null, egress: [{}] } }),
      ),
      'what the policy allows is another matter': given(labels, denyAll({ spec: { ingress: [{}] } })),
      'a policy of Cilium selects every pod': given(labels, ciliumPolicy({ endpointSelector: {}, ingress: [{}] })),
      'one of several parts of a policy of Cilium': given(labels, {
        ...ciliumPolicy({}),
        spec: undefined,
        specs: [
          { endpointSelector: {}, egress: [{}] },
          { endpointSelector: {}, ingressDeny: [{}] },
        ],
      }),
      'a policy of Cilium says where the label comes from': given(
        labels,
        ciliumPolicy({ endpointSelector: { matchLabels: { 'k8s:app': 'app' } }, ingress: [{}] }),
      ),
      'a policy of Cilium selects the namespace by its label': given(
        labels,
        shop,
        ciliumClusterPolicy({
          endpointSelector: {
            matchExpressions: [{ key: 'k8s:io.cilium.k8s.namespace.labels.stage', operator: 'In', values: ['live'] }],
          },
          ingress: [{}],
        }),
      ),
      'a policy of Calico selects the pod': given(labels, calicoGlobalPolicy({ selector: "app == 'app' && !has(x)" })),
      'a policy of Calico selects the namespace': given(
        labels,
        shop,
        calicoGlobalPolicy({ namespaceSelector: "stage == 'live'", types: ['Ingress'] }),
      ),
      'the default of the administrator denies everybody': given(
        labels,
        administrator('BaselineAdminNetworkPolicy', {
          subject: { namespaces: {} },
          ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }],
        }),
      ),
      'a policy of the administrator selects the pods': given(
        labels,
        shop,
        administrator('ClusterNetworkPolicy', {
          tier: 'Baseline',
          subject: {
            pods: {
              namespaceSelector: { matchLabels: { stage: 'live' } },
              podSelector: { matchLabels: { app: 'app' } },
            },
          },
          ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }],
        }),
      ),
    },
    notApplicable: {
      'the pod has the address of its node': { spec: { hostNetwork: true } },
      'the namespace is one that policy leaves alone': setTo({ systemNamespaces: ['shop'] }, {}),
    },
  },
});
