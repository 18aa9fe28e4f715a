import type { KubeObject } from '../../model/object.ts';
import { at, records } from '../../model/record.ts';
import type { Offence } from '../../model/verdict.ts';
import type { World } from '../../model/world.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given, type Manifest } from '../patch.ts';
import { httpRouteTo } from '../subjects/exposed.ts';
import { entries, isSet } from '../subjects/field.ts';
import { gateway } from '../subjects/gateway.ts';
import { listed, plain, quoted, word } from '../text.ts';

const http = { name: 'http', port: 80, protocol: 'HTTP' };
const plainText = { spec: { listeners: [http] } };
const redirect: Manifest = {
  ...httpRouteTo('app'),
  spec: {
    parentRefs: [{ name: 'internet', namespace: 'edge' }],
    rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
  },
};
const attachedTo = (parent: object): Manifest => ({
  ...httpRouteTo('app'),
  spec: {
    parentRefs: [{ name: 'internet', namespace: 'edge', ...parent }],
    rules: [{ backendRefs: [{ name: 'app' }] }],
  },
});

export const gatewayListenerPlaintext = defineCheck({
  id: 'gateway-listener-plaintext',
  title: 'Gateway serves programs in clear text',
  category: 'ingress',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { eks: ['5.4.5'], aks: ['5.4.5'], nsa: ['encryption'] },
  because:
    'What passes in clear text can be read and altered on the way: passwords, session cookies and the pages themselves. A route that names no listener is served by all of them.',
  remedy:
    'Attach routes to an HTTPS listener by `sectionName`, leave the HTTP listener one route that redirects to https, and give each listener that ends TLS a certificate.',
  paste: yaml`
    apiVersion: gateway.networking.k8s.io/v1
    kind: Gateway
    metadata:
      name: internet
      namespace: edge
    spec:
      gatewayClassName: example
      listeners:
        - name: https
          port: 443
          protocol: HTTPS
          tls:
            mode: Terminate
            certificateRefs:
              - name: shop-tls
          allowedRoutes:
            namespaces:
              from: Selector
              selector:
                matchLabels:
                  kubernetes.io/metadata.name: shop
        - name: http
          port: 80
          protocol: HTTP
    ---
    # All that clear text is for.
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata:
      name: to-https
      namespace: edge
    spec:
      parentRefs:
        - name: internet
          sectionName: http
      rules:
        - filters:
            - type: RequestRedirect
              requestRedirect:
                scheme: https
                statusCode: 301
    ---
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
            - name: app
              port: 80
  `,

  subject: gateway,
  fields: ['spec.listeners'],
  reads: ['HTTPRoute', 'GRPCRoute'],
  violatedBy(candidate, world) {
    let offences: Offence[] | undefined;
    entries(candidate.spec?.listeners).forEach((listener, index) => {
      const says =
        listener?.protocol === 'HTTP'
          ? servedInClear(candidate, listener, world)
          : (listener?.protocol === 'HTTPS' || listener?.protocol === 'TLS') && endsTlsWithoutCertificate(listener.tls)
            ? 'ends TLS and has no certificate'
            : undefined;
      if (says === undefined) return;
      const part = `listeners/${word(listener?.name)}`;
      if (offences?.some((offence) => offence.part === part)) return;
      const path = `spec.listeners[${index}]`;
      (offences ??= []).push({ path, part, message: `listener ${quoted(listener?.name)} ${says}` });
    });
    return offences ?? false;
  },

  examples: {
    violating: {
      'a route leads from it to a program': given(plainText, httpRouteTo('app')),
      'a route names the listener': given(plainText, attachedTo({ sectionName: 'http' })),
      'a route names the port': given(plainText, attachedTo({ port: 80 })),
      'one route redirects and another one does not': given(plainText, redirect, {
        ...httpRouteTo('app'),
        metadata: { name: 'other', namespace: 'bank' },
      }),
      'the redirect stays in clear text': given(plainText, {
        ...redirect,
        spec: {
          parentRefs: [{ name: 'internet', namespace: 'edge' }],
          rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: 'www.shop.example' } }] }],
        },
      }),
      'TLS ends without a certificate': { spec: { listeners: [{ name: 'https', port: 443, protocol: 'HTTPS' }] } },
      'the list of certificates is empty': {
        spec: {
          listeners: [{ name: 'tls', port: 8443, protocol: 'TLS', tls: { mode: 'Terminate', certificateRefs: [] } }],
        },
      },
    },
    compliant: {
      'TLS ends with a certificate': {},
      'the only route redirects to https': given(plainText, redirect),
      'nothing is attached': plainText,
      'the route names another listener': given(
        {
          spec: { listeners: [http, { name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{}] } }] },
        },
        attachedTo({ sectionName: 'https' }),
      ),
      'the route names another Gateway': given(plainText, attachedTo({ name: 'inside' })),
      'the route belongs to a Gateway of its own namespace': given(plainText, attachedTo({ namespace: undefined })),
      'TLS passes through': {
        spec: { listeners: [{ name: 'tls', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' } }] },
      },
      'the provider is told of a certificate': {
        spec: {
          listeners: [
            {
              name: 'https',
              port: 443,
              protocol: 'HTTPS',
              tls: { options: { 'networking.gke.io/pre-shared-certs': 'shop' } },
            },
          ],
        },
      },
    },
  },
});

type Listener = Readonly<{ name?: unknown; port?: unknown }>;

function servedInClear(candidate: KubeObject, listener: Listener, world: World): string | undefined {
  const open = (['HTTPRoute', 'GRPCRoute'] as const).flatMap((kind) =>
    world.list(kind).filter((route) => isAttached(route, candidate, listener) && !redirectsToTls(route)),
  );
  if (open.length === 0) return undefined;
  const names = open
    .map(({ kind, metadata: { namespace, name } }) => `${kind} ${plain(namespace)}/${plain(name)}`)
    .sort();
  return `is HTTP and serves ${listed(names, 3)}`;
}

function isAttached(route: KubeObject, candidate: KubeObject, { name: section, port }: Listener): boolean {
  return records(at(route, 'spec', 'parentRefs')).some((parent) => {
    if ((parent['kind'] ?? 'Gateway') !== 'Gateway' || parent['name'] !== candidate.metadata.name) return false;
    if ((parent['namespace'] ?? route.metadata.namespace) !== candidate.metadata.namespace) return false;
    if (isSet(parent['sectionName']) && parent['sectionName'] !== section) return false;
    return !isSet(parent['port']) || parent['port'] === port;
  });
}

function redirectsToTls(route: KubeObject): boolean {
  const rules = records(at(route, 'spec', 'rules'));
  return rules.length > 0 && rules.every((rule) => records(rule['filters']).some(isRedirectToTls));
}

function isRedirectToTls(filter: Readonly<Record<string, unknown>>): boolean {
  return filter['type'] === 'RequestRedirect' && at(filter, 'requestRedirect', 'scheme') === 'https';
}

function endsTlsWithoutCertificate(tls: unknown): boolean {
  if ((at(tls, 'mode') ?? 'Terminate') !== 'Terminate') return false;
  const references = at(tls, 'certificateRefs');
  const options = at(tls, 'options');
  const hasOptions = typeof options === 'object' && options !== null && Object.keys(options).length > 0;
  return !hasOptions && !(Array.isArray(references) && references.length > 0);
}
