import { defineCheck } from '../define.ts';
import { kubelet } from '../subjects/kubelet.ts';

export const kubeletProtectKernelDefaults = defineCheck({
  id: 'kubelet-protect-kernel-defaults',
  title: 'Kubelet changes kernel settings to what it likes',
  category: 'kubelet',
  risk: { impact: 'operations', ease: 'conditional' },
  optional: true,
  frameworks: { nsa: ['worker-nodes'] },
  because:
    'The kubelet overwrites settings of the kernel that were hardened on purpose, instead of stopping with an error.',
  remedy: 'Set `protectKernelDefaults: true` once the kernel settings of the node are what the kubelet expects.',

  subject: kubelet,
  fields: ['protectKernelDefaults'],
  violatedBy: ({ config }) => config.protectKernelDefaults !== true,

  examples: {
    violating: {
      'it is switched off': { spec: { protectKernelDefaults: false } },
      'nothing is said, which means off': { spec: { protectKernelDefaults: undefined } },
    },
    compliant: {
      'it is switched on': { spec: { protectKernelDefaults: true } },
    },
  },
});
