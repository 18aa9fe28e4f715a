import { flagCheck } from '../subjects/flag-check.ts';

export const cpKcmRotateKubeletCert = flagCheck({
  id: 'cp-kcm-rotate-kubelet-cert',
  title: 'Rotation of serving certificates of kubelets is switched off',
  component: 'kube-controller-manager',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { cis: ['1.3.6'], nsa: ['kubelet', 'encryption'] },
  because: 'Certificates that are not renewed end one day, and until then somebody turns their verification off.',
  remedy: 'Remove RotateKubeletServerCertificate=false from `--feature-gates`.',

  flags: ['feature-gates'],
  wanted: { 'feature-gates': 'RotateKubeletServerCertificate=true' },
  objects: (flags) =>
    flags.list('feature-gates').findLast((gate) => gate.startsWith('RotateKubeletServerCertificate=')) ===
    'RotateKubeletServerCertificate=false'
      ? '--feature-gates has RotateKubeletServerCertificate=false'
      : undefined,

  examples: {
    violating: {
      'the gate is closed': { flags: { 'feature-gates': 'RotateKubeletServerCertificate=false' } },
      'it is closed in the second of two flags': {
        command: [
          'kube-controller-manager',
          '--feature-gates=A=true',
          '--feature-gates=RotateKubeletServerCertificate=false',
        ],
      },
    },
    compliant: {
      'nothing is said, which leaves it open': {},
      'it is open': { flags: { 'feature-gates': 'RotateKubeletServerCertificate=true' } },
      'another gate is closed': { flags: { 'feature-gates': 'Other=false' } },
    },
  },
});
