import { defineCheck } from '../define.ts';
import { pod } from '../subjects/pod.ts';

export const podHostPid = defineCheck({
  id: 'pod-host-pid',
  title: 'Pod shares the process namespace of its node',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: { pss: ['baseline'], cis: ['5.2.3'], nsa: ['pod-security'], mitre: ['T1611'] },
  because:
    'Processes of the node and of every other pod can be seen, signalled and, with the right capability, read: their environment and open files hold credentials.',
  remedy:
    'Remove `hostPID`; a tool that must see the processes of one pod can share the namespace of that pod instead.',

  subject: pod,
  fields: ['hostPID'],
  violatedBy: ({ spec }) => spec.hostPID === true,
  fix: { spec: { hostPID: null } },

  examples: {
    violating: {
      'hostPID is set': { spec: { hostPID: true } },
      'a user namespace does not help': { spec: { hostPID: true, hostUsers: false } },
    },
    compliant: {
      'hostPID is false': { spec: { hostPID: false } },
      'nothing is said': { spec: { hostPID: undefined } },
      'null is as good as nothing': { spec: { hostPID: null } },
    },
  },
});
