import { defineCheck } from '../define.ts';
import { kubelet } from '../subjects/kubelet.ts';

export const kubeletIptablesChains = defineCheck({
  id: 'kubelet-iptables-chains',
  title: 'Kubelet leaves its packet filter rules to others',
  category: 'kubelet',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { cis: ['4.2.6'] },
  because:
    'Switched off, the chains that marks and drops of Kubernetes rely on may be missing or differ from node to node.',
  remedy: 'Set `makeIPTablesUtilChains: true`, which is the default.',

  subject: kubelet,
  fields: ['makeIPTablesUtilChains'],
  violatedBy: ({ config }) => config.makeIPTablesUtilChains === false,

  examples: {
    violating: {
      'it is switched off': { spec: { makeIPTablesUtilChains: false } },
    },
    compliant: {
      'it is switched on': { spec: { makeIPTablesUtilChains: true } },
      'nothing is said, which means on': { spec: { makeIPTablesUtilChains: undefined } },
    },
  },
});
