import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { entries } from '../subjects/field.ts';
import { hasOwnCertificate } from '../subjects/ingress-tls.ts';
import { ingress } from '../subjects/network.ts';

export const ingressTlsMissing = defineCheck({
  id: 'ingress-tls-missing',
  title: 'Ingress has no TLS',
  category: 'ingress',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { eks: ['5.4.5'], aks: ['5.4.5'], nsa: ['encryption'] },
  because:
    'What passes in clear text can be read and altered on the way: passwords, session cookies and the pages themselves.',
  remedy: 'Add `spec.tls` with the hosts and the Secret of their certificate.',
  paste: yaml`
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: app
      namespace: shop
      annotations:
        # cert-manager makes the Secret and renews it.
        cert-manager.io/cluster-issuer: letsencrypt
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
                  service:
                    name: app
                    port:
                      number: 80
  `,

  subject: ingress,
  fields: ['spec.tls', 'metadata.annotations'],
  violatedBy: (candidate) => entries(candidate.spec?.tls).length === 0 && !hasOwnCertificate(candidate),

  examples: {
    violating: {
      'nothing is said of it': { spec: { tls: undefined } },
      'the list is null': { spec: { tls: null } },
      'the list is empty': { spec: { tls: [] } },
      'there is only a backend': { spec: { tls: undefined, rules: undefined } },
      'an annotation names no certificate': {
        metadata: { annotations: { 'alb.ingress.kubernetes.io/certificate-arn': '' } },
        spec: { tls: undefined },
      },
    },
    compliant: {
      'a certificate is named': { spec: { tls: [{ hosts: ['shop.example'], secretName: 'shop-tls' }] } },
      'the controller has a default certificate': { spec: { tls: [{ hosts: ['shop.example'] }] } },
      'the load balancer of Amazon has a certificate': {
        metadata: {
          annotations: { 'alb.ingress.kubernetes.io/certificate-arn': 'arn:aws:acm:eu-west-1:1:certificate/7' },
        },
        spec: { tls: undefined },
      },
      'the load balancer of Google has a certificate': {
        metadata: { annotations: { 'networking.gke.io/managed-certificates': 'shop' } },
        spec: { tls: undefined },
      },
      'the load balancer of Azure has a certificate': {
        metadata: { annotations: { 'appgw.ingress.kubernetes.io/appgw-ssl-certificate': 'shop' } },
        spec: { tls: undefined },
      },
      'Traefik is told to speak TLS': {
        metadata: { annotations: { 'traefik.ingress.kubernetes.io/router.tls': 'true' } },
        spec: { tls: undefined },
      },
    },
  },
});
