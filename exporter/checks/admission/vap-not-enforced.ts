import { at } from '../../model/record.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given, type Manifest } from '../patch.ts';
import { admissionPolicy } from '../subjects/admission.ts';
import { entries } from '../subjects/field.ts';
import { denies } from '../subjects/pod-policy.ts';

const binding = (policyName: string, ...validationActions: readonly string[]): Manifest => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name: validationActions.join('-').toLowerCase() || 'none' },
  spec: { policyName, validationActions },
});

const refusing = { spec: { validations: [{ expression: 'object.spec.replicas <= 5' }] } };

export const vapNotEnforced = defineCheck({
  id: 'vap-not-enforced',
  title: 'Admission policy refuses nothing',
  category: 'admission',
  risk: { impact: 'workload', ease: 'contributing' },
  frameworks: { nsa: ['admission-control'] },
  because: 'The policy is there to be seen and counted on, but no binding makes the API server refuse what breaks it.',
  remedy:
    'Bind it with `validationActions: [Deny]`, first with `Warn` and `Audit` to see what would be refused, or delete it.',
  paste: yaml`
    # First with Warn and Audit, to see what would be refused.
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicyBinding
    metadata:
      name: replicas
    spec:
      policyName: replicas
      validationActions: [Deny]
  `,

  subject: admissionPolicy,
  fields: ['spec.validations'],
  reads: ['ValidatingAdmissionPolicyBinding'],
  violatedBy({ metadata: { name }, spec }, world) {
    // A policy of audit annotations alone is there to record.
    if (entries(spec?.validations).length === 0) return 'not_applicable';
    const own = world.list('ValidatingAdmissionPolicyBinding').filter((one) => at(one, 'spec', 'policyName') === name);
    if (own.some(denies)) return false;
    const why = own.length === 0 ? 'no binding names the policy' : 'its bindings warn or audit, none denies';
    return { path: 'spec.validations', message: `spec.validations refuse nothing: ${why}` };
  },

  examples: {
    violating: {
      'nothing binds it': refusing,
      'a binding is for another policy': given(refusing, binding('other', 'Deny')),
      'its binding only warns': given(refusing, binding('replicas', 'Warn')),
      'its binding only audits': given(refusing, binding('replicas', 'Audit')),
      'all of its bindings warn or audit': given(refusing, binding('replicas', 'Warn'), binding('replicas', 'Audit')),
      'its binding has no actions': given(refusing, binding('replicas')),
    },
    compliant: {
      'a binding denies': given(refusing, binding('replicas', 'Deny')),
      'it denies and audits': given(refusing, binding('replicas', 'Deny', 'Audit')),
      'one of its bindings denies': given(refusing, binding('replicas', 'Warn'), binding('replicas', 'Deny')),
    },
    notApplicable: {
      'it only records': {},
      'it is empty': { spec: { validations: [] } },
      'it is null': { spec: { validations: null } },
    },
  },
});
