import { defineCheck } from '../define.ts';
import { serviceAccount } from '../subjects/service-account.ts';

export const saDefaultAutomount = defineCheck({
  id: 'sa-default-automount',
  title: 'Default service account hands out tokens',
  category: 'service-accounts',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: {
    cis: ['5.1.5', '5.1.6'],
    nsa: ['service-account-tokens'],
    mitre: ['T1078.001'],
    microsoft: ['container-service-account'],
  },
  because:
    'Every pod of the namespace that names no service account runs as this one and is given its token unasked; a right that anybody ever binds to it is then in all of them.',
  remedy: 'Set `automountServiceAccountToken: false` on the account `default` of each namespace.',

  subject: serviceAccount,
  fields: ['automountServiceAccountToken'],
  violatedBy: (account) =>
    account.metadata.name === 'default' ? account.automountServiceAccountToken !== false : 'not_applicable',
  fix: { automountServiceAccountToken: false },

  examples: {
    violating: {
      'it says nothing': { metadata: { name: 'default' }, automountServiceAccountToken: undefined },
      'null is as good as nothing': { metadata: { name: 'default' }, automountServiceAccountToken: null },
      'it says yes': { metadata: { name: 'default' }, automountServiceAccountToken: true },
      'the namespace is kube-system': {
        metadata: { name: 'default', namespace: 'kube-system' },
        automountServiceAccountToken: undefined,
      },
    },
    compliant: {
      'it says no': { metadata: { name: 'default' }, automountServiceAccountToken: false },
    },
    notApplicable: {
      'another account may hand out tokens': { metadata: { name: 'app' }, automountServiceAccountToken: true },
      'a name that begins like it is another': {
        metadata: { name: 'default-runner' },
        automountServiceAccountToken: undefined,
      },
    },
  },
});
