import { defineCheck } from '../define.ts';
import { pod } from '../subjects/pod.ts';

export const podHostIpc = defineCheck({
  id: 'pod-host-ipc',
  title: 'Pod shares the IPC namespace of its node',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: { pss: ['baseline'], cis: ['5.2.4'], nsa: ['pod-security'] },
  because:
    'Shared memory and message queues of programs on the node, and of other pods like this one, can be read and altered.',
  remedy: 'Remove `hostIPC`; containers of one pod can share memory through an emptyDir volume.',

  subject: pod,
  fields: ['hostIPC'],
  violatedBy: ({ spec }) => spec.hostIPC === true,
  fix: { spec: { hostIPC: null } },

  examples: {
    violating: {
      'hostIPC is set': { spec: { hostIPC: true } },
      'a user namespace does not help': { spec: { hostIPC: true, hostUsers: false } },
    },
    compliant: {
      'hostIPC is false': { spec: { hostIPC: false } },
      'nothing is said': { spec: { hostIPC: undefined } },
      'null is as good as nothing': { spec: { hostIPC: null } },
    },
  },
});
