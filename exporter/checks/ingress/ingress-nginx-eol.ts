import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { container } from '../subjects/container.ts';
import { quoted } from '../text.ts';

/** The controller, and the job that writes its webhook, by the names of the project; mirrors keep the end of the path. */
const shipped =
  /(?:^|\/)ingress-nginx\/(?:controller(?:-chroot)?|kube-webhook-certgen)$|(?:^|\/)(?:mirrored-)?ingress-nginx-controller(?:-chroot)?$|(?:^|\/)nginx-ingress-controller(?:-amd64)?$/;

export const ingressNginxEol = defineCheck({
  id: 'ingress-nginx-eol',
  title: 'Ingress controller gets no more fixes',
  category: 'ingress',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { nsa: ['upgrading'], mitre: ['T1190'], microsoft: ['application-vulnerability'] },
  because:
    'The project ingress-nginx ended in March 2026: the next flaw stays open in a program that faces the internet and reads the Secrets of the whole cluster.',
  remedy: 'Move to another controller or to the Gateway API; ingress2gateway translates what is there.',
  paste: yaml`
    # The same route by the Gateway API; ingress2gateway translates what is there.
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
            certificateRefs:
              - name: shop-tls
          allowedRoutes:
            namespaces:
              from: All
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
      hostnames: [shop.example]
      rules:
        - backendRefs:
            - name: app
              port: 80
  `,

  subject: container,
  fields: ['image'],
  violatedBy(view) {
    const { image } = view;
    if (image === undefined || !shipped.test(image.path)) return false;
    const open =
      !image.path.endsWith('certgen') && isOpenToNightmare(image.tag)
        ? ', and open to everybody on the network of pods (CVE-2025-1974)'
        : '';
    return {
      path: `${view.path}.image`,
      container: view.name,
      message: `container ${quoted(view.name)}: image ${quoted(view.container.image)} is of a project that has ended${open}`,
    };
  },

  examples: {
    violating: {
      'it is the last release': { image: 'registry.k8s.io/ingress-nginx/controller:v1.15.1' },
      'it is open to a flaw of 2025': { image: 'registry.k8s.io/ingress-nginx/controller:v1.11.4' },
      'it is the variant in a chroot': {
        image: `registry.k8s.io/ingress-nginx/controller-chroot@sha256:${'4b'.repeat(32)}`,
      },
      'it is from the registry before': {
        image: 'quay.io/kubernetes-ingress-controller/nginx-ingress-controller:0.33.0',
      },
      'it is the job that writes its webhook, and may write those of others': {
        image: 'registry.k8s.io/ingress-nginx/kube-webhook-certgen:v1.6.4',
      },
      'it is a mirror of a distribution': { image: 'rancher/mirrored-ingress-nginx-controller:v1.12.1' },
      'it is a mirror of the company': { image: 'registry.example:5000/mirror/ingress-nginx/controller:v1.13.3' },
    },
    compliant: {
      'the controller of the makers of nginx is another program': { image: 'nginx/nginx-ingress:5.3.1' },
      'nginx itself is another program': { image: 'nginx:1.29.3' },
      'another project makes certificates for webhooks': { image: 'ghcr.io/jkroepke/kube-webhook-certgen:1.7.4' },
      'the image is null': { image: null },
    },
  },
});

/** Fixed in 1.11.5, 1.12.1 and everything later. */
function isOpenToNightmare(tag: string | undefined): boolean {
  const match = /^v?(\d{1,4})\.(\d{1,4})\.(\d{1,4})(?:$|[-+.])/.exec(tag ?? '');
  if (match === null) return false;
  const [major, minor, patch] = match.slice(1).map(Number) as [number, number, number];
  if (major !== 1) return major < 1;
  return minor < 11 || (minor === 11 && patch < 5) || (minor === 12 && patch < 1);
}
