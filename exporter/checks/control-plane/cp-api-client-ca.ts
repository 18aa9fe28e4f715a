import { flagCheck, mustSet } from '../subjects/flag-check.ts';

export const cpApiClientCa = flagCheck({
  id: 'cp-api-client-ca',
  title: 'API server cannot verify client certificates',
  component: 'kube-apiserver',
  risk: { impact: 'cluster', ease: 'contributing' },
  frameworks: { cis: ['1.2.25'], nsa: ['authentication'] },
  because: 'Nodes and components then sign in with tokens that somebody distributes and nobody rotates.',
  remedy: 'Set `--client-ca-file` to the authority that signs for nodes and components.',

  flags: ['client-ca-file'],
  objects: mustSet('client-ca-file'),

  examples: {
    violating: {
      'it is not set': { flags: { 'client-ca-file': undefined } },
    },
    compliant: {
      'it is set': {},
    },
  },
});
