import { flagCheck, mustSet } from '../subjects/flag-check.ts';

export const cpApiKubeletClientCert = flagCheck({
  id: 'cp-api-kubelet-client-cert',
  title: 'API server has no certificate for kubelets',
  component: 'kube-apiserver',
  risk: { impact: 'node', ease: 'conditional' },
  frameworks: { cis: ['1.2.4'], nsa: ['control-plane'] },
  because:
    'Without one it talks to kubelets as nobody in particular, which works only with kubelets that run commands for anybody.',
  remedy: 'Set `--kubelet-client-certificate` and `--kubelet-client-key`.',

  flags: ['kubelet-client-certificate', 'kubelet-client-key'],
  objects: mustSet('kubelet-client-certificate', 'kubelet-client-key'),

  examples: {
    violating: {
      'neither is set': { flags: { 'kubelet-client-certificate': undefined, 'kubelet-client-key': undefined } },
      'only the certificate is set': { flags: { 'kubelet-client-key': undefined } },
      'the key is set to nothing': { flags: { 'kubelet-client-key': '' } },
    },
    compliant: {
      'both are set': {},
    },
  },
});
