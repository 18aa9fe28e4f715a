import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { entries } from '../subjects/field.ts';
import {
  embedded,
  injected,
  injectedPath,
  nginxPrefix,
  proven,
  snippets,
  takenOver,
} from '../subjects/ingress-nginx.ts';
import { ingress, type IngressFields } from '../subjects/network.ts';
import type { Whole } from '../subjects/whole.ts';

const annotated = (name: string, value: string) => ({
  metadata: { annotations: { [`${nginxPrefix}${name}`]: value } },
});
const pathed = (path: string) => ({ spec: { rules: [{ host: 'shop.example', http: { paths: [{ path }] } }] } });

export const ingressNginxInjection = defineCheck({
  id: 'ingress-nginx-injection',
  title: 'Ingress writes into the configuration of nginx',
  category: 'ingress',
  risk: { impact: 'cluster', ease: 'direct' },
  frameworks: { nsa: ['exposed-interfaces'], mitre: ['T1190', 'T1552.007'], microsoft: ['application-exploit'] },
  because:
    'The controller ingress-nginx copies these values into its configuration: what breaks out of its place there runs in the controller, which reads the Secrets of the whole cluster. Nothing but an attack looks like this.',
  remedy:
    'Find out who created the Ingress, delete it, and rotate what the controller can read; then replace ingress-nginx, which is retired.',
  paste: yaml`
    # What makes the controller refuse such values until it is replaced.
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: ingress-nginx-controller
      namespace: ingress-nginx
    data:
      allow-snippet-annotations: 'false'
      annotations-risk-level: High
      strict-validate-path-type: 'true'
  `,

  subject: ingress,
  fields: ['metadata.annotations', 'spec.rules'],
  violatedBy(candidate) {
    let offences: Offence[] | undefined;
    const { annotations } = candidate.metadata;
    if (annotations !== undefined) {
      for (const names of [proven, embedded]) {
        for (const name of names) {
          const value = annotations[`${nginxPrefix}${name}`];
          // Only in addresses that the controller itself calls a fragment makes no sense.
          const says = names === proven && value?.includes('#') === true ? 'has a # in it' : injected(value);
          if (says === undefined) continue;
          const message = `annotation ${nginxPrefix}${name} ${says}`;
          (offences ??= []).push({ path: 'metadata.annotations', part: `annotations/${name}`, message });
        }
      }
      for (const name of snippets) {
        const says = takenOver(annotations[`${nginxPrefix}${name}`]);
        if (says === undefined) continue;
        const message = `annotation ${nginxPrefix}${name} ${says}`;
        (offences ??= []).push({ path: 'metadata.annotations', part: `annotations/${name}`, message });
      }
    }
    const path = pathOffence(candidate);
    if (path !== undefined) (offences ??= []).push(path);
    return offences ?? false;
  },

  examples: {
    violating: {
      'an address for authentication begins another directive': annotated(
        'auth-url',
        'http://a.example/#;load_module x;',
      ),
      'an address for authentication ends its string': annotated('auth-url', 'http://a.example/"; return 200'),
      'a name of certificates ends its block': annotated('auth-tls-match-cn', 'CN=a)}\nssl_engine x'),
      'a target of mirrors has a line break': annotated('mirror-target', 'https://a.example\nalias /x'),
      'a rewrite reads the token of the controller': annotated(
        'rewrite-target',
        '/var/run/secrets/kubernetes.io/serviceaccount/token',
      ),
      'a redirect runs a program': annotated('permanent-redirect', 'https://a.example/;content_by_lua_block'),
      'a snippet reads the token of the controller': annotated(
        'configuration-snippet',
        'set_by_file $x /var/run/secrets/kubernetes.io/serviceaccount/token;',
      ),
      'a snippet runs a program': annotated('server-snippet', 'location /x { content_by_lua_block { os.execute() } }'),
      'a snippet serves the files of the controller': annotated('server-snippet', 'location /x {\n  alias /;\n}'),
      'a path is a folder of the controller': pathed('/etc'),
      'a path is the home of root': pathed('/root/.ssh'),
      'a path ends its block': pathed('/app){ return 200'),
      'a path reads files of the controller': pathed('/etc/passwd'),
      'a path has a line break': pathed('/app\nroot /'),
    },
    compliant: {
      'there are no annotations': {},
      'an address for authentication has variables': annotated('auth-url', 'https://$host/oauth2/auth'),
      'a rewrite names a group': annotated('rewrite-target', '/$1/$2'),
      'a login returns people': annotated(
        'auth-signin',
        'https://login.example/start?rd=$scheme://$host$escaped_request_uri',
      ),
      'a name of certificates is a pattern': annotated('auth-tls-match-cn', 'CN=(web|shop)-[0-9]{1,3}'),
      'a target of mirrors has variables': annotated('mirror-target', 'https://test.example$request_uri'),
      'a path is a pattern': pathed('/api(/|$)(.*)'),
      'a path counts digits': pathed('/v[0-9]{1,2}/items'),
      'a redirect leads to a fragment': annotated('permanent-redirect', 'https://shop.example/#/cart'),
      'a variable stands in braces': annotated('upstream-hash-by', '${request_uri}'),
      'a snippet is another matter': annotated('configuration-snippet', 'more_set_headers "X-Frame-Options: DENY";'),
      'a snippet includes rules that the image has': annotated(
        'modsecurity-snippet',
        'SecRuleEngine On\nInclude /etc/nginx/owasp-modsecurity-crs/nginx-modsecurity.conf',
      ),
      'a snippet passes requests on': annotated('server-snippet', 'location /api { proxy_pass http://up; }'),
      'a snippet speaks of a root': annotated('configuration-snippet', 'add_header X-Note "alias of root user";'),
      'a path only begins like a folder of the controller': pathed('/etcetera/rooms'),
      'a folder of that name stands further down': pathed('/files/etc'),
      'another controller reads another annotation': {
        metadata: { annotations: { 'example.com/auth-url': 'http://a.example/#;load_module x;' } },
      },
      'a value ends in a line break, as YAML leaves it': annotated('auth-url', 'https://$host/oauth2/auth\n'),
    },
  },
});

function pathOffence({ spec }: Whole<IngressFields>): Offence | undefined {
  const rules = entries(spec?.rules);
  for (let index = 0; index < rules.length; index++) {
    const paths = entries(rules[index]?.http?.paths);
    for (let inner = 0; inner < paths.length; inner++) {
      const says = injectedPath(paths[inner]?.path);
      if (says === undefined) continue;
      return {
        path: `spec.rules[${index}].http.paths[${inner}].path`,
        part: 'paths',
        message: `a path of spec.rules ${says}`,
      };
    }
  }
  return undefined;
}
