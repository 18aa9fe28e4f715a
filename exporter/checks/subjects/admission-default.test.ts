import { expect, it } from 'vitest';
import { controlPlaneName } from '../../model/control-plane.ts';
import { judge } from '../../testing/judge.ts';
import { admissionPolicyEngine } from '../admission/admission-policy-engine.ts';
import { nsPsaEnforceMissing } from '../namespaces/ns-psa-enforce-missing.ts';
import type { Manifest } from '../patch.ts';
import { usedNamespace } from './namespace.ts';

const [shop = admissionPolicyEngine.sound, ...others] = usedNamespace();
const withFile: Manifest = {
  apiVersion: 'observed.plumbline/v1',
  kind: 'ControlPlane',
  metadata: { name: controlPlaneName },
  flags: { 'admission-control-config-file': '/etc/kubernetes/admission.yaml' },
};

it.each([
  ['of a namespace without a label', nsPsaEnforceMissing, shop],
  ['of a cluster without policies', admissionPolicyEngine, admissionPolicyEngine.sound],
])('what a file of the API server may set by default makes the verdict %s unknown', (_, check, subject) => {
  expect(judge(check, [subject, shop, ...others]).result).toBe('fail');
  const { result, reason } = judge(check, [subject, shop, ...others, withFile]);
  expect(result).toBe('unknown');
  expect(reason).toContain('--admission-control-config-file');
});
