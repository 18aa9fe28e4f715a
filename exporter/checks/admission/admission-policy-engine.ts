import { defineCheck } from '../define.ts';
import { matchesName, systemNamespaces } from '../parameters.ts';
import { yaml } from '../paste.ts';
import { given, setTo, type Manifest } from '../patch.ts';
import { requireNoAdmissionDefault } from '../subjects/admission-default.ts';
import { cluster, usedNamespaces } from '../subjects/cluster.ts';
import { usedNamespace } from '../subjects/namespace.ts';
import { podPolicies, podPolicyKinds } from '../subjects/pod-policy.ts';
import { enforcedLevel, enforceLabel } from '../subjects/pod-security-label.ts';
import { podMakers } from '../subjects/selection.ts';
import { webhookConfiguration, webhookWith } from '../subjects/webhook.ts';

const podRule = { apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] };

const admissionPolicy = (rule: object = podRule): Manifest => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: 'no-privileged' },
  spec: {
    matchConstraints: { resourceRules: [rule] },
    validations: [{ expression: '!object.spec.containers.exists(c, c.securityContext.privileged)' }],
  },
});
const binding = (...validationActions: readonly string[]): Manifest => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name: 'no-privileged' },
  spec: { policyName: 'no-privileged', validationActions },
});
const kyverno = (spec: object, ...kinds: readonly string[]): Manifest => ({
  apiVersion: 'kyverno.io/v1',
  kind: 'ClusterPolicy',
  metadata: { name: 'no-privileged' },
  spec: { rules: [{ name: 'x', match: { any: [{ resources: { kinds } }] }, validate: { message: 'no' } }], ...spec },
});
const kyvernoCel = (spec: object): Manifest => ({
  apiVersion: 'policies.kyverno.io/v1',
  kind: 'ValidatingPolicy',
  metadata: { name: 'no-privileged' },
  spec: { matchConstraints: { resourceRules: [podRule] }, ...spec },
});
const kubewardenPolicy = (spec: object): Manifest => ({
  apiVersion: 'policies.kubewarden.io/v1',
  kind: 'ClusterAdmissionPolicy',
  metadata: { name: 'no-privileged' },
  spec: { module: 'registry://ghcr.io/kubewarden/policies/pod-privileged:v1', rules: [podRule], ...spec },
});
const template: Manifest = {
  apiVersion: 'templates.gatekeeper.sh/v1',
  kind: 'ConstraintTemplate',
  metadata: { name: 'k8spspprivilegedcontainer' },
};
const gatekeeper = webhookConfiguration(
  'ValidatingWebhookConfiguration',
  webhookWith({ name: 'validation.gatekeeper.sh', rules: [{ ...podRule, apiGroups: ['*'], resources: ['*'] }] }),
);

