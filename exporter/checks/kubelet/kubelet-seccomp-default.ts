import { defineCheck } from '../define.ts';
import { kubelet } from '../subjects/kubelet.ts';

export const kubeletSeccompDefault = defineCheck({
  id: 'kubelet-seccomp-default',
  title: 'Kubelet runs pods without a seccomp profile unless they ask',
  category: 'kubelet',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { cis: ['4.2.14'], nsa: ['pod-security'], mitre: ['T1611'] },
  because:
    'Pods that name no profile may make every system call: most ways out of a container need one that the default profile forbids.',
  remedy: 'Set `seccompDefault: true`.',

  subject: kubelet,
  fields: ['seccompDefault'],
  violatedBy: ({ config }) => config.seccompDefault !== true,

  examples: {
    violating: {
      'it is switched off': { spec: { seccompDefault: false } },
      'nothing is said, which means off': { spec: { seccompDefault: undefined } },
    },
    compliant: {
      'it is switched on': { spec: { seccompDefault: true } },
    },
  },
});
