import { backendsOf } from '../../model/backends.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given } from '../patch.ts';
import { missingBackends } from '../subjects/missing-backends.ts';
import { serviceFor } from '../subjects/exposed.ts';
import { ingress } from '../subjects/network.ts';

const leadingTo = (name: string, port: object = { number: 443 }) => ({
  spec: { rules: [{ host: 'shop.example', http: { paths: [{ path: '/', backend: { service: { name, port } } }] } }] },
});

export const ingressDanglingBackend = defineCheck({
  id: 'ingress-dangling-backend',
  title: 'Ingress leads to a Service that does not exist',
  category: 'ingress',
  optional: true,
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: {},
  because:
    'Visitors get an error, and whoever may create a Service of that name receives what was meant for another program.',
  remedy: 'Correct the name or the port, or delete the rule.',
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
      rules:
        - host: shop.example
          http:
            paths:
              - path: /
                pathType: Prefix
                backend:
                  # A Service of the same namespace, and a port that it has.
                  service:
                    name: app
                    port:
                      number: 80
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: app
      namespace: shop
    spec:
      selector:
        app: app
      ports:
        - port: 80
          targetPort: http
  `,

  subject: ingress,
  fields: ['spec.rules', 'spec.defaultBackend'],
  reads: ['Service'],
  violatedBy(candidate, world) {
    return missingBackends(backendsOf(candidate), world);
  },

  examples: {
    violating: {
      'there is no such Service': leadingTo('app'),
      'the Service is in another namespace': given(leadingTo('app'), serviceFor({}, { namespace: 'edge' })),
      'the Service has no such port': given(leadingTo('app', { number: 8443 }), serviceFor({})),
      'the Service has no port of that name': given(leadingTo('app', { name: 'https' }), serviceFor({})),
      'the default leads to nothing': { spec: { defaultBackend: { service: { name: 'app', port: { number: 443 } } } } },
    },
    compliant: {
      'the Service has the port': given(leadingTo('app'), serviceFor({})),
      'the Service has a port of that name': given(
        leadingTo('app', { name: 'https' }),
        serviceFor({ ports: [{ name: 'https', port: 443 }] }),
      ),
      'the controller of Amazon reads the name of an annotation': given(
        leadingTo('redirect', { name: 'use-annotation' }),
        serviceFor({}),
      ),
    },
    notApplicable: {
      'nothing is behind it': {},
    },
  },
});
