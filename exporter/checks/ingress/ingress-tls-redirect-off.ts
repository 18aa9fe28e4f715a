import { defineCheck } from '../define.ts';
import { entries } from '../subjects/field.ts';
import { ingress } from '../subjects/network.ts';

/** Annotations by which a controller is told to go on serving clear text beside TLS, and the value that says so. */
const switches: ReadonlyMap<string, string> = new Map([
  ['nginx.ingress.kubernetes.io/ssl-redirect', 'false'],
  ['appgw.ingress.kubernetes.io/ssl-redirect', 'false'],
  ['haproxy.org/ssl-redirect', 'false'],
  ['haproxy-ingress.github.io/ssl-redirect', 'false'],
  ['ingress.kubernetes.io/ssl-redirect', 'false'],
]);
const forced = 'nginx.ingress.kubernetes.io/force-ssl-redirect';

const annotated = (annotations: Readonly<Record<string, string>>) => ({ metadata: { annotations } });

export const ingressTlsRedirectOff = defineCheck({
  id: 'ingress-tls-redirect-off',
  title: 'Ingress serves clear text beside TLS',
  category: 'ingress',
  optional: true,
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { nsa: ['encryption'] },
  because:
    'Whoever types the name without https stays in clear text, where passwords and cookies can be read on the way.',
  remedy: 'Remove the annotation, so that the controller sends everybody to https.',

  subject: ingress,
  fields: ['metadata.annotations'],
  violatedBy({ spec, metadata: { annotations } }) {
    if (entries(spec?.tls).length === 0) return 'not_applicable';
    for (const name in annotations) {
      const off = switches.get(name);
      if (off === undefined || annotations[name]?.toLowerCase() !== off || annotations[forced] === 'true') continue;
      return { path: 'metadata.annotations', part: name, message: `annotation ${name} is "${off}"` };
    }
    return false;
  },
  fix: (_ingress, { part = '' }) => ({ metadata: { annotations: { [part]: null } } }),

  examples: {
    violating: {
      'nginx is told so': annotated({ 'nginx.ingress.kubernetes.io/ssl-redirect': 'false' }),
      'the gateway of Azure is told so': annotated({ 'appgw.ingress.kubernetes.io/ssl-redirect': 'False' }),
      'HAProxy is told so': annotated({ 'haproxy.org/ssl-redirect': 'false' }),
    },
    compliant: {
      'nothing is said of it': {},
      'it is told to redirect': annotated({ 'nginx.ingress.kubernetes.io/ssl-redirect': 'true' }),
      'another annotation forces it': annotated({
        'nginx.ingress.kubernetes.io/ssl-redirect': 'false',
        'nginx.ingress.kubernetes.io/force-ssl-redirect': 'true',
      }),
    },
    notApplicable: {
      'there is no TLS to redirect to': {
        metadata: { annotations: { 'nginx.ingress.kubernetes.io/ssl-redirect': 'false' } },
        spec: { tls: undefined },
      },
    },
  },
});
