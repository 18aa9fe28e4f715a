import { flagCheck, mustSet } from '../subjects/flag-check.ts';

export const cpApiKubeletCa = flagCheck({
  id: 'cp-api-kubelet-ca',
  title: 'API server does not verify kubelets',
  component: 'kube-apiserver',
  risk: { impact: 'node', ease: 'contributing' },
  frameworks: { cis: ['1.2.5'], nsa: ['control-plane', 'encryption'] },
  because:
    'Whoever gets between API server and node can pose as the kubelet: exec sessions, logs and port forwards pass through their hands.',
  remedy:
    'Set `--kubelet-certificate-authority`, once kubelets serve certificates that it signed (`serverTLSBootstrap`).',

  flags: ['kubelet-certificate-authority'],
  objects: mustSet('kubelet-certificate-authority'),

  examples: {
    violating: {
      'it is not set': { flags: { 'kubelet-certificate-authority': undefined } },
      'it is set to nothing': { flags: { 'kubelet-certificate-authority': '' } },
    },
    compliant: {
      'it is set': {},
      'the API server says so itself': {
        seen: { flags: { 'kubelet-certificate-authority': '/etc/kubernetes/pki/ca.crt' } },
      },
    },
    notApplicable: {
      'a provider runs the control plane': { seen: { spec: { provider: 'eks', managed: true } } },
    },
  },
});
