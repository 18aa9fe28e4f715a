import { defineCheck } from '../define.ts';
import { kubelet } from '../subjects/kubelet.ts';

export const kubeletAnonymousAuth = defineCheck({
  id: 'kubelet-anonymous-auth',
  title: 'Kubelet answers requests without credentials',
  category: 'kubelet',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: { cis: ['4.2.1'], nsa: ['kubelet'], mitre: ['T1133'] },
  because:
    'Whoever reaches port 10250 of the node may ask the kubelet without saying who they are; with a lax authorization they run code in every pod of the node.',
  remedy: 'Set `authentication.anonymous.enabled: false` in the configuration file of the kubelet and restart it.',

  subject: kubelet,
  fields: ['authentication.anonymous.enabled'],
  violatedBy: ({ config }) => config.authentication?.anonymous?.enabled === true,

  examples: {
    violating: {
      'it is switched on': { spec: { authentication: { anonymous: { enabled: true } } } },
    },
    compliant: {
      'it is switched off': { spec: { authentication: { anonymous: { enabled: false } } } },
      'nothing is said, which means off in the configuration file': { spec: { authentication: undefined } },
      'it is null': { spec: { authentication: { anonymous: { enabled: null } } } },
    },
  },
});
