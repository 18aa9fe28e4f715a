import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { entries, isSet } from '../subjects/field.ts';
import { ingress } from '../subjects/network.ts';
import { quoted, word } from '../text.ts';

export const ingressWildcardHost = defineCheck({
  id: 'ingress-wildcard-host',
  title: 'Ingress takes requests for every host',
  category: 'ingress',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { nsa: ['exposed-interfaces'] },
  because:
    'It answers for names that belong to others, those that are set up tomorrow included: their visitors, cookies and passwords arrive here.',
  remedy: 'Name the hosts that the program is for.',
  paste: yaml`
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: app
      namespace: shop
    spec:
      tls:
        - hosts: [shop.example, www.shop.example]
          secretName: shop-tls
      # One rule for each host, instead of one for *.shop.example.
      rules:
        - host: shop.example
          http: &app
            paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: app
                    port:
                      number: 80
        - host: www.shop.example
          http: *app
  `,

  subject: ingress,
  fields: ['spec.rules'],
  violatedBy({ spec }) {
    let offences: Offence[] | undefined;
    entries(spec?.rules).forEach((rule, index) => {
      const host: unknown = rule?.host;
      const isNamed = isSet(host) && host !== '';
      if (isNamed && !(typeof host === 'string' && host.includes('*'))) return;
      const part = `hosts/${isNamed ? word(host) : ''}`;
      if (offences?.some((offence) => offence.part === part)) return;
      const path = `spec.rules[${index}].host`;
      (offences ??= []).push({ path, part, message: isNamed ? `${path} is ${quoted(host)}` : `${path} is not set` });
    });
    return offences ?? false;
  },

  examples: {
    violating: {
      'a rule names no host': { spec: { rules: [{ host: undefined }] } },
      'the host is null': { spec: { rules: [{ host: null }] } },
      'the host is empty': { spec: { rules: [{ host: '' }] } },
      'the host is a wildcard': { spec: { rules: [{ host: '*.example' }] } },
      'a wildcard stands where the API server takes none': { spec: { rules: [{ host: 'shop.*.example' }] } },
      'one of several rules names no host': { spec: { rules: [{ host: 'shop.example' }, {}] } },
    },
    compliant: {
      'the host is named': {},
      'there are no rules': { spec: { rules: undefined, defaultBackend: { service: { name: 'app' } } } },
    },
  },
});
