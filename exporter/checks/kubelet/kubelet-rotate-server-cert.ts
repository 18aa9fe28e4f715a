import { defineCheck } from '../define.ts';
import { kubelet } from '../subjects/kubelet.ts';

export const kubeletRotateServerCert = defineCheck({
  id: 'kubelet-rotate-server-cert',
  title: 'Kubelet may not renew its serving certificate',
  category: 'kubelet',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { cis: ['4.2.11'], nsa: ['encryption'] },
  because:
    'With the feature gate off the serving certificate is not renewed: it expires, and clients learn to skip verification.',
  remedy: 'Remove `RotateKubeletServerCertificate: false` from `featureGates`.',

  subject: kubelet,
  fields: ['featureGates.RotateKubeletServerCertificate'],
  violatedBy: ({ config }) => config.featureGates?.['RotateKubeletServerCertificate'] === false,

  examples: {
    violating: {
      'the gate is switched off': { spec: { featureGates: { RotateKubeletServerCertificate: false } } },
    },
    compliant: {
      'the gate is switched on': { spec: { featureGates: { RotateKubeletServerCertificate: true } } },
      'nothing is said, which means on since 1.12': { spec: { featureGates: undefined } },
      'another gate is off': { spec: { featureGates: { GracefulNodeShutdown: false } } },
    },
  },
});
