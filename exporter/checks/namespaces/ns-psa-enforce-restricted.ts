import { defineCheck } from '../define.ts';
import { matchesName, systemNamespaces } from '../parameters.ts';
import { setTo } from '../patch.ts';
import { namespace } from '../subjects/namespace.ts';
import { enforcedLevel, enforceLabel } from '../subjects/pod-security-label.ts';

export const nsPsaEnforceRestricted = defineCheck({
  id: 'ns-psa-enforce-restricted',
  title: 'Namespace admits pods that are not hardened',
  category: 'namespaces',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { cis: ['5.2.6', '5.2.7', '5.2.8', '5.2.9'], nsa: ['pod-security-enforcement'] },
  because:
    'Pods here may run as root, keep capabilities and do without a seccomp profile: a hole in the kernel or the runtime then leads from a program to its node.',
  remedy:
    'Find out with `pod-security.kubernetes.io/warn: restricted` what would be refused, mend it, then label the namespace `pod-security.kubernetes.io/enforce: restricted`.',

  subject: namespace,
  fields: ['metadata.labels'],
  parameters: { systemNamespaces },
  violatedBy({ metadata: { name, labels } }, _world, settings) {
    if (matchesName(settings.systemNamespaces, name)) return 'not_applicable';
    const level = enforcedLevel(labels);
    if (level === 'restricted') return false;
    const path = `metadata.labels[${enforceLabel}]`;
    return { path, message: `metadata.labels: ${enforceLabel} is ${level ?? 'not set'}` };
  },
  fix: { metadata: { labels: { [enforceLabel]: 'restricted' } } },

  examples: {
    violating: {
      'there are no labels': { metadata: { labels: undefined } },
      'the labels are null': { metadata: { labels: null } },
      'privileged is enforced': { metadata: { labels: { [enforceLabel]: 'privileged' } } },
      'baseline is enforced': { metadata: { labels: { [enforceLabel]: 'baseline' } } },
      'it only warns': {
        metadata: { labels: { 'pod-security.kubernetes.io/warn': 'restricted', [enforceLabel]: 'baseline' } },
      },
    },
    compliant: {
      'restricted is enforced': { metadata: { labels: { [enforceLabel]: 'restricted' } } },
      'a word that is no level is enforced as restricted': { metadata: { labels: { [enforceLabel]: 'strict' } } },
    },
    notApplicable: {
      'the namespace is one of Kubernetes': { metadata: { name: 'kube-public', labels: undefined } },
      'the namespace is one that policy calls a system namespace': setTo(
        { systemNamespaces: ['openshift-*'] },
        { metadata: { name: 'openshift-dns', labels: undefined } },
      ),
    },
  },
});
