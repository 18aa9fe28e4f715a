import { defineCheck } from '../define.ts';
import { matchesName, systemNamespaces } from '../parameters.ts';
import { controlPlaneName } from '../../model/control-plane.ts';
import { given, setTo, type Manifest } from '../patch.ts';
import { requireNoAdmissionDefault } from '../subjects/admission-default.ts';
import { namespace } from '../subjects/namespace.ts';
import { podPolicyKinds, securityPolicyOf } from '../subjects/pod-policy.ts';
import { enforceLabel as enforce } from '../subjects/pod-security-label.ts';

const kyverno = (rule: object): Manifest => ({
  apiVersion: 'kyverno.io/v1',
  kind: 'ClusterPolicy',
  metadata: { name: 'baseline' },
  spec: {
    rules: [
      {
        match: { any: [{ resources: { kinds: ['Pod'] } }] },
        validate: { failureAction: 'Enforce', podSecurity: { level: 'baseline' } },
        ...rule,
      },
    ],
  },
});
const unlabelled = { metadata: { labels: { [enforce]: undefined } } };
const controlPlane = (flags: object): Manifest => ({
  apiVersion: 'observed.plumbline/v1',
  kind: 'ControlPlane',
  metadata: { name: controlPlaneName },
  flags,
});

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
  reads: [...podPolicyKinds, 'ControlPlane'],
  parameters: { systemNamespaces },
  violatedBy({ metadata: { name, labels } }, world, settings) {
    if (matchesName(settings.systemNamespaces, name)) return 'not_applicable';
    if (labels?.[enforce] !== undefined) return false;
    if (securityPolicyOf(name, labels ?? {}, world) !== undefined) return false;
    requireNoAdmissionDefault(world);
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
      'a policy of Kyverno leaves the namespace out': given(
        unlabelled,
        kyverno({ exclude: { any: [{ resources: { namespaces: ['sh*'] } }] } }),
      ),
      'a policy of Kyverno is for other namespaces': given(
        unlabelled,
        kyverno({ match: { any: [{ resources: { kinds: ['Pod'], namespaces: ['bank'] } }] } }),
      ),
      'a policy of Kyverno asks for labels only': given(
        unlabelled,
        kyverno({ validate: { failureAction: 'Enforce', pattern: { metadata: { labels: { team: '?*' } } } } }),
      ),
      'the API server takes no file with a default': given(
        unlabelled,
        controlPlane({ 'enable-admission-plugins': 'NodeRestriction' }),
      ),
    },
    compliant: {
      'a policy of Kyverno holds its pods to the standard': given(unlabelled, kyverno({})),
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
