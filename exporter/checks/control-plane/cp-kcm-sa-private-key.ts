import { flagCheck, mustSet } from '../subjects/flag-check.ts';

export const cpKcmSaPrivateKey = flagCheck({
  id: 'cp-kcm-sa-private-key',
  title: 'Controller manager has no key for service account tokens',
  component: 'kube-controller-manager',
  risk: { impact: 'operations', ease: 'direct' },
  frameworks: { cis: ['1.3.4'], nsa: ['authentication'] },
  because: 'Without a key of their own tokens cannot be signed or rotated by themselves.',
  remedy: 'Set `--service-account-private-key-file`.',

  flags: ['service-account-private-key-file'],
  objects: mustSet('service-account-private-key-file'),

  examples: {
    violating: {
      'it is not set': { flags: { 'service-account-private-key-file': undefined } },
    },
    compliant: {
      'it is set': {},
    },
  },
});
