import { flagCheck, mustBe } from '../subjects/flag-check.ts';

export const cpApiSaLookup = flagCheck({
  id: 'cp-api-sa-lookup',
  title: 'Tokens outlive their service account',
  component: 'kube-apiserver',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { cis: ['1.2.21'], nsa: ['authentication'], mitre: ['T1528'] },
  because:
    'A token of an account that was deleted because it leaked goes on working until it expires, or forever where it does not.',
  remedy: 'Remove `--service-account-lookup=false`.',

  flags: ['service-account-lookup'],
  wanted: { 'service-account-lookup': 'true' },
  objects: mustBe('service-account-lookup', true, true),

  examples: {
    violating: {
      'it is off': { flags: { 'service-account-lookup': 'false' } },
      'it is off, written as 0': { flags: { 'service-account-lookup': '0' } },
    },
    compliant: {
      'nothing is said, which means true': {},
      'it is on': { flags: { 'service-account-lookup': 'true' } },
    },
  },
});
