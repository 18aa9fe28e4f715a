import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { isSet } from '../subjects/field.ts';
import { ingress } from '../subjects/network.ts';

export const ingressDefaultBackend = defineCheck({
  id: 'ingress-default-backend',
  title: 'Ingress answers whatever no rule is for',
  category: 'ingress',
  optional: true,
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { nsa: ['exposed-interfaces'] },
  because:
    'Requests for every host and path that nobody named reach this program: scanners find it by address, and typing errors of others end here.',
  remedy: 'Name hosts and paths in rules, and leave what is left to the controller.',
  paste: yaml`
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: app
      namespace: shop
    spec:
      tls:
        - hosts: [shop.example]
          secretName: shop-tls
      # Rules instead of defaultBackend.
      rules:
        - host: shop.example
          http:
            paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: app
                    port:
                      number: 80
  `,

  subject: ingress,
  fields: ['spec.defaultBackend'],
  violatedBy({ spec }) {
    return isSet(spec?.defaultBackend)
      ? { path: 'spec.defaultBackend', message: 'spec.defaultBackend takes every request that no rule is for' }
      : false;
  },

  examples: {
    violating: {
      'there is one': { spec: { defaultBackend: { service: { name: 'app', port: { number: 443 } } } } },
      'there is nothing else': { spec: { rules: undefined, defaultBackend: { service: { name: 'app' } } } },
    },
    compliant: {
      'there is none': {},
      'it is null': { spec: { defaultBackend: null } },
    },
  },
});
