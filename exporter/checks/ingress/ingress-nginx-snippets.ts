import { at } from '../../model/record.ts';
import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { nginxPrefix, snippets } from '../subjects/ingress-nginx.ts';
import { whole } from '../subjects/whole.ts';

interface SnippetFields {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: object;
}

const ingressOrConfig = whole<SnippetFields>('ingress or configuration of its controller', ['Ingress', 'ConfigMap'], {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'app', namespace: 'shop' },
  spec: { tls: [{ hosts: ['shop.example'] }], rules: [{ host: 'shop.example' }] },
});

const annotated = (name: string, value = 'more_set_headers "X-Frame-Options: DENY";') => ({
  metadata: { annotations: { [`${nginxPrefix}${name}`]: value } },
});
const configured = (data: Readonly<Record<string, string>>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'ingress-nginx-controller' },
  spec: undefined,
  data,
});

export const ingressNginxSnippets = defineCheck({
  id: 'ingress-nginx-snippets',
  title: 'Ingresses may put code into nginx',
  category: 'ingress',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { nsa: ['exposed-interfaces'], mitre: ['T1552.007'], microsoft: ['application-exploit'] },
  because:
    'A snippet is copied into the configuration of ingress-nginx as it is: whoever may write an Ingress reads through it whatever the controller can, which is the Secrets of the whole cluster (CVE-2021-25742).',
  remedy:
    'Replace the snippet by an annotation or a setting made for it, and leave `allow-snippet-annotations` at false.',
  paste: yaml`
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: ingress-nginx-controller
      namespace: ingress-nginx
    data:
      allow-snippet-annotations: 'false'
  `,

  subject: ingressOrConfig,
  fields: ['metadata.annotations', 'data.allow-snippet-annotations'],
  violatedBy(candidate) {
    if (candidate.kind === 'ConfigMap') {
      const setting = at(candidate, 'data', 'allow-snippet-annotations');
      if (typeof setting !== 'string') return 'not_applicable';
      if (setting.toLowerCase() !== 'true') return false;
      return {
        path: 'data.allow-snippet-annotations',
        message: 'allow-snippet-annotations is "true" for every Ingress',
      };
    }
    let offences: Offence[] | undefined;
    for (const key in candidate.metadata.annotations) {
      if (!key.startsWith(nginxPrefix)) continue;
      const name = key.slice(nginxPrefix.length);
      if (!snippets.has(name) || candidate.metadata.annotations[key] === '') continue;
      (offences ??= []).push({ path: 'metadata.annotations', part: name, message: `annotation ${key} is set` });
    }
    return offences ?? false;
  },

  examples: {
    violating: {
      'a location has one': annotated('configuration-snippet'),
      'a server has one': annotated('server-snippet'),
      'authentication has one': annotated('auth-snippet'),
      'the firewall has one': annotated('modsecurity-snippet'),
      'a stream has one': annotated('stream-snippet'),
      'the controller allows them': configured({ 'allow-snippet-annotations': 'true' }),
    },
    compliant: {
      'there are no annotations': {},
      'the snippet is empty': annotated('configuration-snippet', ''),
      'another annotation': annotated('auth-url', 'https://$host/oauth2/auth'),
      'another controller has snippets of its own': {
        metadata: { annotations: { 'nginx.org/location-snippets': 'add_header X-Frame-Options DENY;' } },
      },
      'the controller refuses them': configured({ 'allow-snippet-annotations': 'false' }),
    },
    notApplicable: {
      'the configuration is of something else': configured({ mode: 'fast' }),
    },
  },
});
