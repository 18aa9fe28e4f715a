import { defineCheck } from '../define.ts';
import { kubelet } from '../subjects/kubelet.ts';

export const kubeletPodPidsLimit = defineCheck({
  id: 'kubelet-pod-pids-limit',
  title: 'Kubelet lets one pod use up the processes of the node',
  category: 'kubelet',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { cis: ['4.2.13'], nsa: ['resource-policies'], mitre: ['T1499'] },
  because:
    'One fork bomb, or one leak, takes every process id of the node, and with it all other pods and the kubelet itself.',
  remedy: 'Set `podPidsLimit`, for example to 4096.',

  subject: kubelet,
  fields: ['podPidsLimit'],
  violatedBy: ({ config: { podPidsLimit } }) => typeof podPidsLimit !== 'number' || podPidsLimit <= 0,

  examples: {
    violating: {
      'it is unlimited': { spec: { podPidsLimit: -1 } },
      'nothing is said, which means unlimited': { spec: { podPidsLimit: undefined } },
      'it is null': { spec: { podPidsLimit: null } },
    },
    compliant: {
      'there is a limit': { spec: { podPidsLimit: 1024 } },
    },
  },
});
