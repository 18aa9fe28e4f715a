import { defineCheck } from '../define.ts';
import { kubelet } from '../subjects/kubelet.ts';

export const kubeletReadOnlyPort = defineCheck({
  id: 'kubelet-read-only-port',
  title: 'Kubelet serves everything about its pods on an open port',
  category: 'kubelet',
  risk: { impact: 'workload', ease: 'direct' },
  frameworks: { cis: ['4.2.4'], nsa: ['kubelet'], mitre: ['T1613'] },
  because:
    'The read-only port gives pod specs, and with them environment variables and service accounts, to everybody who reaches the node.',
  remedy: 'Set `readOnlyPort: 0`.',

  subject: kubelet,
  fields: ['readOnlyPort'],
  violatedBy: ({ config: { readOnlyPort } }) => typeof readOnlyPort === 'number' && readOnlyPort !== 0,

  examples: {
    violating: {
      'the port is the one of old': { spec: { readOnlyPort: 10255 } },
    },
    compliant: {
      'it is zero': { spec: { readOnlyPort: 0 } },
      'nothing is said, which means none': { spec: { readOnlyPort: undefined } },
    },
  },
});
