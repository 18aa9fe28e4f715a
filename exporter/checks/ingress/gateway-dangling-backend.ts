import { backendsOf } from '../../model/backends.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given } from '../patch.ts';
import { serviceFor } from '../subjects/exposed.ts';
import { gatewayRoute } from '../subjects/gateway.ts';
import { missingBackends } from '../subjects/missing-backends.ts';

const leadingTo = (backend: object) => ({ spec: { rules: [{ backendRefs: [backend] }] } });

export const gatewayDanglingBackend = defineCheck({
  id: 'gateway-dangling-backend',
  title: 'Route of a Gateway leads to a Service that does not exist',
  category: 'ingress',
  optional: true,
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: {},
  because:
    'Visitors get an error, and whoever may create a Service of that name receives what was meant for another program.',
  remedy: 'Correct the name, the namespace or the port, or delete the reference.',
  paste: yaml`
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata:
      name: app
      namespace: shop
    spec:
      parentRefs:
        - name: internet
          namespace: edge
          sectionName: https
      hostnames: [shop.example]
      rules:
        - backendRefs:
            # A Service of the namespace of the route, and a port that it has.
            - name: app
              port: 80
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

  subject: gatewayRoute,
  fields: ['spec.rules'],
  reads: ['Service'],
  violatedBy(route, world) {
    return missingBackends(backendsOf(route), world);
  },

  examples: {
    violating: {
      'there is no such Service': leadingTo({ name: 'app', port: 443 }),
      'the Service is in another namespace': given(
        leadingTo({ name: 'app', port: 443, namespace: 'bank' }),
        serviceFor({}),
      ),
      'the Service has no such port': given(leadingTo({ name: 'app', port: 8443 }), serviceFor({})),
      'it is a route of TCP': {
        apiVersion: 'gateway.networking.k8s.io/v1alpha2',
        kind: 'TCPRoute',
        ...leadingTo({ name: 'app', port: 443 }),
      },
    },
    compliant: {
      'the Service is there': given(leadingTo({ name: 'app', port: 443 }), serviceFor({})),
      'the Service of another namespace is there': given(
        leadingTo({ name: 'app', port: 443, namespace: 'bank' }),
        serviceFor({}, { namespace: 'bank' }),
      ),
    },
    notApplicable: {
      'it only sends people elsewhere': {},
      'it leads to something that is no Service': leadingTo({
        group: 'net.gke.io',
        kind: 'ServiceImport',
        name: 'app',
      }),
    },
  },
});
