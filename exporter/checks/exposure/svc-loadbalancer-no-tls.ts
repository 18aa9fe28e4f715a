import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { entries } from '../subjects/field.ts';
import { isPublicLoadBalancer } from '../subjects/load-balancer.ts';
import { service, type ServicePort } from '../subjects/network.ts';
import { quoted, word } from '../text.ts';

/** Annotations that give a load balancer a certificate. */
const certificates = [
  'service.beta.kubernetes.io/aws-load-balancer-ssl-cert',
  'service.beta.kubernetes.io/do-loadbalancer-certificate-id',
  'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-cert-id',
  'service.beta.kubernetes.io/oci-load-balancer-tls-secret',
  'service.beta.kubernetes.io/scw-loadbalancer-certificate-ids',
  'service.beta.kubernetes.io/linode-loadbalancer-port-443',
  'load-balancer.hetzner.cloud/http-certificates',
  'load-balancer.hetzner.cloud/http-managed-certificate-name',
  'loadbalancer.openstack.org/default-tls-container-ref',
  'cloud.google.com/app-protocols',
];

const plainNumbers: ReadonlySet<unknown> = new Set([80, 8000, 8008, 8080, 8888]);
const plainNames = /^(?:http|h2c|ws|web)(?:$|[-.\d])|^kubernetes\.io\/(?:h2c|ws)$/;
const secureNumbers: ReadonlySet<unknown> = new Set([443, 6443, 8443, 9443]);
const secureNames = /^(?:https|wss|tls|ssl)(?:$|[-.\d])|^kubernetes\.io\/wss$/;

export const svcLoadbalancerNoTls = defineCheck({
  id: 'svc-loadbalancer-no-tls',
  title: 'Public load balancer speaks HTTP without TLS',
  category: 'exposure',
  risk: { impact: 'workload', ease: 'conditional' },
  frameworks: { eks: ['5.4.5'], aks: ['5.4.5'], nsa: ['encryption'] },
  because:
    'What crosses the internet in clear text is read and altered on the way: passwords, session cookies, the pages themselves.',
  remedy:
    'Give the load balancer a certificate by the annotation of its provider, or let the pods speak TLS and publish only that port.',
  paste: yaml`
    # AWS; Azure, Google and others have annotations of their own. TLS in the pods is the same with port 443 and no annotation.
    apiVersion: v1
    kind: Service
    metadata:
      name: app
      namespace: shop
      annotations:
        service.beta.kubernetes.io/aws-load-balancer-scheme: internal
        service.beta.kubernetes.io/aws-load-balancer-ssl-cert: arn:aws:acm:eu-west-1:111122223333:certificate/example
        service.beta.kubernetes.io/aws-load-balancer-ssl-ports: '443'
    spec:
      type: LoadBalancer
      selector:
        app: app
      ports:
        - name: https
          port: 443
          targetPort: 8080
  `,

  subject: service,
  fields: ['spec.ports'],
  violatedBy(candidate) {
    if (!isPublicLoadBalancer(candidate)) return 'not_applicable';
    const annotations = candidate.metadata.annotations ?? {};
    if (certificates.some((name) => Boolean(annotations[name]))) return false;
    const ports = entries(candidate.spec?.ports);
    const hasTls = ports.some((port) => speaksTls(port) && !endsInClearText(port));
    let offences: Offence[] | undefined;
    ports.forEach((port, index) => {
      // Plain HTTP beside HTTPS is how browsers are sent there.
      if (!(speaksTls(port) ? endsInClearText(port) : !hasTls && speaksHttp(port))) return;
      const path = `spec.ports[${index}]`;
      const says = `port ${quoted(port?.port)} leads to HTTP in the pods and the load balancer has no certificate`;
      (offences ??= []).push({ path, part: `ports/${word(port?.port)}`, message: says });
    });
    return offences ?? false;
  },

  examples: {
    violating: {
      'the only port is 80': { spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } },
      'the port is called http': { spec: { type: 'LoadBalancer', ports: [{ name: 'http', port: 9000 }] } },
      'the protocol is HTTP': { spec: { type: 'LoadBalancer', ports: [{ port: 9000, appProtocol: 'http' }] } },
      'port 443 leads to port 80': { spec: { type: 'LoadBalancer', ports: [{ port: 443, targetPort: 80 }] } },
      'port 443 leads to a port called http': {
        spec: { type: 'LoadBalancer', ports: [{ name: 'https', port: 443, targetPort: 'http' }] },
      },
      'the annotation of the certificate is empty': {
        metadata: { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-ssl-cert': '' } },
        spec: { type: 'LoadBalancer', ports: [{ port: 443, targetPort: 8080 }] },
      },
    },
    compliant: {
      'the pods speak TLS themselves': { spec: { type: 'LoadBalancer', ports: [{ port: 443, targetPort: 8443 }] } },
      'port 443 leads to what it is called': {
        spec: { type: 'LoadBalancer', ports: [{ name: 'https', port: 443, targetPort: 'https' }] },
      },
      'an Ingress controller takes both': {
        spec: {
          type: 'LoadBalancer',
          ports: [
            { name: 'http', port: 80, targetPort: 'http' },
            { name: 'https', port: 443, targetPort: 'https' },
          ],
        },
      },
      'the load balancer has a certificate': {
        metadata: {
          annotations: {
            'service.beta.kubernetes.io/aws-load-balancer-ssl-cert': 'arn:aws:acm:eu-west-1:1:certificate/7',
          },
        },
        spec: { type: 'LoadBalancer', ports: [{ port: 443, targetPort: 80 }] },
      },
      'the protocol is another': { spec: { type: 'LoadBalancer', ports: [{ name: 'smtp', port: 25 }] } },
    },
    notApplicable: {
      'there is no load balancer': { spec: { type: 'ClusterIP', ports: [{ port: 80 }] } },
      'the load balancer is inside': {
        spec: { type: 'LoadBalancer', loadBalancerIP: '10.0.0.7', ports: [{ port: 80 }] },
      },
    },
  },
});

type Port = ServicePort | null | undefined;

function speaksTls(port: Port): boolean {
  return secureNumbers.has(port?.port) || matches(secureNames, port?.name) || matches(secureNames, port?.appProtocol);
}

function speaksHttp(port: Port): boolean {
  return plainNumbers.has(port?.port) || matches(plainNames, port?.name) || matches(plainNames, port?.appProtocol);
}

function endsInClearText(port: Port): boolean {
  return (
    plainNumbers.has(port?.targetPort) || matches(plainNames, port?.targetPort) || matches(/^http$/i, port?.appProtocol)
  );
}

function matches(pattern: RegExp, text: unknown): boolean {
  return typeof text === 'string' && pattern.test(text.slice(0, 64).toLowerCase());
}
