import { defineCheck } from '../define.ts';
import { pod } from '../subjects/pod.ts';

export const podHostNetwork = defineCheck({
  id: 'pod-host-network',
  title: 'Pod shares the network of its node',
  category: 'pod-security',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: { pss: ['baseline'], cis: ['5.2.5'], nsa: ['pod-security'] },
  because:
    'The pod reaches what listens on the loopback of the node, can watch its traffic, speaks with the address of the node and so passes by network policies and often the guard of the metadata service.',
  remedy: 'Remove `hostNetwork` and publish the port through a Service.',

  subject: pod,
  fields: ['hostNetwork'],
  violatedBy: ({ spec }) => spec.hostNetwork === true,
  fix: { spec: { hostNetwork: null } },

  examples: {
    violating: {
      'hostNetwork is set': { spec: { hostNetwork: true } },
      'a user namespace does not help': { spec: { hostNetwork: true, hostUsers: false } },
    },
    compliant: {
      'hostNetwork is false': { spec: { hostNetwork: false } },
      'nothing is said': { spec: { hostNetwork: undefined } },
      'null is as good as nothing': { spec: { hostNetwork: null } },
    },
  },
});
