import { flagCheck, mustBe } from '../subjects/flag-check.ts';

export const cpKcmUseSaCredentials = flagCheck({
  id: 'cp-kcm-use-sa-credentials',
  title: 'All controllers share one identity',
  component: 'kube-controller-manager',
  risk: { impact: 'cluster', ease: 'contributing' },
  frameworks: { cis: ['1.3.3'], nsa: ['authorization'] },
  because:
    'One identity then has the rights of all controllers together, and the audit log cannot tell which of them acted.',
  remedy: 'Set `--use-service-account-credentials=true`.',

  flags: ['use-service-account-credentials'],
  objects: mustBe('use-service-account-credentials', true, false),

  examples: {
    violating: {
      'it is off': { flags: { 'use-service-account-credentials': 'false' } },
      'nothing is said, which means false': { flags: { 'use-service-account-credentials': undefined } },
    },
    compliant: {
      'it is on': {},
      'the flag has no value, which means true': {
        command: ['kube-controller-manager', '--use-service-account-credentials'],
      },
    },
  },
});
