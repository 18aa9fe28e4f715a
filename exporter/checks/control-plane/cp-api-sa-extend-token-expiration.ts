import { flagCheck, mustBe } from '../subjects/flag-check.ts';

export const cpApiSaExtendTokenExpiration = flagCheck({
  id: 'cp-api-sa-extend-token-expiration',
  title: 'Tokens of pods live for a year',
  component: 'kube-apiserver',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { cis: ['1.2.30'], nsa: ['service-account-tokens'], mitre: ['T1528'] },
  because:
    'Tokens that are asked for an hour are made to last a year, for clients that cannot renew them: so long does a stolen one work.',
  remedy:
    'Set `--service-account-extend-token-expiration=false`, once serviceaccount_stale_tokens_total stays at zero.',

  flags: ['service-account-extend-token-expiration'],
  objects: mustBe('service-account-extend-token-expiration', false, true),

  examples: {
    violating: {
      'it is on': { flags: { 'service-account-extend-token-expiration': 'true' } },
      'nothing is said, which means true': { flags: { 'service-account-extend-token-expiration': undefined } },
    },
    compliant: {
      'it is off': {},
    },
  },
});
