import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { entries, strings } from '../subjects/field.ts';
import { coversHost, hasOwnCertificate } from '../subjects/ingress-tls.ts';
import { ingress } from '../subjects/network.ts';
import { quoted } from '../text.ts';

export const ingressTlsHostUncovered = defineCheck({
  id: 'ingress-tls-host-uncovered',
  title: 'Ingress has a host without TLS',
  category: 'ingress',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { eks: ['5.4.5'], aks: ['5.4.5'], nsa: ['encryption'] },
  because:
    'The other hosts have certificates, this one is served in clear text or with a certificate for another name, which teaches people to click warnings away.',
  remedy: 'Add the host to `spec.tls`, with a Secret whose certificate names it.',
  paste: yaml`
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: app
      namespace: shop
    spec:
      tls:
        # Every host of the rules, and the Secret of a certificate that names them.
        - hosts: [shop.example, api.shop.example]
          secretName: shop-tls
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
        - host: api.shop.example
          http: *app
  `,

  subject: ingress,
  fields: ['spec.rules'],
  violatedBy(candidate) {
    const { spec } = candidate;
    const tls = entries(spec?.tls);
    if (tls.length === 0 || hasOwnCertificate(candidate)) return 'not_applicable';
    // An entry without hosts is for all of them.
    if (tls.some((entry) => strings(entry?.hosts).length === 0)) return false;
    const covered = tls.flatMap((entry) => strings(entry?.hosts));
    let offences: Offence[] | undefined;
    entries(spec?.rules).forEach((rule, index) => {
      const host: unknown = rule?.host;
      if (typeof host !== 'string' || host === '' || covered.some((name) => coversHost(name, host))) return;
      if (offences?.some(({ part }) => part === `hosts/${host}`)) return;
      const message = `host ${quoted(host)} is in spec.rules and under no entry of spec.tls`;
      (offences ??= []).push({ path: `spec.rules[${index}].host`, part: `hosts/${host}`, message });
    });
    return offences ?? false;
  },

  examples: {
    violating: {
      'another host has TLS': { spec: { tls: [{ hosts: ['pay.example'] }] } },
      'one of several hosts has none': {
        spec: { tls: [{ hosts: ['shop.example'] }], rules: [{ host: 'shop.example' }, { host: 'pay.example' }] },
      },
      'a wildcard covers no second label': {
        spec: { tls: [{ hosts: ['*.example'] }], rules: [{ host: 'a.b.example' }] },
      },
      'a wildcard does not cover the domain itself': {
        spec: { tls: [{ hosts: ['*.shop.example'] }], rules: [{ host: 'shop.example' }] },
      },
      'one host is not every host': {
        spec: { tls: [{ hosts: ['a.shop.example'] }], rules: [{ host: '*.shop.example' }] },
      },
    },
    compliant: {
      'every host has TLS': {},
      'a wildcard covers one label': { spec: { tls: [{ hosts: ['*.example'] }], rules: [{ host: 'shop.example' }] } },
      'the same wildcard': { spec: { tls: [{ hosts: ['*.example'] }], rules: [{ host: '*.example' }] } },
      'an entry names no hosts': { spec: { tls: [{ secretName: 'all' }] } },
      'an entry has null for hosts': { spec: { tls: [{ hosts: null, secretName: 'all' }] } },
      'a rule without a host is another matter': { spec: { rules: [{ host: undefined }] } },
    },
    notApplicable: {
      'there is no TLS at all': { spec: { tls: undefined } },
      'the load balancer has its own certificate': {
        metadata: {
          annotations: { 'alb.ingress.kubernetes.io/certificate-arn': 'arn:aws:acm:eu-west-1:1:certificate/7' },
        },
        spec: { tls: [{ hosts: ['pay.example'] }] },
      },
    },
  },
});
