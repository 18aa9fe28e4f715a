import { defineCheck } from '../define.ts';
import { matchesName, systemNamespaces } from '../parameters.ts';
import { setTo } from '../patch.ts';
import { namespace } from '../subjects/namespace.ts';

const enforce = 'pod-security.kubernetes.io/enforce';

export const nsPsaEnforceMissing = defineCheck({
  id: 'ns-psa-enforce-missing',
  title: 'Namespace enforces no Pod Security standard',
  category: 'namespaces',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { cis: ['5.2.1'], gke: ['4.2.1'], nsa: ['pod-security-enforcement'] },
  because:
    'Without the label the API server admits any pod here, also privileged ones, from everybody who may create pods.',
  remedy: 'Label the namespace `pod-security.kubernetes.io/enforce: baseline`, or `restricted` where its pods allow.',

  subject: namespace,
  fields: ['metadata.labels'],
  parameters: { systemNamespaces },
  violatedBy({ metadata: { name, labels } }, _world, settings) {
    if (matchesName(settings.systemNamespaces, name)) return 'not_applicable';
    if (labels?.[enforce] !== undefined) return false;
    return { path: `metadata.labels[${enforce}]`, message: `label ${enforce} is not set` };
  },
  fix: { metadata: { labels: { [enforce]: 'baseline' } } },

  examples: {
    violating: {
      'there are no labels': { metadata: { labels: undefined } },
      'the labels are null': { metadata: { labels: null } },
      'there are other labels': { metadata: { labels: { team: 'shop', [enforce]: undefined } } },
      'it only warns': {
        metadata: { labels: { 'pod-security.kubernetes.io/warn': 'baseline', [enforce]: undefined } },
      },
    },
    compliant: {
      'baseline is enforced': { metadata: { labels: { [enforce]: 'baseline' } } },
      'restricted is enforced': { metadata: { labels: { [enforce]: 'restricted' } } },
      'privileged is a decision too': { metadata: { labels: { [enforce]: 'privileged' } } },
    },
    notApplicable: {
      'the namespace is one that policy calls a system namespace': setTo(
        { systemNamespaces: ['openshift-*'] },
        { metadata: { name: 'openshift-dns', labels: undefined } },
      ),
      'the namespace is one of Kubernetes': { metadata: { name: 'kube-system', labels: undefined } },
    },
  },
});
