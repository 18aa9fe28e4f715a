import { defineCheck } from '../define.ts';
import { kubelet } from '../subjects/kubelet.ts';

export const kubeletAuthzMode = defineCheck({
  id: 'kubelet-authz-mode',
  title: 'Kubelet allows every authenticated request',
  category: 'kubelet',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: { cis: ['4.2.2'], nsa: ['kubelet'] },
  because:
    'With AlwaysAllow every identity that the kubelet accepts may run code in all pods of the node; RBAC is not asked.',
  remedy: 'Set `authorization.mode: Webhook`, so that the API server decides by RBAC.',

  subject: kubelet,
  fields: ['authorization.mode'],
  violatedBy: ({ config }) => config.authorization?.mode === 'AlwaysAllow',

  examples: {
    violating: {
      'everything is allowed': { spec: { authorization: { mode: 'AlwaysAllow' } } },
    },
    compliant: {
      'the API server decides': { spec: { authorization: { mode: 'Webhook' } } },
      'nothing is said, which means Webhook': { spec: { authorization: undefined } },
    },
  },
});