export const admissionPolicyEngine = defineCheck({
  id: 'admission-policy-engine',
  title: 'Nothing refuses dangerous pods',
  category: 'admission',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { cis: ['5.2.1'], nsa: ['pod-security-enforcement', 'admission-control'] },
  because:
    'Whoever may create pods in any namespace may create one that owns its node; what reviews and pipelines should have caught is admitted without a word.',
  remedy:
    'Label namespaces `pod-security.kubernetes.io/enforce: baseline` or stricter, or bind policies of Kyverno, Gatekeeper, Kubewarden or the API server that deny.',
  paste: yaml`
    # First with warn and audit, to see what would be refused.
    apiVersion: v1
    kind: Namespace
    metadata:
      name: shop
      labels:
        pod-security.kubernetes.io/enforce: baseline
        pod-security.kubernetes.io/warn: restricted
        pod-security.kubernetes.io/audit: restricted
  `,

  subject: cluster,
  fields: ['metadata.name'],
  reads: [...podMakers, ...podPolicyKinds, 'ControlPlane'],
  parameters: { systemNamespaces },
  violatedBy(_candidate, world, settings) {
    if (usedNamespaces(world, settings.systemNamespaces).length === 0) return 'not_applicable';
    for (const { metadata } of world.list('Namespace')) {
      if (matchesName(settings.systemNamespaces, metadata.name)) continue;
      const level = enforcedLevel(metadata.labels);
      if (level === 'baseline' || level === 'restricted') return false;
    }
    if (world.derived(podPolicies, '').length > 0) return false;
    requireNoAdmissionDefault(world);
    return {
      path: 'metadata.name',
      message: 'no namespace enforces a Pod Security standard, and no policy engine refuses pods',
    };
  },

  examples: {
    violating: {
      'there is nothing': given({}, ...usedNamespace()),
      'a standard is enforced that demands nothing': given(
        {},
        ...usedNamespace('shop', { [enforceLabel]: 'privileged' }),
      ),
      'a standard is only warned of': given(
        {},
        ...usedNamespace('shop', { 'pod-security.kubernetes.io/warn': 'baseline' }),
      ),
      'a standard is enforced in system namespaces only': setTo(
        { systemNamespaces: ['kube-system', 'platform'] },
        {},
        ...usedNamespace(),
        ...usedNamespace('platform', { [enforceLabel]: 'restricted' }),
      ),
      'some webhook is no policy engine': given(
        {},
        ...usedNamespace(),
        webhookConfiguration('ValidatingWebhookConfiguration', webhookWith({})),
      ),
      'a policy of the API server is bound to nothing': given({}, ...usedNamespace(), admissionPolicy()),
      'its binding only warns': given({}, ...usedNamespace(), admissionPolicy(), binding('Warn', 'Audit')),
      'it is about other objects': given(
        {},
        ...usedNamespace(),
        admissionPolicy({ ...podRule, resources: ['configmaps'] }),
        binding('Deny'),
      ),
      'a policy of Kyverno only audits': given(
        {},
        ...usedNamespace(),
        kyverno({ validationFailureAction: 'Audit' }, 'Pod'),
      ),
      'it audits where nothing is said': given({}, ...usedNamespace(), kyverno({}, 'Pod')),
      'a policy of Kyverno is about other objects': given(
        {},
        ...usedNamespace(),
        kyverno({ validationFailureAction: 'Enforce' }, 'Ingress'),
      ),
      'Kyverno is told not to admit by it': given(
        {},
        ...usedNamespace(),
        kyverno({ validationFailureAction: 'Enforce', admission: false }, 'Pod'),
      ),
      'a CEL policy of Kyverno only audits': given(
        {},
        ...usedNamespace(),
        kyvernoCel({ validationActions: ['Audit'] }),
      ),
      'a policy of Kubewarden only watches': given({}, ...usedNamespace(), kubewardenPolicy({ mode: 'monitor' })),
      'Gatekeeper has no templates': given({}, ...usedNamespace(), gatekeeper),
      'templates stand alone': given({}, ...usedNamespace(), template),
    },
    compliant: {
      'one namespace enforces baseline': given({}, ...usedNamespace('shop', { [enforceLabel]: 'baseline' })),
      'one namespace enforces restricted': given({}, ...usedNamespace('shop', { [enforceLabel]: 'restricted' })),
      'a policy of the API server denies': given({}, ...usedNamespace(), admissionPolicy(), binding('Deny', 'Audit')),
      'it is about everything': given(
        {},
        ...usedNamespace(),
        admissionPolicy({ apiGroups: ['*'], apiVersions: ['*'], resources: ['*/*'], operations: ['*'] }),
        binding('Deny'),
      ),
      'a policy of Kyverno enforces': given(
        {},
        ...usedNamespace(),
        kyverno({ validationFailureAction: 'Enforce' }, 'Pod'),
      ),
      'the old spelling enforces too': given(
        {},
        ...usedNamespace(),
        kyverno({ validationFailureAction: 'enforce' }, 'v1/Pod'),
      ),
      'a rule of it does': given(
        {},
        ...usedNamespace(),
        kyverno({
          rules: [{ match: { resources: { kinds: ['Pod'] } }, validate: { failureAction: 'Enforce' } }],
        }),
      ),
      'a CEL policy of Kyverno denies, as it does by default': given({}, ...usedNamespace(), kyvernoCel({})),
      'a policy of Kubewarden protects, as it does by default': given({}, ...usedNamespace(), kubewardenPolicy({})),
      'Gatekeeper has templates': given({}, ...usedNamespace(), gatekeeper, template),
    },
    notApplicable: {
      'nothing runs in it': {},
      'another namespace stands for no cluster': given({ metadata: { name: 'shop' } }, ...usedNamespace('bank')),
    },
  },
});
