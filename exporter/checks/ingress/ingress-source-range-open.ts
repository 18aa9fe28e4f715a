import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { isEverywhere } from '../subjects/address-range.ts';
import { allowedRanges } from '../subjects/exposure.ts';
import { ingress } from '../subjects/network.ts';

const annotated = (name: string, value: string) => ({ metadata: { annotations: { [name]: value } } });
const nginx = 'nginx.ingress.kubernetes.io/whitelist-source-range';

export const ingressSourceRangeOpen = defineCheck({
  id: 'ingress-source-range-open',
  title: 'Ingress lists who may come in, and lists everybody',
  category: 'ingress',
  optional: true,
  risk: { impact: 'workload', ease: 'contributing' },
  frameworks: { nsa: ['exposed-interfaces'] },
  because: 'Somebody meant to let in a few networks; a range that holds every address lets in the rest as well.',
  remedy: 'Leave the range that holds every address out of the annotation.',
  paste: yaml`
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: app
      namespace: shop
      annotations:
        # Networks of those who need it; without the annotation everybody is let in.
        nginx.ingress.kubernetes.io/whitelist-source-range: 192.0.2.0/24,198.51.100.0/24
    spec:
      tls:
        - hosts: [shop.example]
          secretName: shop-tls
      rules:
        - host: shop.example
  `,

  subject: ingress,
  fields: ['metadata.annotations'],
  violatedBy(candidate) {
    const ranges = allowedRanges(candidate);
    if (ranges.length === 0) return 'not_applicable';
    const open = ranges.find(isEverywhere);
    if (open === undefined) return false;
    return {
      path: 'metadata.annotations',
      message: `the annotation with the ranges that may come in has ${open} among them`,
    };
  },

  examples: {
    violating: {
      'every address is listed': annotated(nginx, '0.0.0.0/0'),
      'every address is among those listed': annotated(nginx, '10.0.0.0/8, ::/0'),
      'the load balancer of Amazon is told so': annotated('alb.ingress.kubernetes.io/inbound-cidrs', '0.0.0.0/0,::/0'),
    },
    compliant: {
      'networks are listed': annotated(nginx, '203.0.113.0/24,198.51.100.7'),
      'the newer annotation lists networks': annotated(
        'nginx.ingress.kubernetes.io/allowlist-source-range',
        '10.0.0.0/8',
      ),
    },
    notApplicable: {
      'nothing is listed': {},
      'the list is empty': annotated(nginx, ''),
    },
  },
});
