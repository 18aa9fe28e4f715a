import { defineCheck } from '../define.ts';
import { matchesName, systemNamespaces } from '../parameters.ts';
import { setTo } from '../patch.ts';
import { namespace } from '../subjects/namespace.ts';
import { enforcedLevel, enforceLabel } from '../subjects/pod-security-label.ts';

export const nsPsaEnforceBaseline = defineCheck({
  id: 'ns-psa-enforce-baseline',
  title: 'Namespace admits privileged pods',
  category: 'namespaces',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: {
    cis: ['5.2.2', '5.2.3', '5.2.4', '5.2.5', '5.2.10', '5.2.11', '5.2.12'],
    nsa: ['pod-security-enforcement'],
  },
  because:
    'Whoever may create a pod here, a stolen pipeline token is enough, may create one that owns its node: privileged, with the file system of the host, in its process namespace.',
  remedy:
    'Find out with `pod-security.kubernetes.io/warn: baseline` what would be refused, mend it, then label the namespace `pod-security.kubernetes.io/enforce: baseline` or stricter.',

  subject: namespace,
  fields: ['metadata.labels'],
  parameters: { systemNamespaces },
  violatedBy({ metadata: { name, labels } }, _world, settings) {
    if (matchesName(settings.systemNamespaces, name)) return 'not_applicable';
    const level = enforcedLevel(labels);
    if (level === 'baseline' || level === 'restricted') return false;
    const path = `metadata.labels[${enforceLabel}]`;
    return { path, message: `metadata.labels: ${enforceLabel} is ${level ?? 'not set'}` };
  },
  fix: { metadata: { labels: { [enforceLabel]: 'baseline' } } },

  examples: {
    violating: {
      'there are no labels': { metadata: { labels: undefined } },
      'the labels are null': { metadata: { labels: null } },
      'the labels are empty': { metadata: { labels: { [enforceLabel]: undefined } } },
      'privileged is enforced': { metadata: { labels: { [enforceLabel]: 'privileged' } } },
      'it only warns': {
        metadata: { labels: { 'pod-security.kubernetes.io/warn': 'baseline', [enforceLabel]: undefined } },
      },
      'it only audits': {
        metadata: { labels: { 'pod-security.kubernetes.io/audit': 'restricted', [enforceLabel]: 'privileged' } },
      },
    },
    compliant: {
      'baseline is enforced': { metadata: { labels: { [enforceLabel]: 'baseline' } } },
      'restricted is enforced': { metadata: { labels: { [enforceLabel]: 'restricted' } } },
      'a word that is no level is enforced as restricted': { metadata: { labels: { [enforceLabel]: 'Baseline' } } },
      'so is an empty one': { metadata: { labels: { [enforceLabel]: '' } } },
    },
    notApplicable: {
      'the namespace is one of Kubernetes': { metadata: { name: 'kube-system', labels: undefined } },
      'the namespace is one that policy calls a system namespace': setTo(
        { systemNamespaces: ['openshift-*'] },
        { metadata: { name: 'openshift-dns', labels: undefined } },
      ),
    },
  },
});
