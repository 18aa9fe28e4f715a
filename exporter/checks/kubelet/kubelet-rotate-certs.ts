import { defineCheck } from '../define.ts';
import { kubelet } from '../subjects/kubelet.ts';

export const kubeletRotateCerts = defineCheck({
  id: 'kubelet-rotate-certs',
  title: 'Kubelet does not renew its client certificate',
  category: 'kubelet',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { cis: ['4.2.10'], nsa: ['encryption'] },
  because: 'When the certificate expires the node drops out; until then a stolen one stays good for its whole year.',
  remedy: 'Set `rotateCertificates: true`.',

  subject: kubelet,
  fields: ['rotateCertificates'],
  violatedBy: ({ config }) => config.rotateCertificates !== true,

  examples: {
    violating: {
      'it is switched off': { spec: { rotateCertificates: false } },
      'nothing is said, which means off': { spec: { rotateCertificates: undefined } },
    },
    compliant: {
      'it is switched on': { spec: { rotateCertificates: true } },
    },
  },
});
