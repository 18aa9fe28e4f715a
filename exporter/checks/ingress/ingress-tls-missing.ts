import { defineCheck } from '../define.ts';
import { ingress } from '../subjects/network.ts';
import { entries } from '../subjects/field.ts';

export const ingressTlsMissing = defineCheck({
  id: 'ingress-tls-missing',
  title: 'Ingress has no TLS',
  category: 'ingress',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { eks: ['5.4.5'], aks: ['5.4.5'], nsa: ['encryption'] },
  because:
    'What passes in clear text can be read and altered on the way: passwords, session cookies and the pages themselves.',
  remedy: 'Add `spec.tls` with the hosts and the Secret of their certificate.',

  subject: ingress,
  fields: ['spec.tls'],
  violatedBy: ({ spec }) => entries(spec?.tls).length === 0,

  examples: {
    violating: {
      'nothing is said of it': { spec: { tls: undefined } },
      'the list is null': { spec: { tls: null } },
      'the list is empty': { spec: { tls: [] } },
      'there is only a backend': { spec: { tls: undefined, rules: undefined } },
    },
    compliant: {
      'a certificate is named': { spec: { tls: [{ hosts: ['shop.example'], secretName: 'shop-tls' }] } },
      'the controller has a default certificate': { spec: { tls: [{ hosts: ['shop.example'] }] } },
    },
  },
});
