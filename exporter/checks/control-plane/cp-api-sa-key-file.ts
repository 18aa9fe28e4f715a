import { flagCheck, mustSet } from '../subjects/flag-check.ts';

export const cpApiSaKeyFile = flagCheck({
  id: 'cp-api-sa-key-file',
  title: 'Service account tokens have no key of their own',
  component: 'kube-apiserver',
  risk: { impact: 'cluster', ease: 'contributing' },
  frameworks: { cis: ['1.2.22'], nsa: ['authentication'] },
  because:
    'Without one the key of the serving certificate verifies tokens too: it cannot be replaced alone, and whoever holds it mints tokens for any account.',
  remedy: 'Set `--service-account-key-file` to a key that serves nothing else.',

  flags: ['service-account-key-file'],
  objects: (flags, context) =>
    flags.text('service-account-signing-endpoint') === undefined
      ? mustSet('service-account-key-file')(flags, context)
      : undefined,

  examples: {
    violating: {
      'it is not set': { flags: { 'service-account-key-file': undefined } },
    },
    compliant: {
      'it is set': {},
      'it is given twice, for a rotation': {
        command: ['kube-apiserver', '--service-account-key-file=/a.pub', '--service-account-key-file=/b.pub'],
      },
      'a signer outside keeps the keys': {
        flags: { 'service-account-key-file': undefined, 'service-account-signing-endpoint': '/run/signer.sock' },
      },
    },
  },
});
